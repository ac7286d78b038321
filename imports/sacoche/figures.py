"""What was written, counted again in our tables beside what the backup held; and what was done since."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Account, Address, Guardianship
from evaluations.models import Evaluation, Mark, MarkChange
from evaluations.models.asking import Request
from imports.models import MoveIn
from referentiels.models import Domaine, Item, ItemLink, Referentiel, Theme
from sacoche.kit.parts.moved import parts
from schools.models import Group, Period, SchoolClass
from socle.models import ItemValidation, PilierValidation


@dataclass(frozen=True)
class Figure:
    """A figure of the backup and the same one here."""

    label: str
    there: int
    here: int

    @property
    def is_same(self) -> bool:
        return self.there == self.here


def compared(move: MoveIn) -> list[Figure]:
    """The figures of a move that is done; those here change as the school works."""
    there = move.seen["figures"]
    accounts = Account.objects.exclude(pk__in=move.before.get("accounts", ()))
    here: list[tuple[str, str, Any]] = [
        ("accounts", "comptes", accounts),
        ("classes", "classes", SchoolClass.objects.all()),
        ("groups", "groupes", Group.objects.all()),
        ("periods", "périodes", Period.objects.all()),
        ("guardianships", "liens de responsables", Guardianship.objects.all()),
        ("addresses", "adresses", Address.objects.all()),
        ("referentiels", "référentiels", Referentiel.objects.all()),
        ("domaines", "domaines", Domaine.objects.all()),
        ("themes", "thèmes", Theme.objects.all()),
        ("items", "items", Item.objects.all()),
        ("links", "liens avec le socle", ItemLink.objects.all()),
        ("evaluations", "évaluations", Evaluation.objects.live()),
        ("marks", "résultats", Mark.objects.all()),
        ("orphan_marks", "dont sans évaluation", Mark.objects.filter(evaluation__is_trace=True)),
        ("requests", "demandes d'évaluation", Request.objects.all()),
        ("item_validations", "items du socle décidés", ItemValidation.objects.all()),
        ("pilier_validations", "compétences du socle décidées", PilierValidation.objects.all()),
    ]
    figures = [Figure(label, there[code], rows.count()) for code, label, rows in here]
    rooms = {each["code"]: each["rows"] for each in move.seen.get("rooms", ())}
    return figures + [Figure(part.label, rooms[part.code], part.counted()) for part in parts if part.code in rooms]


def done_since(move: MoveIn) -> dict[str, int]:
    """What people did in the space since it was filled: it would go with it."""
    came_in = Account.objects.exclude(pk__in=move.before.get("accounts", ())).exclude(last_login=None)
    return {"people": came_in.count(), "marks": MarkChange.objects.filter(at__gt=move.ended_at).count()}
