"""« Derniers changements »: the gestures of the last thirty days, each in words, those that can be undone."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from accounts.models import Account
from referentiels.enums import ChangeVerb, NodeKind
from referentiels.models import Change, Referentiel
from referentiels.resources import lines_of
from sacoche.kit.clock import now
from sacoche.kit.text import count

UNDO_DAYS = 30
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class GestureLine:
    """One gesture: what it did in a sentence, the changes one by one, whether it is still to be undone."""

    gesture: uuid.UUID
    made_at: datetime.datetime
    author: str
    sentence: str
    details: tuple[str, ...]
    is_undone: bool
    is_undoing: bool
    # What an import came from, in words; empty for what was done by hand.
    brought_by: str = ""


def last_gestures(referentiel: Referentiel) -> list[GestureLine]:
    """The latest first: three queries."""
    changes = list(_recent(referentiel)[: _SHOWN * 20])
    undone = {change.undoes for change in changes if change.undoes}
    lines = [
        _line(list(rows), is_undone=gesture in undone)
        for gesture, rows in groupby(changes, key=lambda row: row.gesture)
    ]
    return lines[:_SHOWN]


def last_own_gesture(referentiel: Referentiel, account: Account) -> uuid.UUID | None:
    """What « Ctrl Z » takes back: his last gesture that is neither undone nor an undoing."""
    undone = _recent(referentiel).exclude(undoes=None).values("undoes")
    own = _recent(referentiel).filter(author=account, undoes=None).exclude(gesture__in=undone)
    found: uuid.UUID | None = own.values_list("gesture", flat=True).first()
    return found


def _recent(referentiel: Referentiel) -> Any:
    since = now() - datetime.timedelta(days=UNDO_DAYS)
    return Change.objects.filter(referentiel=referentiel, made_at__gte=since).order_by("-pk")


def _line(changes: Sequence[Change], *, is_undone: bool) -> GestureLine:
    first = changes[-1]
    return GestureLine(
        first.gesture,
        first.made_at,
        first.author_label or "SACoche",
        _sentence(changes),
        tuple(map(told, changes[::-1])),
        is_undone,
        first.undoes is not None,
        first.brought_by,
    )


def _sentence(changes: Sequence[Change]) -> str:
    """« 20 items ajoutés », « 1 thème supprimé, 4 items supprimés »."""
    parts = []
    for verb in ChangeVerb:
        for kind in NodeKind:
            number = sum(1 for change in changes if change.verb == verb and change.kind == kind)
            if number:
                parts.append(count(number, f"{kind.label} {verb.label}", f"{kind.label}s {verb.label}s"))
    sentence = ", ".join(parts)
    if changes[0].undoes:
        return f"Annulation : {sentence}"
    return f"Import de {changes[0].brought_by} : {sentence}" if changes[0].brought_by else sentence


_WORDS = {
    "name": "nom",
    "code": "code",
    "reference": "référence",
    "abbreviation": "abrégé",
    "coefficient": "coefficient",
    "is_requestable": "demande",
    "link": "lien",
    "comment": "commentaire",
    "resources": "ressources",
    "entries": "liens avec le socle",
}


def told(change: Change) -> str:
    """One change in words: « coefficient : 1 → 2 », « ajouté : Comparer des fractions »."""
    if change.verb == ChangeVerb.EDIT:
        return " ; ".join(
            f"{word_of(name)} : {shown(name, change.before[name])} → {shown(name, value)}"
            for name, value in change.after.items()
        )
    if change.verb == ChangeVerb.MERGE:
        return f"fusionné : {change.before['name']} → {change.after['into_name']}"
    named = change.after.get("name") or change.before.get("name") or f"{change.get_kind_display()} n° {change.node}"
    return f"{change.get_verb_display()} : {named}"


def word_of(name: str) -> str:
    """What people call a value of a node."""
    return _WORDS.get(name, name)


def shown(name: str, value: object) -> str:
    """A value of a node as the history shows it."""
    if name == "entries":
        return str(len(value) if isinstance(value, list) else 0)
    if name == "resources":
        labels = [line.label for line in lines_of(value)] if isinstance(value, list) else []
        return ", ".join(f"« {label} »" for label in labels) or "rien"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return f"« {value} »" if value not in ("", None) else "rien"
