"""Which pages a device may keep, and whose they are: told to its worker by a header of each page.

The worker keeps nothing until somebody asked it on that device, and empties all as soon as a page is somebody else's.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.enums import Profile
from accounts.models import Account

HEADER = "Sacoche-Pages"
_FAMILIES = (Profile.ELV, Profile.TUT)
# Pages that are read; not those where a password or an address is changed.
_ROOMS = ("bilans", "evaluations")
GetResponse = Callable[[HttpRequest], HttpResponse]


def device_key(account: Account) -> str:
    """What tells an account from another on a device, and says nothing of whose it is."""
    return salted_hmac("sacoche.offline", str(account.pk)).hexdigest()[:20]


def kept_pages(get_response: GetResponse) -> GetResponse:
    """Say on each page of a family whose it is, and whether its device may keep it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = request.user
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and isinstance(user, Account) and user.profile in _FAMILIES:
            kept = "; keep" if _is_read_again(request, response) else ""
            response[HEADER] = f"{device_key(user)}{kept}"
        return response

    return middleware


def _is_read_again(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    if request.method != "GET" or response.status_code != 200 or match is None:
        return False
    return match.view_name == "home" or match.namespace in _ROOMS
