"""An évaluation is made, changed, deleted, put back, shared, said finished: each in one transaction."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Account
from evaluations.dates import Dates
from evaluations.models import (
    PLANNED,
    Evaluation,
    EvaluationItem,
    EvaluationPupil,
    Level,
    Mark,
    PupilOrder,
    Share,
)
from evaluations.queries.items import items_of
from evaluations.queries.lists import target_of
from evaluations.queries.losses import losses_of_marks
from evaluations.queries.pupils import members_of
from evaluations.services.marks import (
    DELETED,
    PREPARED,
    TAKEN_OUT,
    Cell,
    lock_evaluation,
    put_marks_back,
    take_marks_away,
    write_cells,
)
from evaluations.services.planned import take_up_requests
from evaluations.services.telling import follow_change, forget_evaluation, tell_shared
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.text import count
from schools.losses import Loss, fingerprint
from schools.models import Group, SchoolClass
from schools.years import first_year

RESTORED_WITHIN = datetime.timedelta(days=30)


class LossesChanged(Exception):
    """What a change takes away is no longer what was shown; nothing was written."""


class TooLate(Exception):
    """The deletion can no longer be taken back; the message says why, in French."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An évaluation as somebody wants it; checked by who asks. `pupils` are those chosen, without a class or a group.

    `items` are all its items, in their order.
    """

    title: str
    dates: Dates
    items: Sequence[int]
    school_class: SchoolClass | None = None
    group: Group | None = None
    pupils: Collection[int] = ()
    description: str = ""
    pupil_order: str = PupilOrder.NAMES
    is_discreet: bool = False
    is_lasting: bool = False
    shares: Mapping[int, int] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, object]:
        """The columns of the évaluation itself."""
        return {
            "title": self.title,
            "description": self.description,
            "given_on": self.dates.given_on,
            "visible_on": self.dates.visible_on,
            "self_until": self.dates.self_until,
            "school_class": self.school_class,
            "group": self.group,
            "pupil_order": self.pupil_order,
            "is_discreet": self.is_discreet,
            "is_lasting": self.is_lasting,
        }


@transaction.atomic
def create_evaluation(*, actor: Account, wanted: Wanted, planned: Sequence[tuple[int, int]] = ()) -> Evaluation:
    """A new évaluation, whose owner is who makes it; `planned` are the cells, pupil and item, that get a « PA »."""
    made: Evaluation = Evaluation(owner=actor, owner_label=actor.author_label, **wanted.columns)
    made.school = actor.school  # type: ignore[assignment]
    made.year = _year(made)
    made.save()
    _write_items(made, wanted.items)
    EvaluationPupil.objects.bulk_create([EvaluationPupil(evaluation=made, pupil_id=pk) for pk in wanted.pupils])
    _write_shares(made, wanted.shares)
    told = {"target": target_of(made), "items": len(wanted.items)}
    record("evaluations.create", actor=actor, school=made.school, **_named(made), **told)
    if planned:
        write_cells(made, [Cell(*place, PLANNED) for place in planned], actor=actor, gesture=PREPARED)
        take_up_requests(made, [{"pupil_id": pupil, "item_id": item} for pupil, item in planned])
    return made


@transaction.atomic
def copy_for_places(
    *, actor: Account, model: Evaluation, places: Sequence[SchoolClass | Group], dates: Dates
) -> list[Evaluation]:
    """The same évaluation for each of these classes and groups, without marks nor sharing: the actor's own."""
    items = items_of(model.pk)
    return [
        create_evaluation(
            actor=actor,
            wanted=Wanted(
                title=model.title,
                description=model.description,
                dates=dates,
                items=items,
                school_class=place if isinstance(place, SchoolClass) else None,
                group=place if isinstance(place, Group) else None,
                pupil_order=model.pupil_order,
                is_discreet=model.is_discreet,
                is_lasting=model.is_lasting,
            ),
        )
        for place in places
    ]


def losses_of_change(evaluation: Evaluation, wanted: Wanted) -> list[Loss]:
    """What would go with the items, the pupils or the class that `wanted` no longer has."""
    if _target_changes(evaluation, wanted):
        return losses_of_marks(Mark.objects.filter(evaluation=evaluation), gone="Un autre groupe d'élèves")
    items = losses_of_marks(_marks_on_items(evaluation, wanted), gone="Items retirés")
    return [*items, *losses_of_marks(_marks_of_pupils(evaluation, wanted), gone="Élèves retirés")]


@transaction.atomic
def change_evaluation(*, actor: Account, pk: int, wanted: Wanted, seen: str) -> Evaluation:
    """Make an évaluation as it is wanted; what goes with it goes. `seen` is the fingerprint of the losses shown.

    Its marks follow its dates. Raises LossesChanged, Evaluation.DoesNotExist.
    """
    evaluation = lock_evaluation(pk)
    if fingerprint(losses_of_change(evaluation, wanted)) != seen:
        raise LossesChanged
    told = _changes(evaluation, wanted)
    _drop_marks(evaluation, wanted, actor)
    before, year = Dates(evaluation.given_on, evaluation.visible_on), evaluation.year
    for name, value in wanted.columns.items():
        setattr(evaluation, name, value)
    evaluation.year = _year(evaluation)
    evaluation.version += 1
    evaluation.save()
    _write_items(evaluation, wanted.items)
    _write_pupils(evaluation, wanted.pupils)
    if before != Dates(evaluation.given_on, evaluation.visible_on):
        _follow_dates(evaluation, is_other_year=evaluation.year != year)
    follow_change(evaluation)
    if told:
        record(
            "evaluations.change", actor=actor, school=evaluation.school, **_named(evaluation), changes=", ".join(told)
        )
    return evaluation


@transaction.atomic
def delete_evaluation(*, actor: Account, pk: int) -> None:
    """Delete an évaluation with all its marks, colleagues' too; for thirty days it can be put back."""
    evaluation = lock_evaluation(pk)
    number, batch = take_marks_away(Mark.objects.filter(evaluation=evaluation), actor=actor, gesture=DELETED)
    evaluation.deleted_at, evaluation.deletion = now(), batch
    evaluation.save(update_fields=["deleted_at", "deletion"])
    forget_evaluation(evaluation)
    record("evaluations.delete", actor=actor, school=evaluation.school, **_named(evaluation), marks=number)


@transaction.atomic
def restore_evaluation(*, actor: Account, pk: int) -> Evaluation:
    """Put a deleted évaluation back, its marks with their dates and their authors. Raises TooLate."""
    deleted = Evaluation.objects.filter(owner=actor, deleted_at__isnull=False).select_for_update(no_key=True)
    evaluation: Evaluation | None = deleted.filter(pk=pk).first()
    if evaluation is None or evaluation.deleted_at is None or evaluation.deletion is None:
        raise TooLate("Cette évaluation n'est pas supprimée : elle est dans votre liste, ou n'existe plus.")
    if evaluation.deleted_at < now() - RESTORED_WITHIN:
        raise TooLate("Cette évaluation est supprimée depuis plus de trente jours : elle ne peut plus être remise.")
    number = put_marks_back(evaluation, actor=actor, batch=evaluation.deletion)
    evaluation.deleted_at, evaluation.deletion = None, None
    evaluation.save(update_fields=["deleted_at", "deletion"])
    record("evaluations.restore", actor=actor, school=evaluation.school, **_named(evaluation), marks=number)
    return evaluation


@transaction.atomic
def share_evaluation(*, actor: Account, pk: int, shares: Mapping[int, int]) -> None:
    """Share an évaluation with these colleagues, at these levels, and with nobody else."""
    evaluation = lock_evaluation(pk)
    before = dict(Share.objects.filter(evaluation=evaluation).values_list("colleague_id", "level"))
    Share.objects.filter(evaluation=evaluation).exclude(colleague__in=shares).delete()
    _write_shares(evaluation, shares)
    tell_shared(evaluation, {pk: level for pk, level in shares.items() if before.get(pk) != level}, by=actor)
    labels = {level: Level(level).label for level in shares.values()}
    names = Account.objects.filter(pk__in=shares).in_name_order()
    told = [f"{each.author_label} ({labels[shares[each.pk]]})" for each in names]
    record(
        "evaluations.share",
        actor=actor,
        school=evaluation.school,
        **_named(evaluation),
        colleagues=", ".join(told) or "plus personne",
    )


@transaction.atomic
def finish_evaluation(*, actor: Account, pk: int, is_finished: bool) -> Evaluation:
    """Say that nothing more will be typed, whatever is missing; or take it back."""
    evaluation = lock_evaluation(pk)
    if evaluation.is_finished != is_finished:
        evaluation.is_finished = is_finished
        evaluation.save(update_fields=["is_finished"])
        verb = "evaluations.finish" if is_finished else "evaluations.reopen"
        record(verb, actor=actor, school=evaluation.school, **_named(evaluation))
    return evaluation


def _follow_dates(evaluation: Evaluation, *, is_other_year: bool) -> None:
    """Every mark has the dates of its évaluation; of one that goes on in another year, those of its present pupils."""
    marks = Mark.objects.filter(evaluation=evaluation)
    if is_other_year:
        marks = marks.filter(pupil__in=members_of(evaluation).values("pk"))
    marks.update(given_on=evaluation.given_on, visible_on=evaluation.visible_on, year=evaluation.year)


def _named(evaluation: Evaluation) -> dict[str, str]:
    return {"title": evaluation.title, "day": f"{evaluation.given_on:%d/%m/%Y}"}


def _year(evaluation: Evaluation) -> int:
    return first_year(evaluation.given_on, switch_month=evaluation.school.year_switch_month)


def _target_changes(evaluation: Evaluation, wanted: Wanted) -> bool:
    """Another class or group: another évaluation. Chosen pupils come and go one by one.

    One that a new year left without its group takes any pupils: the results of those who had them stay.
    """
    if evaluation.lost_its_pupils:
        return False
    now_on = (evaluation.school_class_id, evaluation.group_id)
    return now_on != (wanted.school_class and wanted.school_class.pk, wanted.group and wanted.group.pk)


def _refills(evaluation: Evaluation, wanted: Wanted) -> bool:
    return evaluation.lost_its_pupils and bool(wanted.school_class or wanted.group or wanted.pupils)


def _marks_on_items(evaluation: Evaluation, wanted: Wanted) -> QuerySet[Mark]:
    gone = set(items_of(evaluation.pk)) - set(wanted.items)
    found: QuerySet[Mark] = Mark.objects.filter(evaluation=evaluation, item__in=gone)
    return found


def _marks_of_pupils(evaluation: Evaluation, wanted: Wanted) -> QuerySet[Mark]:
    """Those of chosen pupils who are taken out; not those already counted with an item."""
    marks: QuerySet[Mark] = Mark.objects.filter(evaluation=evaluation, item__in=wanted.items)
    if not evaluation.is_of_chosen_pupils:
        return marks.none()
    gone = EvaluationPupil.objects.filter(evaluation=evaluation).exclude(pupil__in=wanted.pupils)
    return marks.filter(pupil__in=gone.values("pupil"))


def _drop_marks(evaluation: Evaluation, wanted: Wanted, actor: Account) -> None:
    if _target_changes(evaluation, wanted):
        gone = [Mark.objects.filter(evaluation=evaluation)]
    else:
        gone = [_marks_on_items(evaluation, wanted), _marks_of_pupils(evaluation, wanted)]
    for marks in gone:
        take_marks_away(marks, actor=actor, gesture=TAKEN_OUT)


def _write_items(evaluation: Evaluation, items: Sequence[int]) -> None:
    """Lines of items that their référentiel lost stay: they may come back."""
    EvaluationItem.objects.filter(evaluation=evaluation, item__in=items_of(evaluation.pk)).exclude(
        item__in=items
    ).delete()
    EvaluationItem.objects.bulk_create(
        [
            EvaluationItem(evaluation=evaluation, item_id=item, order=rank, school_id=evaluation.school_id)
            for rank, item in enumerate(items, start=1)
        ],
        update_conflicts=True,
        unique_fields=["evaluation", "item"],
        update_fields=["order"],
    )


def _write_pupils(evaluation: Evaluation, pupils: Collection[int]) -> None:
    known = EvaluationPupil.objects.filter(evaluation=evaluation)
    known.exclude(pupil__in=pupils).delete()
    held = set(known.values_list("pupil_id", flat=True))
    EvaluationPupil.objects.bulk_create(
        [EvaluationPupil(evaluation=evaluation, pupil_id=pk) for pk in pupils if pk not in held]
    )


def _write_shares(evaluation: Evaluation, shares: Mapping[int, int]) -> None:
    Share.objects.bulk_create(
        [
            Share(evaluation=evaluation, colleague_id=pk, level=level, school_id=evaluation.school_id)
            for pk, level in shares.items()
        ],
        update_conflicts=True,
        unique_fields=["evaluation", "colleague"],
        update_fields=["level"],
    )


def _changes(evaluation: Evaluation, wanted: Wanted) -> list[str]:
    """What changes, in a few words each, for the journal."""
    words = {
        "title": "titre",
        "description": "description",
        "given_on": "date",
        "visible_on": "visibilité",
        "self_until": "auto-évaluation",
        "pupil_order": "ordre des élèves",
        "is_discreet": "mode discret",
        "is_lasting": "pluriannuelle",
    }
    columns = wanted.columns
    told = [word for name, word in words.items() if getattr(evaluation, name) != columns[name]]
    if _target_changes(evaluation, wanted) or _refills(evaluation, wanted):
        told.append("élèves")
    present = items_of(evaluation.pk)
    come, gone = set(wanted.items) - set(present), set(present) - set(wanted.items)
    told += [f"{count(len(come), 'item ajouté', 'items ajoutés')}"] if come else []
    told += [f"{count(len(gone), 'item retiré', 'items retirés')}"] if gone else []
    if not come and not gone and list(wanted.items) != present:
        told.append("ordre des items")
    return told
