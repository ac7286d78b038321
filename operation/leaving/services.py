"""A school says that it leaves, changes its mind, is deleted when its day has come."""

import datetime

from django.db import transaction

from accounts.access.services import decisions
from accounts.models import Account, SpaceRequest
from accounts.safety.throttle import forget_under
from grids.models import PresentPage
from operation.backups.emptying import empty
from operation.backups.nightly import kept_files
from operation.leaving.files import discard_files, files_of, sweep_folders
from sacoche.kit.clock import local, now
from sacoche.kit.journal import record
from sacoche.kit.tenancy import school_scope
from schools.leaving import GRACE, LEAVING, leaves_at
from schools.models import School


def leave(*, actor: Account, school: School) -> datetime.datetime:
    """Say that the school leaves: when it goes. Saying it twice does not put it off."""
    with decisions(school) as decided:
        already = leaves_at(decided)
        if already:
            return already
        at = now() + GRACE
        decided[LEAVING] = {"at": at.isoformat(), "by": actor.display_name, "since": now().isoformat()}
        record("operation.leave", actor=actor, school=school, day=f"{local(at):%d/%m/%Y}")
        return at


def stay(*, actor: Account, school: School) -> bool:
    """The school stays; whether it was leaving."""
    with decisions(school) as decided:
        was_leaving = decided.pop(LEAVING, None) is not None
        if was_leaving:
            record("operation.stay", actor=actor, school=school)
        return was_leaving


def delete_those_that_left() -> int:
    """Delete every school whose day has come, and files of those that are gone; how many. Raises StorageFailed."""
    due = [school for school in School.objects.filter(access__has_key=LEAVING) if _is_due(school)]
    for school in due:
        delete_school(school)
    sweep_folders()
    return len(due)


def _is_due(school: School) -> bool:
    at = leaves_at(school.access)
    return at is not None and at <= now()


def delete_school(school: School) -> None:
    """Delete everything of a school: rows, files, mails, backups of the nights. Raises StorageFailed.

    Stopped in the middle, it is begun again: the rows go together, and files are looked for until none is left.
    """
    with school_scope(school):
        files, number = files_of(school), school.number
        nights = kept_files(school)
        discard_files(files)
        with transaction.atomic():
            empty(school, kept=(School,))
            PresentPage.objects.filter(pk__startswith=f"{school.pk}~").delete()
            SpaceRequest.objects.exclude(uai="").filter(uai=school.uai).delete()
            forget_under(f"ent:{number}")
            School.objects.filter(pk=school.pk).delete()
            record("operation.delete_school", actor=None, school=None, number=number)
    discard_files(files)
    for path in nights:
        path.unlink(missing_ok=True)
    if nights:
        nights[0].parent.rmdir()
