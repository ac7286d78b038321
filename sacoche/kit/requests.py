"""The type of the requests that views receive once the middleware has done its work."""

from typing import Any

from django.http import HttpRequest


class SchoolRequest(HttpRequest):
    """A request of a signed-in person: `user` is an account, `school` is his school, whose scope is open."""

    user: Any
    school: Any
    htmx: Any


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which needs data rather than a page."""
    return "application/json" in request.headers.get("Accept", "")


def is_of_another_account(request: HttpRequest) -> bool:
    """Whether the page that asks was drawn for somebody else than who is signed in now.

    A page whose clicks are signed says for whom it was drawn (X-Account, an account number).
    """
    drawn_for = request.headers.get("X-Account")
    return drawn_for is not None and drawn_for != str(request.user.pk)
