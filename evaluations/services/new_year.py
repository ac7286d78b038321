"""What ends with a school year: évaluations, of which their marks keep the trace, and what was only planned."""

from typing import Any

from django.db.models import Exists, OuterRef

from evaluations.models import (
    PLANNED,
    Document,
    Evaluation,
    EvaluationItem,
    EvaluationPupil,
    Mark,
    MarkChange,
    Need,
    PupilComment,
    Request,
    ResultQuestion,
    SelfMark,
    Share,
    Signature,
    TeamMember,
)
from evaluations.services.marks import ENDED, take_marks_away


def leave_traces(evaluations: Any, actor: Any) -> int:
    """End these évaluations. Those that gave results leave their trace: title, date and name of their owner, which the
    results go on showing and nobody can change any more. The others go.
    """
    number: int = evaluations.count()
    here = {"evaluation": OuterRef("pk")}
    told = evaluations.filter(deleted_at=None).filter(
        Exists(Mark.objects.filter(**here)) | Exists(MarkChange.objects.filter(**here))
    )
    told.update(
        is_trace=True,
        description="",
        general_comment="",
        self_until=None,
        school_class=None,
        group=None,
        deletion=None,
    )
    evaluations.order_by().delete()
    return number


def take_planned_away(marks: Any, actor: Any) -> int:
    """Empty the cells where an évaluation was only planned; the history says so."""
    return take_marks_away(marks, actor=actor, gesture=ENDED)[0]


# What « Effacer tous les résultats » takes, each table after those that point at it.
RESULTS = (
    Need,
    PupilComment,
    Document,
    SelfMark,
    ResultQuestion,
    Request,
    TeamMember,
    Share,
    EvaluationPupil,
    EvaluationItem,
    Mark,
    MarkChange,
    Signature,
    Evaluation,
)


def erase_results() -> int:
    """Delete every évaluation and every result of the open school, with their history; how many results there were."""
    number: int = Mark.objects.exclude(code=PLANNED).count()
    for model in RESULTS:
        rows: Any = model._default_manager.all()
        rows.order_by().delete()
    return number
