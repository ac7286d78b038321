"""How an account is found again at each request."""

from typing import Any

from accounts.models import Account
from sacoche.kit.tenancy import all_schools


class LocalBackend:
    """Accounts of this server. Signing in goes through accounts.signin, which knows the school and the locks."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, with its school and its link to other accounts, or None once it has left."""
        # The school is not open yet: it is this account that opens it.
        with all_schools():
            account = next(iter(Account.objects.select_related("school", "linked").filter(pk=user_id)), None)
        return account if account and account.is_active else None
