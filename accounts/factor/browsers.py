"""The browsers by which an account came in: a new one is told to its owner, and he may be spared the factor in some."""

import datetime

from django.db import transaction

from accounts.enums import STAFF
from accounts.factor.notices import NEW_BROWSER
from accounts.models import Account, KnownBrowser, OpenSession
from accounts.notices.services import notify
from accounts.safety.throttle import hidden
from sacoche.kit.clock import now
from sacoche.kit.tenancy import all_schools

TRUSTED_DAYS = 30
# As long as the cookie that names the browser (entrance.devices).
_FORGOTTEN_AFTER = datetime.timedelta(days=180)


def is_trusted(account: Account, name: str) -> bool:
    """Whether the browser of this name is spared the second factor of an account of the open school."""
    if not name:
        return False
    return KnownBrowser.objects.filter(account=account, digest=hidden(name), trusted_until__gt=now()).exists()


@transaction.atomic
def note_browser(
    *, account: Account, name: str, user_agent: str, told: str, is_first_visit: bool, session_key: str, trusts: bool
) -> None:
    """The account has just come in by the browser of this name. One that nobody knew is told to its owner (staff), as
    `told`, unless the account was never opened before. `trusts`: it is spared the factor for thirty days.
    """
    kept, moment = {"user_agent": user_agent[:200], "last_at": now()}, now()
    browser, is_new = KnownBrowser.objects.update_or_create(account=account, digest=hidden(name), defaults=kept)
    if trusts:
        browser.trusted_until = moment + datetime.timedelta(days=TRUSTED_DAYS)
        browser.save(update_fields=["trusted_until"])
    OpenSession.objects.filter(account=account, session_key=session_key).update(browser=browser)
    if is_new and not is_first_visit and account.profile in STAFF:
        notify(NEW_BROWSER, [account], by=None, target=browser.pk, browser=told)


def forget_browser(*, account: Account, pk: int) -> bool:
    """It is asked for the factor again, and told again when it comes back; whether it was known."""
    return bool(KnownBrowser.objects.filter(account=account, pk=pk).delete()[0])


def forget_old_browsers() -> int:
    """Delete, in every school, those that nobody came by for half a year; return how many. For the operator."""
    with all_schools():
        return int(KnownBrowser.objects.filter(last_at__lt=now() - _FORGOTTEN_AFTER).delete()[0])
