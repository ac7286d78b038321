"""What ends with a school year: évaluations, of which their marks keep the trace, and what was only planned."""

from typing import Any

from django.db.models import Exists, OuterRef

from evaluations.models import Mark, MarkChange
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
