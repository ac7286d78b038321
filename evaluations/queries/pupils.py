"""The pupils of an évaluation: those who are evaluated today, and those who were."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery

from accounts.models import Account, AccountQuerySet, GroupMembership
from evaluations.models import Evaluation, EvaluationPupil, Mark, PupilOrder, Seat


@dataclass(frozen=True)
class Pupils:
    """Those who are evaluated today; `gone` have marks in it, and left, changed class or were taken out."""

    present: Sequence[Account]
    gone: Sequence[Account] = ()


def members_of(evaluation: Evaluation) -> AccountQuerySet:
    """Its active pupils, whatever their order."""
    pupils: AccountQuerySet = Account.objects.pupils().active()
    if evaluation.school_class_id:
        return pupils.filter(school_class=evaluation.school_class_id)
    if evaluation.group_id:
        return pupils.filter(pk__in=GroupMembership.objects.filter(group=evaluation.group_id).values("pupil"))
    return pupils.filter(pk__in=EvaluationPupil.objects.filter(evaluation=evaluation).values("pupil"))


def in_order(pupils: AccountQuerySet, order: str) -> AccountQuerySet:
    """By name, or by class of origin then by name; those without class come last."""
    if order == PupilOrder.CLASSES:
        niveau = F("school_class__niveau__order").asc(nulls_last=True)
        return pupils.order_by(niveau, "school_class__reference", "sort_key", "pk")
    return pupils.in_name_order()


def in_order_of(evaluation: Evaluation, pupils: AccountQuerySet) -> AccountQuerySet:
    """In the order that the évaluation has; by the plan of its owner, row after row, who has no seat comes last."""
    if evaluation.pupil_order != PupilOrder.SEATS:
        return in_order(pupils, evaluation.pupil_order)
    seats = Seat.objects.filter(
        plan__owner=evaluation.owner_id,
        plan__school_class=evaluation.school_class_id,
        plan__group=evaluation.group_id,
        pupil=OuterRef("pk"),
    )
    ranked = pupils.annotate(seat_row=Subquery(seats.values("row")), seat_column=Subquery(seats.values("column")))
    row, column = F("seat_row").asc(nulls_last=True), F("seat_column").asc(nulls_last=True)
    ordered: AccountQuerySet = ranked.order_by(row, column, "sort_key", "pk")
    return ordered


def pupils_of_evaluation(evaluation: Evaluation) -> Pupils:
    """Both, in the order that the évaluation has; two queries."""
    shown = ("last_name", "first_name", "left_on", "school_class")
    present = list(in_order_of(evaluation, members_of(evaluation)).only(*shown))
    marked = Mark.objects.filter(evaluation=evaluation).order_by().values("pupil").distinct()
    others = Account.objects.filter(pk__in=marked).exclude(pk__in=[pupil.pk for pupil in present])
    return Pupils(present, list(in_order_of(evaluation, others).only(*shown)))
