"""The accounts that an import makes: their logins, the passwords they wait for, the table of everybody after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.access.decided import login_pattern
from accounts.enums import EVERYBODY, Profile
from accounts.logins import free_login, make_login
from accounts.models import Account, AccountQuerySet
from imports.brought.extraction import IncomingGuardian, IncomingStaff
from imports.enums import Audience
from imports.models import ImportLine, ImportRun, LineKind
from imports.plan import Decision, KnownPerson
from imports.plan.people import Incoming
from imports.queries.known import audience_of, people_with_login
from sacoche.kit.tenancy import current_school

# A password that nothing matches: the account waits for the labels.
NO_PASSWORD = "!"  # noqa: S105


def profile_of(person: Any) -> Profile:
    """The profile of an account made for somebody of a file."""
    if isinstance(person, IncomingStaff):
        return Profile(person.profile)
    return Profile.TUT if isinstance(person, IncomingGuardian) else Profile.ELV


def new_logins(people: Sequence[Incoming]) -> dict[Any, str]:
    """A free login for each new person, in the order of logins: unique among all."""
    if not people:
        return {}
    taken = {login.lower() for login in Account.objects.order_by().values_list("login", flat=True)}
    patterns = {profile: login_pattern(current_school(), profile) for profile in EVERYBODY}
    logins = {}
    for person in people:
        pattern = patterns[profile_of(person)]
        base = make_login(first_name=person.first_name, last_name=person.last_name, pattern=pattern)
        logins[person] = free_login(base, taken=taken)
        taken.add(logins[person])
    return logins


@dataclass(frozen=True)
class ResultRow:
    """A row of the table of users after the step: every account, the new ones marked, those who left with the day."""

    known: KnownPerson
    login: str
    is_new: bool
    # The run gives his label: he is new, or an earlier import left him without a password.
    is_labelled: bool

    @property
    def place(self) -> str:
        """The reference of his class, or his profile."""
        return self.known.class_reference if self.known.profile == Profile.ELV else Profile(self.known.profile).label


def result_rows(run: ImportRun) -> list[ResultRow]:
    """Everybody of the audience, by class or profile, then name."""
    new = frozenset(new_accounts(run))
    rows = [
        ResultRow(known, login, known.id in new, known.id in new or (known.is_active and password == NO_PASSWORD))
        for known, login, password in people_with_login(audience_of(run))
    ]
    return sorted(rows, key=lambda row: row.place)


def labelled_accounts(run: ImportRun, made: Collection[int] = ()) -> AccountQuerySet:
    """The accounts whose labels the run gives: its own, those left without a password before, and those it has `made`.

    An import that was cancelled, was left alone or came from a command leaves people without a password.
    """
    waiting = without_password(audience_of(run)).values("pk")
    covered = Q(pk__in=new_accounts(run)) | Q(pk__in=waiting) | Q(pk__in=made)
    return Account.objects.filter(covered).select_related("school_class").in_name_order()


def new_accounts(run: ImportRun) -> QuerySet[ImportLine, int]:
    """The ids of the accounts that the run has made."""
    lines = ImportLine.objects.filter(run=run, kind=LineKind.USER, decision=Decision.ADD, is_ticked=True)
    ids: QuerySet[ImportLine, int] = lines.exclude(account_id=None).values_list("account_id", flat=True)
    return ids


def without_password(audience: Audience = Audience.PUPILS) -> AccountQuerySet:
    """The active people of the school who cannot sign in yet."""
    return Account.objects.filter(profile__in=audience.profiles).active().filter(password=NO_PASSWORD)
