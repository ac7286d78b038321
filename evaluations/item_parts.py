"""What évaluations keep about items: they lose them with an item, get them back with it, follow it in a merge."""

from typing import Any

from evaluations.models import PLANNED, EvaluationItem, Mark, MarkChange, Need, Request, ResultQuestion, SelfMark
from referentiels.item_parts import refer

# As many as a page of questions shows.
_NAMED = 40


def _whose(marks: Any) -> list[str]:
    """« ALPHA Ana (D1) »."""
    shown = marks.select_related("pupil", "evaluation").order_by("pupil__sort_key", "evaluation__given_on", "pk")
    return [f"{mark.pupil.full_name} ({mark.evaluation.title})" for mark in shown[:_NAMED]]


refer(
    EvaluationItem,
    "item",
    words=("emploi dans une évaluation", "emplois dans des évaluations"),
    once=("evaluation_id",),
)
refer(
    Mark,
    "item",
    words=("résultat", "résultats"),
    whose="pupil",
    once=("pupil_id", "evaluation_id"),
    named=_whose,
    # A « PA » is a request being prepared, not yet a result.
    told=lambda marks: marks.exclude(code=PLANNED),
)
refer(MarkChange, "item", stays=True)
refer(SelfMark, "item", once=("evaluation_id", "pupil_id"))
# What was asked of an item that is absorbed is not asked of another one.
refer(Request, "item", words=("demande d'évaluation", "demandes d'évaluation"), whose="pupil", follows=False)
refer(Need, "item", once=("group_id", "pupil_id"))
refer(ResultQuestion, "item", once=("evaluation_id", "pupil_id"))
