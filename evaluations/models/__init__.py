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

__all__ = [
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
    "Share",
    "Signature",
    "SymbolImage",
    "default_codes",
    "default_states",
]
