"""Open and close official documents."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import Account
from bilans.models import DocumentStatus, Status
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.notices import tell_opened
from bilans.officiels.queries.editions import editions_of
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


@transaction.atomic
def set_statuses(
    *, actor: Account, kind: OfficialKind, places: Collection[tuple[int, int]], status: Status, is_discreet: bool
) -> StatusesSet:
    """Put the documents of these (class, period) in a status, from any other; those who write then are told once.

    A place that the school has not, or has no more, is passed over. Raises ValueError for a status that the kind has
    not.
    """
    if status not in kind.statuses:
        raise ValueError(status)
    # One at a time: two who tick the same class would both find no row.
    School.objects.select_for_update(no_key=True).get(pk=actor.school_id or 0)
    classes = SchoolClass.objects.in_level_order().filter(pk__in={school_class for school_class, _period in places})
    outcome = StatusesSet()
    for edition in editions_of(kind, classes):
        if (edition.school_class.pk, edition.dates.period_id) not in places:
            continue
        if edition.status is status:
            outcome.same += 1
            continue
        _set(edition, status)
        outcome.changed.append(edition)
        if not is_discreet:
            outcome.told += tell_opened(edition, status, by=actor)
    _journal(actor, kind, status, outcome.changed)
    return outcome


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
