"""Writes on one account at a time, whatever its profile: open, change, retire, reinstate, give a password.

Each verb is one transaction; passwords are hashed before it begins. `actor` is an account, or None for a command.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.access.decided import ProfileClosed, is_open_profile, login_pattern
from accounts.enums import Profile
from accounts.logins import free_login, make_login
from accounts.models import Account
from accounts.people.queries import Conflicts, conflicts_of
from accounts.safety.renewal import renew_password
from sacoche.kit.clock import today
from sacoche.kit.journal import record
from schools.models import School

# What an edit page may change, in the order in which the journal names it.
_EDITABLE = (
    "last_name",
    "first_name",
    "profile",
    "login",
    "school_class",
    "gender",
    "birth_date",
    "email",
    "sconet_id",
    "elenoet",
    "reference",
    "id_ent",
    "id_gepi",
)


class AccountConflict(Exception):
    """Somebody of the school already has what must be his alone. `conflicts`: who, by name of field."""

    def __init__(self, conflicts: Conflicts) -> None:
        super().__init__(sorted(conflicts))
        self.conflicts = conflicts


class CannotRetire(Exception):
    """The account must stay open; the message says why, in French."""


def open_account(
    *, actor: Account | None, account: Account, password: str, login: str = "", may_be_homonym: bool = False
) -> None:
    """Save a new account, filled in but for its login and password.

    Without `login`, one is made from the name. Raises AccountConflict when the
    login or an identifier is held by somebody else, or when somebody has this very name: a second click on the
    button must not make a second person, so homonyms are asked for.
    """
    account.password = make_password(password)
    with _one_writer_at_a_time(account):
        account.login = login or _free_login_for(account)
        _refuse_conflicts(account, ignoring={"name"} if may_be_homonym else set())
        account.save()
        record("accounts.create", actor=actor, school=account.school, **_who(account))


def update_account(*, actor: Account | None, account: Account) -> None:
    """Save the changes made on `account`; login and password stay unless they were changed on purpose.

    Raises AccountConflict. Nothing is written, not even in the journal, when nothing has changed.
    """
    with _one_writer_at_a_time(account):
        changed = _changed_fields(account)
        if not changed:
            return
        # A clash that was already there, from a file, must not stop another change.
        _refuse_conflicts(account, ignoring={"name", *_EDITABLE} - set(changed))
        # Given by the school again, the address may follow its files.
        account.is_email_own = account.is_email_own and "email" not in changed
        # The rest of the row may be out of date: somebody may have retired the account or changed its password.
        account.email_to_confirm = "" if "email" in changed else account.email_to_confirm
        of_email = ["is_email_own", "email_to_confirm"] if "email" in changed else []
        account.save(update_fields=[*changed, "sort_key", *of_email])
        fields = ", ".join(str(Account._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
        record("accounts.update", actor=actor, school=account.school, fields=fields, **_who(account))


@transaction.atomic
def retire_account(*, actor: Account | None, account: Account, on: datetime.date | None = None) -> None:
    """Close an account from the day `on` (today): it keeps everything and can come back.

    Raises CannotRetire for an administrator who would close his own account, or the last one that stays open.
    """
    if account.profile == Profile.ADM:
        _keep_an_administrator(actor, leaving=account)
    account.left_on = on or today()
    account.save(update_fields=["left_on"])
    record("accounts.retire", actor=actor, school=account.school, on=f"{account.left_on:%d/%m/%Y}", **_who(account))


@transaction.atomic
def reinstate_account(*, actor: Account | None, account: Account) -> None:
    """Open a closed account again, with its login, its password and all that it held; harmless when it is open.

    Raises ProfileClosed when the school no longer works with its profile.
    """
    if account.left_on is None:
        return
    if account.school and not is_open_profile(account.school, account.profile):
        raise ProfileClosed(account.profile)
    account.left_on = None
    account.save(update_fields=["left_on"])
    record("accounts.reinstate", actor=actor, school=account.school, **_who(account))


def give_password(*, actor: Account | None, account: Account, password: str) -> None:
    """Replace the password of an account."""
    password_hash = make_password(password)
    with transaction.atomic():
        renew_password(account=account, password_hash=password_hash)
        record("accounts.give_password", actor=actor, school=account.school, **_who(account))


@contextmanager
def _one_writer_at_a_time(account: Account) -> Iterator[None]:
    """A transaction in which nobody else makes or renames an account of the school: no login is found free twice."""
    try:
        with transaction.atomic():
            _lock_school_of(account)
            yield
    except IntegrityError as error:
        raise AccountConflict(conflicts_of(account)) from error


def _keep_an_administrator(actor: Account | None, *, leaving: Account) -> None:
    if actor == leaving:
        raise CannotRetire("Vous ne pouvez pas retirer votre propre compte : demandez-le à un autre administrateur.")
    # Two administrators who retire each other at the same time wait for one another here.
    _lock_school_of(leaving)
    if not Account.objects.filter(profile=Profile.ADM, left_on=None).exclude(pk=leaving.pk).exists():
        raise CannotRetire("C'est le dernier administrateur de l'établissement : créez-en d'abord un autre.")


def _lock_school_of(account: Account) -> None:
    assert account.school is not None
    School.objects.select_for_update(no_key=True).get(pk=account.school.pk)


def _free_login_for(account: Account) -> str:
    assert account.school is not None
    pattern = login_pattern(account.school, account.profile)
    base = make_login(first_name=account.first_name, last_name=account.last_name, pattern=pattern)
    near = Account.objects.filter(Q(login_key__startswith=base) | Q(login_key="")).values_list("login", flat=True)
    return free_login(base, taken={login.lower() for login in near})


def _refuse_conflicts(account: Account, *, ignoring: set[str]) -> None:
    conflicts = {field: holder for field, holder in conflicts_of(account).items() if field not in ignoring}
    if conflicts:
        raise AccountConflict(conflicts)


def _changed_fields(account: Account) -> list[str]:
    stored = Account.objects.get(pk=account.pk)
    return [name for name in _EDITABLE if getattr(stored, name) != getattr(account, name)]


def _who(account: Account) -> dict[str, str]:
    return {"person": account.full_name, "profile": account.get_profile_display()}
