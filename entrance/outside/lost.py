"""« Identifiants perdus »: an e-mail to whoever owns the address, a link that dies when it has served."""

import datetime
from collections.abc import Callable, Iterable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.urls import reverse

from accounts.mail import queue_mail
from accounts.models import Account
from accounts.safety import throttle
from accounts.safety.renewal import renew_password
from accounts.safety.throttle import LONGEST_LOCK, Counter, hidden, network_of
from sacoche.kit.access import may
from sacoche.kit.addresses import absolute_url
from sacoche.kit.clock import now
from sacoche.kit.journal import record
from sacoche.kit.tenancy import all_schools, school_scope
from sacoche.kit.text import folded
from schools.models import School

_INTRODUCTION = (
    "Bonjour,\n\n"
    "Quelqu'un a demandé à retrouver les identifiants SACoche qui ont cette adresse e-mail\n"
    "dans l'établissement « {school} ».\n"
)
_CONCLUSION = (
    "\nLes liens servent une seule fois, dans les 24 heures.\n"
    "Si vous n'avez rien demandé, ne faites rien : vos identifiants n'ont pas changé.\n"
)
_WITHOUT_LINK = "Mot de passe : l'établissement ne permet pas de le changer ici, un administrateur peut le refaire."


class _Links(PasswordResetTokenGenerator):
    """What makes a link die: a day, a sign-in, another password, another e-mail address."""

    def _now(self) -> datetime.datetime:
        # In UTC: the local clock would give an hour more, or less, when the season's hour changes.
        return now().replace(tzinfo=None)


links = _Links()


class LinkServed(Exception):
    """The link opened the account when the page was read, and no longer does: it has just served."""


def ask_for_codes(*, school: School, email: str, address: str) -> None:
    """Send to whoever owns this e-mail address, or the account of this login, the logins of the accounts that hold it,
    with links to new passwords. `email`: what was typed, an address when there is « @ » in it, else a login.

    The mail goes to the address as it is stored, never as it was typed: a look-alike (`gmaıl.com`) that a database
    would hold for the same belongs to somebody else. Nothing tells the one who asks whether there are any accounts.
    Raises throttle.Locked when too much was asked for.
    """
    counters = [
        Counter(f"lost:{hidden(folded(email))}", limit=5, longest=LONGEST_LOCK),
        Counter(f"lost:@{network_of(address)}", limit=40),
    ]
    throttle.refuse_when_locked(counters)
    throttle.count_failure(counters)
    with school_scope(school), transaction.atomic():
        for stored, accounts in _accounts_by_address(email).items():
            body = _INTRODUCTION.format(school=school) + _listing(accounts) + _CONCLUSION
            queue_mail(school=school, recipient=stored, subject="SACoche : vos identifiants", body=body)


def _accounts_by_address(typed: str) -> dict[str, list[Account]]:
    """The active accounts of the open school that hold this address, under each spelling of it that is stored; or the
    one of this login, under its address.
    """
    if "@" not in typed:
        of_login = Account.objects.active().called(typed).exclude(email="").select_related("school")
        return {account.email: [account] for account in of_login}
    wanted = folded(typed)
    known = Account.objects.active().exclude(email="").values_list("pk", "email")
    pks = [pk for pk, stored in known if folded(stored) == wanted]
    found: dict[str, list[Account]] = {}
    for account in Account.objects.filter(pk__in=pks).select_related("school").in_name_order():
        found.setdefault(account.email, []).append(account)
    return found


def _listing(accounts: Iterable[Account]) -> str:
    return "".join(
        f"\n{account.display_name} ({account.get_profile_display()})\n"
        f"Identifiant : {account.login}\n"
        f"{_way_to_a_password(account)}\n"
        for account in accounts
    )


def _way_to_a_password(account: Account) -> str:
    if not may(account, "accounts.change_password"):
        return _WITHOUT_LINK
    path = reverse("accounts:choose_password", args=[account.pk, links.make_token(account)])
    return f"Choisir un nouveau mot de passe : {absolute_url(path)}"


def account_of_link(pk: int, token: str) -> Account | None:
    """The account that a link opens, or None: unknown, too old, already served (a sign-in or a new password), or the
    school no longer lets its people change their passwords.
    """
    with all_schools():
        account: Account | None = Account.objects.active().select_related("school").filter(pk=pk).first()
    return account if account and link_opens(account, token) else None


def link_opens(account: Account, token: str) -> bool:
    """Whether this link opens the account as it is now."""
    is_alive = account.is_active and account.school is not None and links.check_token(account, token)
    return is_alive and may(account, "accounts.change_password")


def choose_password(*, account: Account, password: str, still_opens: Callable[[Account], bool]) -> None:
    """Give the account the password chosen through a link.

    `still_opens` says again, of the account as it is once nobody else can change it, whether the link opens it: of
    several requests at once, one alone is served. Raises LinkServed for the others.
    """
    password_hash = make_password(password)
    with school_scope(account.school), transaction.atomic():
        locked = (
            Account.objects.select_for_update(no_key=True, of=("self",)).select_related("school").get(pk=account.pk)
        )
        if not still_opens(locked):
            raise LinkServed
        renew_password(account=locked, password_hash=password_hash)
        record("accounts.choose_password", actor=locked, school=locked.school)
