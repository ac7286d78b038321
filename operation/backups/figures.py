"""What the page tells of a backup before it is put back: how many of each thing, then and now."""

from typing import Any

from accounts.models import Account, JournalEntry
from operation.backups.reading import Content
from operation.models import Erasure
from sacoche.kit.parts import year
from sacoche.kit.parts.saved import SavedPart, in_order
from schools.models import School

_PLAIN = {
    "accounts.Account": "comptes",
    "accounts.Message": "messages d'accueil",
    "imports.ImportRun": "imports faits",
    "imports.MoveIn": "reprises d'une sauvegarde de SACoche",
}


def figures(content: Content, school: School) -> dict[str, Any]:
    """As JSON; the school is open."""
    manifest = content.manifest
    return {
        "school": manifest.school,
        "made_at": manifest.made_at,
        "by": manifest.by,
        "product": manifest.product,
        "is_own": manifest.identity == str(school.identity),
        "missing": len(content.missing),
        "files": content.file_count,
        "lines": _lines(content, school),
        "newcomers": _newcomers(content),
        # They would come back, and their receipts go.
        "erased": Erasure.objects.filter(erased_at__gt=manifest.at).count(),
        "journal": JournalEntry.objects.filter(at__gt=manifest.at).count(),
    }


def _lines(content: Content, school: School) -> list[dict[str, Any]]:
    """A line for each table that holds anything, here or there; those whose number changes first."""
    lines = []
    for part in _tables():
        there, here = content.counts.get(part.code, 0), part.rows_of(school).count()
        if there or here:
            told = {"label": _label(part), "there": there, "here": here}
            lines.append(told | {"more": there - here, "lost": here - there})
    return sorted(lines, key=lambda line: line["more"] == 0)


def held_now(school: School) -> list[dict[str, Any]]:
    """A line for each table of the open school that holds anything."""
    numbers = ((part, part.rows_of(school).count()) for part in _tables())
    return [{"label": _label(part), "here": number} for part, number in numbers if number]


def _tables() -> list[SavedPart]:
    return [part for part in in_order() if part.model is not School]


def _label(part: SavedPart) -> str:
    return _PLAIN.get(part.code) or year.parts.get(part.code).label


def _newcomers(content: Content) -> int:
    """The accounts made since: they go."""
    return int(Account.objects.filter(created_at__gt=content.manifest.at).count())
