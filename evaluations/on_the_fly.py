"""« Évaluer un élève à la volée »: a code in the corridor joins the évaluation of the day."""

import datetime

from django.db import transaction

from accounts.models import Account
from evaluations.dates import Dates
from evaluations.models import Evaluation, EvaluationItem, EvaluationPupil, Mark
from evaluations.services.evaluations import Wanted, create_evaluation
from evaluations.services.marks import lock_evaluation
from evaluations.subjects import subject_of
from grids.gestures import CELL
from grids.services import CellChange, save_cells
from sacoche.kit.clock import today

# As many as a grid shows.
MOST_ITEMS = 60


class FullForToday(Exception):
    """The évaluation of the day holds as many items as one may; another title begins another one."""


def title_of_the_day(day: datetime.date) -> str:
    """« Évaluations à la volée du 30/11/2026 »."""
    return f"Évaluations à la volée du {day:%d/%m/%Y}"


@transaction.atomic
def evaluate_on_the_fly(*, actor: Account, pupil: Account, item_id: int, code: str, title: str = "") -> Evaluation:
    """Give a code to a pupil on an item, in the évaluation of the day that bears this title, made if there is none.

    A second code for the same pupil and item takes the place of the first; both are in the history. Raises
    FullForToday.
    """
    title = title or title_of_the_day(today())
    evaluation = _of_today(actor, title) or _new(actor, title, pupil, item_id)
    _hold_item(evaluation, item_id)
    EvaluationPupil.objects.get_or_create(evaluation=evaluation, pupil=pupil, defaults={"school": evaluation.school})
    cell = Mark.objects.filter(evaluation=evaluation, pupil=pupil, item=item_id)
    stored = cell.values_list("code", flat=True).first() or ""
    change = CellChange(pupil.pk, item_id, stored, code, CELL)
    save_cells(subject=subject_of(evaluation), actor=actor, school=evaluation.school, changes=[change])
    return evaluation


def _of_today(actor: Account, title: str) -> Evaluation | None:
    """One's own of today, of chosen pupils, that bears this title."""
    found = Evaluation.objects.live().filter(owner=actor, given_on=today(), title=title, school_class=None, group=None)
    first = found.order_by("pk").first()
    return lock_evaluation(first.pk) if first else None


def _new(actor: Account, title: str, pupil: Account, item_id: int) -> Evaluation:
    day = today()
    return create_evaluation(
        actor=actor, wanted=Wanted(title=title, dates=Dates(day, day), items=[item_id], pupils=[pupil.pk])
    )


def _hold_item(evaluation: Evaluation, item_id: int) -> None:
    lines = EvaluationItem.objects.filter(evaluation=evaluation)
    if lines.filter(item=item_id).exists():
        return
    number = lines.count()
    if number >= MOST_ITEMS:
        raise FullForToday
    EvaluationItem.objects.create(evaluation=evaluation, item_id=item_id, order=number + 1, school=evaluation.school)
