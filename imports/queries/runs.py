"""The imports of the school: the one under way, those that are over."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from imports.enums import Audience
from imports.models import UNDOABLE, ImportRun, ImportTrace, RememberedLayout, Status
from sacoche.kit.clock import now, today
from schools.calendar import year_of
from schools.models import School


def remembered_layout(source_code: str) -> dict[str, str]:
    """What somebody told of the columns of this source, by key; empty when nobody was asked."""
    remembered = RememberedLayout.objects.filter(source_code=source_code).first()
    return dict(remembered.mapping) if remembered else {}


def open_run() -> ImportRun | None:
    """The import that is under way in the school, if any."""
    run: ImportRun | None = ImportRun.objects.open().select_related("holder").first()
    return run


@dataclass(frozen=True)
class WaitingRun:
    """The import under way, as the home page tells it: where it waits, and for how many whole hours more."""

    run: ImportRun
    step: str
    hours_left: int


def waiting_run() -> WaitingRun | None:
    """The import that somebody has to go on with, if any. `step` is the code of the last one that it can open."""
    run = open_run()
    if run is None:
        return None
    seconds = (run.expires_at - now()).total_seconds()
    return WaitingRun(run, run.next_step or run.steps[-1], int(seconds // 3600))


def shows_everything(audience: Audience, school: School) -> bool:
    """Whether the reviews show what does not change by default: until an import of the year is finished."""
    finished = ImportRun.objects.filter(audience=audience, status=Status.FINISHED, undone_at=None)
    return not finished.filter(ended_at__date__gte=_first_day(school)).exists()


def _first_day(school: School) -> datetime.date:
    return year_of(today(), switch_month=school.year_switch_month).first


@dataclass(frozen=True)
class PastImport:
    """An import that is over; `is_undoable` when it is the last one that wrote something, not long ago."""

    run: ImportRun
    is_undoable: bool


def past_imports(limit: int = 50) -> Sequence[PastImport]:
    """The imports that are over, the last one first."""
    undoable = undoable_run()
    runs = ImportRun.objects.over().select_related("holder")[:limit]
    return [PastImport(run, run == undoable) for run in runs]


def undoable_run() -> ImportRun | None:
    """The import that can be undone: the last one that wrote something, within UNDOABLE, none being under way."""
    if ImportRun.objects.filter(status=Status.OPEN).exists():
        return None
    wrote = ImportTrace.objects.order_by().values("run_id")
    last: ImportRun | None = ImportRun.objects.over().filter(pk__in=wrote, undone_at=None).first()
    is_recent = last is not None and last.ended_at is not None and last.ended_at > now() - UNDOABLE
    return last if is_recent else None
