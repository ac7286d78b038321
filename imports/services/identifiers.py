"""First passwords of the people who wait for one, new ones above all: drawn when the labels are asked for, in slices.

Clear text lives in sealed notes of the run, one for each administrator who asked, who alone may read it.
"""

import json
from typing import Any

from django.db import transaction

from accounts import credentials
from accounts.credentials import Slip
from accounts.enums import Profile
from accounts.models import Account, AccountQuerySet
from documents.handing import slip_of
from documents.notes import read_note, read_notes, write_note
from imports.models import ImportRun
from imports.queries import NO_PASSWORD, labelled_accounts, new_accounts
from imports.services import FILES, RunGone
from imports.services.traces import keep, password_mark
from sacoche.kit.journal import record
from sacoche.kit.slices import Progress
from sacoche.kit.stored import read, store

# The kind of the notes: the password of each account, by its number.
CLEAR_TEXT = "import"
# The file of the accounts whose passwords that administrator has taken, as labels or as a table.
HANDED = "remis-{maker}.json"


class NotTheMaker(Exception):
    """Another administrator asked for these passwords: nobody else may read them."""


def progress(run: ImportRun) -> Progress:
    """How many of the accounts whose labels the run gives have their password."""
    accounts = _labelled(run)
    return Progress(done=accounts.exclude(password=NO_PASSWORD).count(), total=accounts.count())


def _labelled(run: ImportRun) -> AccountQuerySet:
    made = [int(pk) for _, clear in read_notes(kind=CLEAR_TEXT, subject=run.key) for pk in clear]
    return labelled_accounts(run, made)


@transaction.atomic
def ask_for_passwords(*, run: ImportRun, actor: Account) -> None:
    """Note who asks: he alone will read those that he makes. A second call changes nothing.

    Whoever takes over makes those that are still to be made. Raises NotTheMaker when there are none left, RunGone.
    """
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not locked.is_open or not locked.has_done("utilisateurs"):
        raise RunGone
    if locked.credentials_by_id == actor.pk:
        return
    waiting = progress(run).waiting
    if locked.credentials_by_id is not None and not waiting:
        raise NotTheMaker
    locked.credentials_by = actor
    locked.save(update_fields=["credentials_by"])
    record("imports.make_passwords", actor=actor, school=run.school, number=waiting)


def make_slice(*, run: ImportRun, actor: Account) -> Progress:
    """Give their password to as many accounts as fit in a slice under a second. Raises NotTheMaker, RunGone."""
    ask_for_passwords(run=run, actor=actor)
    profiles = dict(_labelled(run).filter(password=NO_PASSWORD).values_list("pk", "profile"))
    drawn = [credentials.draw_password(profile) for profile in profiles.values()]
    hashes = credentials.hash_first_passwords(drawn)
    _give(run, actor, [*zip(profiles, drawn, hashes, strict=False)])
    return progress(run)


@transaction.atomic
def _give(run: ImportRun, actor: Account, made: list[tuple[int, str, str]]) -> None:
    """Write the hashes, and their clear text in the note of `actor`."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not locked.is_open:
        raise RunGone
    still_waiting = set(_labelled(run).filter(password=NO_PASSWORD).values_list("pk", flat=True))
    made = [row for row in made if row[0] in still_waiting]
    accounts = [Account(pk=pk, school_id=run.school_id, password=hashed) for pk, _, hashed in made]
    Account.objects.bulk_update(accounts, ["password"], batch_size=200)
    # Of the accounts that this import made, and would take away: another password is one that was given since.
    new = set(new_accounts(run))
    keep(run, Account, ((pk, {}, {"password": password_mark(hashed)}) for pk, _, hashed in made if pk in new))
    clear = _clear(run, actor) | {str(pk): password for pk, password, _ in made}
    write_note(owner=actor, kind=CLEAR_TEXT, subject=run.key, value=clear)


def slips(*, run: ImportRun, actor: Account) -> list[Slip]:
    """What each person is given whose password `actor` made. Raises NotTheMaker when somebody else made them all."""
    clear = _clear(run, actor)
    if not clear and run.credentials_by_id != actor.pk:
        raise NotTheMaker
    return [
        slip_of(account, heading=_heading(account), password=clear[str(account.pk)])
        for account in _labelled(run)
        if str(account.pk) in clear
    ]


def note_handed(*, run: ImportRun, actor: Account) -> None:
    """The passwords that `actor` made are in his hands: nothing asks about them any more. Raises StorageFailed.

    Nothing of the school is written: the mark is a file of the run, and goes with it.
    """
    handed = list(_clear(run, actor))
    store(FILES, run.key, HANDED.format(maker=actor.pk), json.dumps(handed).encode())


def unhanded(run: ImportRun) -> int:
    """How many passwords were made, by anybody, and never taken: they would be lost with the run."""
    made: set[str] = set()
    handed: set[str] = set()
    for maker, clear in read_notes(kind=CLEAR_TEXT, subject=run.key):
        made.update(clear)
        handed.update(json.loads(read(FILES, run.key, HANDED.format(maker=maker)) or b"[]"))
    return len(made - handed)


def _heading(account: Account) -> str:
    """The class of a pupil, the profile of anybody else."""
    if account.profile != Profile.ELV:
        return account.get_profile_display()
    return account.school_class.label if account.school_class else "Sans classe"


def _clear(run: ImportRun, maker: Account) -> dict[str, Any]:
    return read_note(owner=maker, kind=CLEAR_TEXT, subject=run.key) or {}
