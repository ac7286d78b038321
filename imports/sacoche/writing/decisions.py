"""What was decided on the socle, with its history: one line each, « import d'un fichier »."""

import uuid
from collections.abc import Sequence
from typing import Any

from imports.sacoche.moving.decisions import Decisions, NewDecision
from imports.sacoche.writing.numbers import Numbers
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.clock import now
from socle.models import (
    Gesture,
    ItemChange,
    ItemValidation,
    PilierChange,
    PilierValidation,
    SchoolPalier,
    State,
)


def write_decisions(plan: Decisions, numbers: Numbers) -> None:
    """Write the paliers of the school, and the decisions with their dates and authors as they were."""
    school = numbers.school
    there = set(SchoolPalier.objects.values_list("palier_id", flat=True))
    new = sorted(plan.paliers - there)
    SchoolPalier.objects.bulk_create([SchoolPalier(school=school, palier_id=palier) for palier in new])
    history = {
        "gesture": Gesture.IMPORT.value,
        "at": now(),
        "actor_id": numbers.actor.pk if numbers.actor else None,
        "actor_label": numbers.actor.author_label if numbers.actor else "",
        "batch": uuid.uuid4(),
    }
    _write(ItemValidation, ItemChange, "item_id", plan.items, numbers, history)
    _write(PilierValidation, PilierChange, "pilier_id", plan.piliers, numbers, history)


def _write(
    model: Any, changes: Any, column: str, decisions: Sequence[NewDecision], numbers: Numbers, history: dict[str, Any]
) -> None:
    states = [(each, State.VALIDATED if each.is_validated else State.REFUSED) for each in decisions]
    bulk_insert(
        model,
        (
            {
                "pupil_id": numbers.accounts[each.pupil],
                column: each.thing,
                "state": int(state),
                "decided_on": each.decided_on,
                "author_label": each.author_label,
            }
            for each, state in states
        ),
        common={"author_id": None},
    )
    bulk_insert(
        changes,
        (
            {
                "pupil_id": numbers.accounts[each.pupil],
                column: each.thing,
                "before": int(State.UNDECIDED),
                "after": int(state),
                "before_on": None,
                "before_label": "",
            }
            for each, state in states
        ),
        common=history,
    )
