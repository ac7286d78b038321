"""What a browser was asked about a passkey, kept in its session until it answers, once."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import JsonResponse

_KEY = "passkey_asked"


def keep_state(session: SessionBase, state: dict[str, Any]) -> None:
    """In the place of what was asked before."""
    session[_KEY] = state


def take_state(session: SessionBase) -> dict[str, Any] | None:
    """What was asked, which an answer to serves once."""
    state: dict[str, Any] | None = session.pop(_KEY, None)
    return state


def answer_with_options(options: dict[str, Any]) -> JsonResponse:
    """What static/js/passkey.js gives to the browser."""
    return JsonResponse(options)
