"""How an account is found again at each request."""

from typing import Any

from accounts.models import Account


class LocalBackend:
    """Accounts of this server. Signing in goes through accounts.signin, which knows the school and the locks."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, with its school and its link to other accounts, or None once it has left."""
        # _base_manager: the school is not open yet, it is this account that opens it.
        found = Account._base_manager.select_related("school", "linked").filter(pk=user_id)
        account = next(iter(found), None)
        return account if account and account.is_active else None
