"""New logins and passwords for chosen people: made in slices, printed once, by and for the administrator who asks.

Clear text lives in a private file of his, for a day at most.
"""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.db import IntegrityError, transaction

from accounts import credentials
from accounts.access.decided import login_pattern
from accounts.credentials import Slip
from accounts.enums import Profile
from accounts.logins import free_login, make_login
from accounts.models import Account
from accounts.safety.renewal import forget_links
from imports.identities.drafts import ISSUED_FILES, folder_key
from imports.identities.queries import profile_heading
from imports.review.answers import StalePlan
from sacoche.kit.journal import record
from sacoche.kit.private import delete_private_dir, private_dir, write_private
from sacoche.kit.slices import Progress
from schools.labels import short_label
from schools.models import School

_NAME = "issue.json"
_HANDED = "remis"
UNCHANGED = "inchangé"
RANDOM, BIRTH_DATE, NONE = "hasard", "naissance", "garder"


@dataclass(frozen=True)
class Given:
    """What one person gets. `password` is still to be written while he is waiting; empty: his own stays."""

    account_id: int
    is_new_login: bool
    password: str
    is_done: bool = False


class UnprintedPasswords(Exception):
    """Passwords made before wait to be printed, and nobody said that they may go."""


@transaction.atomic
def start(*, owner: Account, given: Sequence[Given]) -> None:
    """Keep what people get, before their passwords are written."""
    _hold(owner)
    _write(owner, given)


def hold(owner: Account, *, may_replace: bool) -> None:
    """Keep the place of new passwords until the end of the transaction. Raises UnprintedPasswords when it is taken.

    To be asked for before any account is written: a slice of passwords holds the place first, then writes accounts.
    """
    _hold(owner)
    if not may_replace and _given(owner) is not None:
        raise UnprintedPasswords


def generate(
    *,
    school: School,
    actor: Account,
    accounts: Sequence[Account],
    is_new_login: bool,
    password: str,
    may_replace: bool = False,
) -> None:
    """Give new logins at once, and prepare new passwords: RANDOM, BIRTH_DATE (random without one) or NONE.

    Raises StalePlan when somebody made or renamed an account at the same moment, and UnprintedPasswords.
    """
    given = [Given(each.pk, is_new_login, _password(each, password)) for each in accounts]
    try:
        with transaction.atomic():
            School.objects.select_for_update(no_key=True).get(pk=school.pk)
            hold(actor, may_replace=may_replace)
            if is_new_login:
                _give_logins(school, accounts)
            record("imports.generate_identities", actor=actor, school=school, number=len(given))
            start(owner=actor, given=given)
    except IntegrityError as error:
        raise StalePlan from error


def _give_logins(school: School, accounts: Sequence[Account]) -> None:
    """The login of each name, as if everybody chosen arrived now, in the order of names."""
    chosen = {account.pk for account in accounts}
    others = Account.objects.exclude(pk__in=chosen).order_by().values_list("login", flat=True)
    taken = {login.lower() for login in others}
    # Two people may swap logins: they leave theirs first.
    Account.objects.bulk_update(_leaving(accounts), ["login"], batch_size=200)
    for account in accounts:
        pattern = login_pattern(school, account.profile)
        base = make_login(first_name=account.first_name, last_name=account.last_name, pattern=pattern)
        account.login = free_login(base, taken=taken)
        taken.add(account.login)
    Account.objects.bulk_update(accounts, ["login"], batch_size=200)


def _leaving(accounts: Sequence[Account]) -> Sequence[Account]:
    for account in accounts:
        account.login = f"#{account.pk}"
    return accounts


def _password(account: Account, wish: str) -> str:
    if wish == NONE:
        return ""
    if wish == BIRTH_DATE and account.profile == Profile.ELV and account.birth_date:
        return f"{account.birth_date:%d%m%Y}"
    return credentials.draw_password(account.profile)


def progress(owner: Account) -> Progress | None:
    """How far the passwords have come; None when nothing is under way."""
    given = _given(owner)
    if given is None:
        return None
    wanted = [each for each in given if each.password]
    return Progress(done=sum(each.is_done for each in wanted), total=len(wanted))


def make_slice(*, owner: Account) -> None:
    """Write as many of the passwords as fit in a slice under a second.

    Nothing is written when these passwords were given up, or others asked for, while this slice was being hashed.
    """
    given = _given(owner)
    if not given:
        return
    waiting = [each for each in given if each.password and not each.is_done]
    hashes = credentials.hash_first_passwords([each.password for each in waiting])
    with transaction.atomic():
        _hold(owner)
        if _given(owner) != given:
            return
        accounts = [
            Account(pk=each.account_id, school_id=owner.school_id, password=hashed)
            for each, hashed in zip(waiting, hashes, strict=False)
        ]
        Account.objects.bulk_update(accounts, ["password"], batch_size=200)
        forget_links(accounts)
        done = {account.pk for account in accounts}
        # Written before the transaction ends: an account with a new password always has its label.
        _write(owner, [replace(each, is_done=each.is_done or each.account_id in done) for each in given])


def note_handed(owner: Account) -> None:
    """The sheet of these identifiers was downloaded: nothing asks about it any more."""
    write_private(_path(owner, _HANDED), b"")


def is_handed(owner: Account) -> bool:
    """Whether nothing would be lost with these files: their sheet was downloaded, or there is none."""
    has_passwords = any(each.password for each in _given(owner) or [])
    return not has_passwords or _path(owner, _HANDED).exists()


@transaction.atomic
def forget(owner: Account) -> None:
    """Delete the passwords made, once taken or given up; harmless when there are none."""
    _hold(owner)
    delete_private_dir(ISSUED_FILES, folder_key(owner))


def slips(owner: Account) -> list[Slip]:
    """What each person is given, once everything is written."""
    given = {each.account_id: each for each in _given(owner) or []}
    accounts = Account.objects.filter(pk__in=given).select_related("school_class").in_name_order()
    return [_slip(account, given[account.pk]) for account in accounts]


def _slip(account: Account, given: Given) -> Slip:
    return Slip(
        heading=profile_heading(account),
        file_heading=short_label(account.school_class) if account.school_class else "",
        last_name=account.last_name,
        first_name=account.first_name,
        login=account.login,
        password=given.password or UNCHANGED,
        sconet_id=str(account.sconet_id or ""),
        elenoet=account.elenoet,
        reference=account.reference,
    )


def _hold(owner: Account) -> None:
    """Until the end of the transaction, nobody else writes or deletes the private file of this administrator."""
    Account.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _given(owner: Account) -> list[Given] | None:
    with contextlib.suppress(FileNotFoundError):
        return [Given(**each) for each in json.loads(_path(owner).read_bytes())]
    return None


def _write(owner: Account, given: Sequence[Given]) -> None:
    _path(owner, _HANDED).unlink(missing_ok=True)
    write_private(_path(owner), json.dumps([asdict(each) for each in given]).encode())


def _path(owner: Account, name: str = _NAME) -> Path:
    return private_dir(ISSUED_FILES, folder_key(owner)) / name
