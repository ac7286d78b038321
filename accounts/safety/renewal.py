"""A new password: whatever the former one had opened is closed."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Account, LinkedAccount
from accounts.safety.open_sessions import close_other_sessions, trust_no_browser
from accounts.safety.owners import forget_failures


@transaction.atomic
def renew_password(*, account: Account, password_hash: str, kept_key: str | None = None) -> bool:
    """Replace the password; the sessions end but the one of `kept_key`, and so do the links to other accounts.

    Whoever knew the former password may have linked an account of their own. The locks of wrong tries end too: the
    new password opens at once. The hash is made by the caller, outside the transaction. Answers whether there was a
    link.
    """
    account.password, account.must_renew_password = password_hash, False
    account.save(update_fields=["password", "must_renew_password"])
    close_other_sessions(account=account, kept_key=kept_key)
    trust_no_browser(account)
    forget_failures(account)
    return forget_links([account]) > 0


def forget_links(accounts: Iterable[Account]) -> int:
    """These accounts, which have a new password, are no longer opened from another one. Answers how many were."""
    links = LinkedAccount.objects.filter(account__in=[account.pk for account in accounts])
    persons = set(links.values_list("person", flat=True))
    number, _ = links.delete()
    LinkedAccount.objects.forget_sets_of_one(persons)
    return int(number)
