"""A year ends one room after the other, each in one transaction: killed in the middle, it goes on where it was."""

import datetime
from collections.abc import Sequence

from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import Account
from operation.models import Backup, YearChange, year_label
from operation.queries import DAY, last_backup
from operation.years.closing import Passage, passage_of
from operation.years.preview import preview_of
from sacoche.kit.clock import now, today
from sacoche.kit.journal import record
from sacoche.kit.parts.year import Closing, YearPart, in_order
from sacoche.kit.slices import Progress
from schools.models import School

# How long after a passage its backup is the way back: later, too much has been written since.
WAY_BACK = datetime.timedelta(days=7)


class CannotOpen(Exception):
    """The year is not opened; the message says why and what to do, in French. Nothing was written."""


def passage_now(school: School) -> Passage:
    """What « Initialisation annuelle » would do today in this school."""
    return passage_of(today(), opened=school.opened_year, switch_month=school.year_switch_month)


def under_way() -> YearChange | None:
    """The passage that has begun and not ended, in the open school."""
    found: YearChange | None = YearChange.objects.filter(ended_at=None).first()
    return found


def last_done() -> YearChange | None:
    """The last passage that ended."""
    found: YearChange | None = YearChange.objects.exclude(ended_at=None).order_by("-pk").first()
    return found


def start(*, actor: Account, school: School, seen: str, is_sure: bool) -> YearChange:
    """Begin the passage that was shown. Raises CannotOpen; the one that is under way already is given back."""
    if begun := under_way():
        return begun
    passage = passage_now(school)
    if passage.is_asked_twice and not is_sure:
        raise CannotOpen("Cochez la case de confirmation : vous n'êtes pas au moment habituel de l'initialisation.")
    backup = last_backup()
    if backup is None or backup.made_at <= now() - DAY:
        raise CannotOpen("Faites d'abord une sauvegarde : aucune n'a moins de vingt-quatre heures.")
    if preview_of(school, passage.closing).seen != seen:
        raise CannotOpen("Ce qui serait effacé a changé depuis que vous l'avez lu : relisez, puis confirmez.")
    try:
        return _begin(actor, school, passage.closing, backup)
    except IntegrityError:
        begun = under_way()
        if begun is None:
            raise
        return begun


@transaction.atomic
def _begin(actor: Account, school: School, closing: Closing, backup: Backup) -> YearChange:
    change: YearChange = YearChange.objects.create(
        opens=closing.opens,
        before=closing.before,
        actor=actor,
        actor_label=actor.display_name,
        saved_at=backup.made_at,
    )
    year = year_label(closing.opens, switch_month=closing.before.month)
    record("operation.start_year", actor=actor, school=school, year=year)
    return change


def rooms() -> list[Sequence[YearPart]]:
    """The tables that a year ends, by application, from the top of the house to the bottom: keys point downwards."""
    ended = in_order()
    by_room = [[part for part in ended if part.model._meta.app_label == app.label] for app in apps.get_app_configs()]
    return [room for room in reversed(by_room) if room]


def go_on(*, actor: Account) -> Progress | None:
    """Do the next room of the passage under way, or end it; how far it has come, None when there is none.

    Harmless beside another one that does the same: each waits for the row of the passage.
    """
    with transaction.atomic():
        change = YearChange.objects.filter(ended_at=None).select_for_update(no_key=True, of=("self",)).first()
        if change is None:
            return None
        waiting = [room for room in rooms() if room[0].code not in change.counts]
        if waiting:
            _end_room(change, waiting[0], actor)
        total = len(rooms())
        if len(waiting) <= 1:
            _finish(change, actor)
            return Progress(total, total)
        return Progress(total - len(waiting) + 1, total)


def _end_room(change: YearChange, room: Sequence[YearPart], actor: Account) -> None:
    closing = Closing(change.opens, change.before)
    for part in room:
        change.counts[part.code] = part.end(part.meant(change.school, closing), actor)
    change.save(update_fields=["counts"])


def _finish(change: YearChange, actor: Account) -> None:
    change.ended_at = now()
    change.save(update_fields=["ended_at"])
    school = change.school
    if change.opens > school.opened_year:
        School.objects.filter(pk=school.pk).update(year_opened=change.opens)
    record(
        "operation.open_year",
        actor=actor,
        school=school,
        year=change.label,
        evaluations=change.counts.get("evaluations.Evaluation", 0),
        groups=change.counts.get("schools.Group", 0),
    )
