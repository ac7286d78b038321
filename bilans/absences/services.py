"""Writing absences and lates: a page, a file, or what was there before; each is one save, whose history stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Account
from bilans.absences.queries import attendance_of, changes_of, undo_of
from bilans.computing.attendance import NAMES, Figures, figures_of
from bilans.models import Attendance, AttendanceChange, AttendanceSave
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from schools.models import Period

TYPED, PUT_BACK = "Saisie", "Annulation"
_NOTHING = Figures()


class StaleFigures(Exception):
    """Figures have changed since the page was made: it is to be shown again."""


@dataclass(frozen=True)
class Wanted:
    """What is asked for a pupil: the figures that were on the page, and those that are to be."""

    pupil: int
    before: Figures
    after: Figures


@dataclass(frozen=True)
class Saved:
    """A save, and for how many pupils it changed something."""

    save_made: AttendanceSave
    number: int


@transaction.atomic
def save_page(*, actor: Account, period: Period, year: int, place: str, wanted: Sequence[Wanted]) -> set[int]:
    """Write what was typed; the numbers of the pupils left as they are, whose figures somebody has changed meanwhile.

    `place`: what the class is called, for the journal.
    """
    held = _hold(period, year, [each.pupil for each in wanted])
    disputed = {each.pupil for each in wanted if held.get(each.pupil, _NOTHING) not in (each.before, each.after)}
    changes = [each for each in wanted if each.pupil not in disputed]
    made = _write(actor, period, year, held, changes, origin=TYPED)
    if made:
        told = {"pupils": made.number, "period": period.name, "place": place}
        record("bilans.attendance", actor=actor, school=actor.school, **told)
    return disputed


@transaction.atomic
def save_file(
    *,
    actor: Account,
    period: Period,
    year: int,
    wanted: Sequence[Wanted],
    origin: str,
    file_name: str,
    left_out: Sequence[Sequence[object]],
) -> Saved | None:
    """Write what a file brings; None when it changes nothing. Raises StaleFigures when anything has changed since.

    `left_out`: what of the file is not written, see AttendanceSave.
    """
    held = _hold(period, year, [each.pupil for each in wanted])
    if any(held.get(each.pupil, _NOTHING) != each.before for each in wanted):
        raise StaleFigures
    more = {"origin": origin, "file_name": file_name[-200:], "left_out": list(left_out)}
    made = _write(actor, period, year, held, wanted, **more)
    if made:
        told = {"pupils": made.number, "period": period.name, "file_name": file_name, "origin": origin}
        record("bilans.attendance_file", actor=actor, school=actor.school, **told)
    return made


@transaction.atomic
def undo_save(*, actor: Account, save_made: AttendanceSave) -> int:
    """Put back what was there before a save, but for what somebody has changed since; for how many pupils.

    Raises StaleFigures when it was put back already.
    """
    changes = changes_of(save_made)
    held = _hold(save_made.period, save_made.year, [change.pupil_id for change in changes])
    if not AttendanceSave.objects.filter(pk=save_made.pk, undone_at=None).update(undone_at=now()):
        raise StaleFigures
    back = undo_of(save_made, changes).back
    wanted = [Wanted(each.pupil_id, figures_of(each.after), figures_of(each.before)) for each in back]
    made = _write(actor, save_made.period, save_made.year, held, wanted, origin=PUT_BACK)
    number = made.number if made else 0
    told = {"pupils": number, "period": save_made.period.name, "origin": save_made.origin}
    record("bilans.attendance_undone", actor=actor, school=actor.school, **told)
    return number


def _hold(period: Period, year: int, pupils: Iterable[int]) -> Mapping[int, Figures]:
    """What is kept of these pupils now; whoever else writes in the period waits until this is done."""
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    return attendance_of(pupils, period, year=year)


def _write(
    actor: Account,
    period: Period,
    year: int,
    held: Mapping[int, Figures],
    wanted: Sequence[Wanted],
    **save_made: object,
) -> Saved | None:
    """Write figures and their history; None when nothing changes."""
    changes = {each.pupil: each.after for each in wanted if held.get(each.pupil, _NOTHING) != each.after}
    if not changes:
        return None
    of = {"school": actor.school, "year": year, "period": period}
    emptied = [pupil for pupil, after in changes.items() if after.is_empty]
    Attendance.objects.filter(year=year, period=period, pupil__in=emptied).delete()
    Attendance.objects.bulk_create(
        [
            Attendance(pupil_id=pupil, **of, **dict(zip(NAMES, after, strict=True)))
            for pupil, after in changes.items()
            if not after.is_empty
        ],
        update_conflicts=True,
        unique_fields=["school", "year", "period", "pupil"],
        update_fields=NAMES,
    )
    made = AttendanceSave(at=now(), actor=actor, actor_label=actor.display_name, **of, **save_made)
    made.save()
    AttendanceChange.objects.bulk_create(
        AttendanceChange(
            school=actor.school,
            save_made=made,
            pupil_id=pupil,
            before=list(held.get(pupil, _NOTHING)),
            after=list(after),
        )
        for pupil, after in changes.items()
    )
    return Saved(made, len(changes))
