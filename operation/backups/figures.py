"""What the page tells of a backup before it is put back: how many of each thing, then and now."""

from typing import Any

from accounts.models import Account, JournalEntry
from operation.backups.reading import Content
from sacoche.kit.parts import year
from sacoche.kit.parts.saved import in_order
from schools.models import School

_PLAIN = {"accounts.Account": "comptes", "accounts.Message": "messages d'accueil"}


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
        "journal": JournalEntry.objects.filter(at__gt=manifest.at).count(),
    }


def _lines(content: Content, school: School) -> list[dict[str, Any]]:
    """A line for each table that holds anything, here or there."""
    lines = []
    for part in in_order():
        if part.model is School:
            continue
        there, here = content.counts.get(part.code, 0), part.rows_of(school).count()
        if there or here:
            label = _PLAIN.get(part.code) or year.parts.get(part.code).label
            lines.append({"label": label, "there": there, "here": here, "more": there - here, "lost": here - there})
    return lines


def _newcomers(content: Content) -> int:
    """The accounts made since: they go."""
    return int(Account.objects.filter(created_at__gt=content.manifest.at).count())
