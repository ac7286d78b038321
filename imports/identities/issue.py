"""New logins and passwords for chosen people: made in slices, printed once, by and for the administrator who asks.

Clear text lives in a sealed note of his, for a day at most.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from django.db import IntegrityError, transaction

from accounts import credentials
from accounts.access.decided import login_pattern
from accounts.credentials import Slip
from accounts.enums import Profile
from accounts.logins import free_login, make_login
from accounts.models import Account
from accounts.safety.renewal import forget_links
from documents.handing import slip_of
from documents.notes import drop_note, read_note, write_note
from imports.identities.drafts import folder_key
from imports.identities.queries import profile_heading
from imports.review.answers import StalePlan
from sacoche.kit.journal import record
from sacoche.kit.slices import Progress
from sacoche.kit.stored import read, store
from schools.models import School

# The kind of the note, and that of the marks in the private storage.
_NOTE, HANDED = "issue", "issued_identities"
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
    _write(owner, given, uuid.uuid4().hex)


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
    sheet = _sheet(owner)
    if not sheet.given:
        return
    waiting = [each for each in sheet.given if each.password and not each.is_done]
    hashes = credentials.hash_first_passwords([each.password for each in waiting])
    with transaction.atomic():
        _hold(owner)
        if _sheet(owner) != sheet:
            return
        accounts = [
            Account(pk=each.account_id, school_id=owner.school_id, password=hashed)
            for each, hashed in zip(waiting, hashes, strict=False)
        ]
        Account.objects.bulk_update(accounts, ["password", "must_renew_password"], batch_size=200)
        forget_links(accounts)
        done = {account.pk for account in accounts}
        given = [replace(each, is_done=each.is_done or each.account_id in done) for each in sheet.given]
        _write(owner, given, sheet.stamp)


def note_handed(owner: Account) -> None:
    """The sheet of these identifiers was downloaded: nothing asks about it any more. Raises StorageFailed."""
    store(HANDED, folder_key(owner), _sheet(owner).stamp, b"1")


def is_handed(owner: Account) -> bool:
    """Whether nothing would be lost with these passwords: their sheet was downloaded, or there is none."""
    sheet = _sheet(owner)
    has_passwords = any(each.password for each in sheet.given)
    return not has_passwords or read(HANDED, folder_key(owner), sheet.stamp) is not None


@transaction.atomic
def forget(owner: Account) -> None:
    """Delete the passwords made, once taken or given up; harmless when there are none."""
    _hold(owner)
    drop_note(owner=owner, kind=_NOTE)


def slips(owner: Account) -> list[Slip]:
    """What each person is given, once everything is written."""
    given = {each.account_id: each for each in _given(owner) or []}
    accounts = Account.objects.filter(pk__in=given).select_related("school_class").in_name_order()
    return [
        slip_of(account, heading=profile_heading(account), password=given[account.pk].password or UNCHANGED)
        for account in accounts
    ]


def _hold(owner: Account) -> None:
    """Until the end of the transaction, nobody else writes or deletes the note of this administrator."""
    Account.objects.select_for_update(no_key=True).get(pk=owner.pk)


@dataclass(frozen=True)
class _Sheet:
    """What was asked for at one time; `stamp` tells it from what is asked for next."""

    given: Sequence[Given] = ()
    stamp: str = ""


def _sheet(owner: Account) -> _Sheet:
    kept = read_note(owner=owner, kind=_NOTE)
    return _Sheet([Given(**each) for each in kept["given"]], kept["stamp"]) if kept else _Sheet()


def _given(owner: Account) -> Sequence[Given] | None:
    sheet = _sheet(owner)
    return sheet.given if sheet.stamp else None


def _write(owner: Account, given: Sequence[Given], stamp: str) -> None:
    write_note(owner=owner, kind=_NOTE, value={"stamp": stamp, "given": [asdict(each) for each in given]})
