"""What an ENT says by itself, from server to server: somebody left."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError

from accounts.safety.open_sessions import close_by_ticket
from entrance.cas import tickets
from entrance.cas.answers import MAX_LOGOUT, read_logout
from entrance.cas.faults import CasFault

# A form encodes a letter in three.
_LONGEST_LOGOUT_BODY = 3 * MAX_LOGOUT + 100
# A field of that name, not words that somebody typed: these are encoded.
_LOGOUT_FIELD = re.compile(rb"(?:^|&)logoutRequest=")


def single_logout(request: HttpRequest) -> HttpResponse | None:
    """The ENT says, server to server, that somebody left: the session that his ticket opened ends here too. None for
    any other request.

    It is said at whichever address of the site the ENT was given: the ticket, which nobody else can guess, is enough.
    The same answer whether there is such a session or not.
    """
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return None
    if _is_too_long(request):
        # Not even received where an ENT alone sends anything; elsewhere it is a long form of somebody.
        return HttpResponseBadRequest() if "sso" in request.GET else None
    if not _names_a_logout(request):
        return None
    try:
        ticket = read_logout(request.POST.get("logoutRequest", "").encode())
    except CasFault:
        return HttpResponseBadRequest()
    close_by_ticket(ticket_digest=tickets.digest(ticket))
    return HttpResponse(status=200)


def _names_a_logout(request: HttpRequest) -> bool:
    try:
        return bool(_LOGOUT_FIELD.search(request.body))
    except UnreadablePostError:
        # Whoever was sending this has gone: the next to read it says so.
        return False


def _is_too_long(request: HttpRequest) -> bool:
    """Whether this announces more than a logout holds."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    return not announced.isdigit() or int(announced) > _LONGEST_LOGOUT_BODY
