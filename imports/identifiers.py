"""First passwords of the accounts that a run has made: drawn when the labels are asked for, in slices.

Clear text lives in one private file of the run, which only the administrator who asked may read (spec §4.4).
"""

import json
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from accounts import credentials
from accounts.credentials import Slip
from accounts.models import Account
from imports.models import ImportRun, Stage
from imports.queries import new_accounts
from imports.services import FILES, NO_PASSWORD, RunGone
from sacoche.kit.files import private_dir, write_private
from sacoche.kit.journal import record

CLEAR_TEXT = "identifiants.json"


class NotTheMaker(Exception):
    """Another administrator asked for these passwords: nobody else may read them."""


@dataclass(frozen=True)
class Progress:
    """How many of the new accounts have their password."""

    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.done >= self.total


def progress(run: ImportRun) -> Progress:
    """How far the making of passwords has come."""
    accounts = new_accounts(run)
    return Progress(done=accounts.exclude(password=NO_PASSWORD).count(), total=accounts.count())


@transaction.atomic
def ask_for_passwords(*, run: ImportRun, actor: Account) -> None:
    """Note who asked: he alone will read them. A second call changes nothing. Raises NotTheMaker, RunGone."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not locked.is_open or locked.stage != Stage.USERS_APPLIED:
        raise RunGone
    if locked.credentials_by_id is None:
        locked.credentials_by = actor
        locked.save(update_fields=["credentials_by"])
        number = new_accounts(run).count()
        record("imports.make_passwords", actor=actor, school=run.school, number=number)
    elif locked.credentials_by_id != actor.pk:
        raise NotTheMaker


def make_slice(*, run: ImportRun, actor: Account) -> Progress:
    """Give their password to as many accounts as fit in a slice under a second. Raises NotTheMaker, RunGone."""
    ask_for_passwords(run=run, actor=actor)
    waiting = list(new_accounts(run).filter(password=NO_PASSWORD).values_list("pk", flat=True))
    drawn = [credentials.draw_password() for _ in waiting]
    hashes = credentials.hash_first_passwords(drawn)
    _give(run, [*zip(waiting, drawn, hashes, strict=False)])
    return progress(run)


@transaction.atomic
def _give(run: ImportRun, made: list[tuple[int, str, str]]) -> None:
    """Write the hashes, and their clear text in the file of the run.

    The file is written before the transaction ends: an account with a password always has its label; killed between
    the two, the account still waits, and its next password replaces this one in the file.
    """
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not locked.is_open:
        raise RunGone
    still_waiting = set(new_accounts(run).filter(password=NO_PASSWORD).values_list("pk", flat=True))
    made = [row for row in made if row[0] in still_waiting]
    accounts = [Account(pk=pk, school_id=run.school_id, password=hashed) for pk, _, hashed in made]
    Account.objects.bulk_update(accounts, ["password"], batch_size=200)
    clear = _read(run) | {str(pk): password for pk, password, _ in made}
    write_private(_path(run), json.dumps(clear).encode())


def slips(*, run: ImportRun, actor: Account) -> list[Slip]:
    """What each new pupil is given. Raises NotTheMaker when another administrator made the passwords."""
    if run.credentials_by_id != actor.pk:
        raise NotTheMaker
    clear = _read(run)
    return [_slip(account, clear[str(account.pk)]) for account in new_accounts(run) if str(account.pk) in clear]


def _slip(account: Account, password: str) -> Slip:
    return Slip(
        heading=account.school_class.name if account.school_class else "Sans classe",
        last_name=account.last_name,
        first_name=account.first_name,
        login=account.login,
        password=password,
        sconet_id=str(account.sconet_id or ""),
        elenoet=account.elenoet,
        reference=account.reference,
    )


def _read(run: ImportRun) -> dict[str, str]:
    try:
        clear: dict[str, str] = json.loads(_path(run).read_bytes())
    except FileNotFoundError:
        return {}
    return clear


def _path(run: ImportRun) -> Path:
    return private_dir(FILES, run.key) / CLEAR_TEXT
