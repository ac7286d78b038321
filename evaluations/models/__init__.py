"""The scale of a school; the évaluations of its teachers and the marks that they give."""

from evaluations.models.asking import OPEN, Request, RequestQuerySet, RequestStatus, ResultQuestion, SelfMark
from evaluations.models.beside import Document, DocumentKind, EvaluationFile, PupilComment
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
from evaluations.models.needs import Need
from evaluations.models.scale import ScaleChange, ScaleSettings, SymbolImage, default_codes, default_states
from evaluations.models.seating import MOST_SEATS, Seat, SeatPlan, TeamMember

__all__ = [
    "MOST_SEATS",
    "OPEN",
    "PLANNED",
    "Document",
    "DocumentKind",
    "Evaluation",
    "EvaluationFile",
    "EvaluationItem",
    "EvaluationPupil",
    "EvaluationQuerySet",
    "Level",
    "Mark",
    "MarkChange",
    "Need",
    "PupilComment",
    "PupilOrder",
    "Request",
    "RequestQuerySet",
    "RequestStatus",
    "ResultQuestion",
    "ScaleChange",
    "ScaleSettings",
    "Seat",
    "SeatPlan",
    "SelfMark",
    "Share",
    "Signature",
    "SymbolImage",
    "TeamMember",
    "default_codes",
    "default_states",
]
