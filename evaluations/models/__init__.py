"""The scale of a school; the évaluations of its teachers and the marks that they give."""

from evaluations.models.evaluation import (
    Evaluation,
    EvaluationItem,
    EvaluationPupil,
    EvaluationQuerySet,
    Level,
    PupilOrder,
    Share,
)
from evaluations.models.marks import PLANNED, Mark, MarkChange, Signature
from evaluations.models.scale import ScaleChange, ScaleSettings, SymbolImage, default_codes, default_states
from evaluations.models.seating import MOST_SEATS, Seat, SeatPlan, TeamMember

__all__ = [
    "MOST_SEATS",
    "PLANNED",
    "Evaluation",
    "EvaluationItem",
    "EvaluationPupil",
    "EvaluationQuerySet",
    "Level",
    "Mark",
    "MarkChange",
    "PupilOrder",
    "ScaleChange",
    "ScaleSettings",
    "Seat",
    "SeatPlan",
    "Share",
    "Signature",
    "SymbolImage",
    "TeamMember",
    "default_codes",
    "default_states",
]
