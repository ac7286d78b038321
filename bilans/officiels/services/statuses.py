"""Open and close official documents."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import Account
from bilans.models import DocumentStatus, Status
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.notices import tell_opened
from bilans.officiels.queries.editions import editions_of
from bilans.officiels.services.freezing import Standing, freeze, standing_means, thaw
from bilans.officiels.shapes import Edition
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from schools.models import School, SchoolClass


@dataclass
class StatusesSet:
    """The documents that changed, how many were so already, how many of the staff were told."""

    changed: list[Edition] = field(default_factory=list)
    same: int = 0
    told: int = 0


# Class, period.
Places = Collection[tuple[int, int]]
Means = Mapping[tuple[int, int], Sequence[Standing]]


def set_statuses(
    *,
    actor: Account,
    kind: OfficialKind,
    places: Places,
    status: Status,
    is_discreet: bool,
    is_recomputed: bool = False,
) -> StatusesSet:
    """Put the documents of these (class, period) in a status, from any other; those who write then are told once.

    The means of those that are closed are frozen; with `is_recomputed`, those of the ones that are opened again follow
    the results. A place that the school has not, or has no more, is passed over. Raises ValueError for a status that
    the kind has not.
    """
    if status not in kind.statuses:
        raise ValueError(status)
    means: Means = {}
    if status is Status.COMPLETE:
        closing = (each for each in _editions(kind, places) if each.status is not status)
        means = {_place(each): standing_means(each) for each in closing}
    with transaction.atomic():
        # One at a time: two who tick the same class would both find no row.
        School.objects.select_for_update(no_key=True).get(pk=actor.school_id or 0)
        outcome = StatusesSet()
        for edition in _editions(kind, places):
            if edition.status is status:
                outcome.same += 1
                continue
            _set(edition, status)
            if is_recomputed and edition.status is Status.COMPLETE:
                thaw(edition)
            freeze(edition, means.get(_place(edition), ()), by=actor)
            outcome.changed.append(edition)
            if not is_discreet:
                outcome.told += tell_opened(edition, status, by=actor)
        _journal(actor, kind, status, outcome.changed)
    return outcome


def _editions(kind: OfficialKind, places: Places) -> list[Edition]:
    classes = SchoolClass.objects.in_level_order().filter(pk__in={school_class for school_class, _period in places})
    return [each for each in editions_of(kind, classes) if _place(each) in places]


def _place(edition: Edition) -> tuple[int, int]:
    return edition.school_class.pk, edition.dates.period_id


def _set(edition: Edition, status: Status) -> None:
    moment = now()
    DocumentStatus.objects.update_or_create(
        kind=edition.kind.code,
        year=edition.year,
        period=edition.dates.period,
        school_class=edition.school_class,
        defaults={
            "status": status,
            "changed_at": moment,
            "locked_at": moment if status is Status.COMPLETE else None,
        },
    )


def _journal(actor: Account, kind: OfficialKind, status: Status, changed: Iterable[Edition]) -> None:
    reopened = [each for each in changed if each.status is Status.COMPLETE]
    others = [each for each in changed if each.status is not Status.COMPLETE]
    for verb, editions in (("bilans.set_status", others), ("bilans.reopen", reopened)):
        if editions:
            places = ", ".join(f"{each.school_class.label} ({each.dates.period.name})" for each in editions)
            record(verb, actor=actor, school=actor.school, kind=kind.label, status=status.label, places=places)
