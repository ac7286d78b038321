"""To the sign-in server of an ENT, and back."""

import secrets

from django.contrib import messages
from django.contrib.auth import logout as close_session
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.cas import refusals, services, tickets
from accounts.cas.answers import MAX_LOGOUT, read_logout
from accounts.cas.departures import note_departure, take_departure
from accounts.cas.faults import CasFault, TicketRefused
from accounts.cas.refusals import Refusal, refusal_of
from accounts.cas.servers import CasServer, ent_name, is_manual, server_of
from accounts.entrance.addresses import entrance_query
from accounts.entrance.open_sessions import close_by_ticket, forget_session
from accounts.entrance.throttle import Locked
from accounts.entrance.views.chosen_school import remember_school
from accounts.entrance.views.opening import open_session
from accounts.models import Account
from sacoche.kit.reads import get_that_writes
from sacoche.kit.requests import client_address
from schools.models import School

_REASONS_TO_REFUSE = (Locked, tickets.Malformed, TicketRefused, CasFault, tickets.Unknown, tickets.Left, tickets.Closed)
# A form encodes a letter in three.
_LONGEST_LOGOUT_BODY = 3 * MAX_LOGOUT + 100


def start_or_finish(request: HttpRequest, school: School, target: str) -> HttpResponse:
    """Send the browser to the ENT of this school, or let in who comes back from it with a ticket.

    `target` is the local path to go to afterwards. The caller made sure that the school uses an ENT, is open, and that
    the browser keeps cookies.
    """
    server = server_of(school)
    if server is None:
        closed = refusals.MANUAL_CLOSED if is_manual(school) else refusals.NOT_READY
        return _refuse(request, school, closed, target=target)
    ticket = request.GET.get("ticket", "")
    if not ticket:
        return _leave(request, school, server, target)
    departure = take_departure(request.session, school=school)
    if departure:
        target = departure.target
    if departure is None or not departure.is_recent:
        # Somebody else's ticket may have been put in a link, to have this person work in another's account.
        return _leave(request, school, server, target)
    return _come_back(request, school, server, ticket, target)


def _leave(request: HttpRequest, school: School, server: CasServer, target: str) -> HttpResponse:
    note_departure(request.session, school=school, target=target)
    return HttpResponseRedirect(server.login_address(school))


def target_of_return(request: HttpRequest, school: School) -> str:
    """Where to go who comes back from the ENT and is already in: another tab was there first."""
    departure = take_departure(request.session, school=school) if "ticket" in request.GET else None
    return departure.target if departure else ""


def _come_back(request: HttpRequest, school: School, server: CasServer, ticket: str, target: str) -> HttpResponse:
    address = client_address(request)
    try:
        services.refuse_bad_tickets(school=school, address=address)
        identity = tickets.validate(server=server, school=school, ticket=ticket)
        account = tickets.account_of(server=server, school=school, identity=identity)
    except _REASONS_TO_REFUSE as error:
        if isinstance(error, TicketRefused):
            with get_that_writes():
                services.count_bad_ticket(school=school, address=address)
        return _refuse(request, school, refusal_of(error), target=target)
    with get_that_writes():
        return _let_in(request, school, account, tickets.digest(ticket), target)


def _let_in(request: HttpRequest, school: School, account: Account, ticket_digest: str, target: str) -> HttpResponse:
    """A session of its own, under a new key, at an address without the ticket."""
    if request.user.is_authenticated:
        forget_session(session_key=request.session.session_key)
        close_session(request)
    _drop_messages(request)
    open_session(request, account, ticket_digest=ticket_digest)
    response = redirect(target or "home")
    remember_school(response, school, through_ent=True)
    return response


def _drop_messages(request: HttpRequest) -> None:
    """« Votre session a été fermée : reconnectez-vous » was for the page that the ENT made needless."""
    list(messages.get_messages(request))


def _refuse(request: HttpRequest, school: School, refusal: Refusal, *, target: str = "") -> HttpResponse:
    with get_that_writes():
        incident = services.note_incident(school=school, what=refusal.what)
    server = server_of(school) if refusal.is_of_person else None
    again = entrance_query(school, next=target)
    context = {
        "refusal": refusal,
        "leave": server.logout_address(school) if server else "",
        "incident": incident,
        "school": school,
        "again": again,
        "ent": ent_name(school),
    }
    response = render(request, "accounts/cas/refused.html", context, status=refusal.status)
    if refusal.is_busy:
        # Those who were refused together do not come back together.
        response["Refresh"] = f"{2 + secrets.randbelow(4)}; url={reverse('accounts:sign_in')}{again}"
    return response


def is_logout(request: HttpRequest) -> bool:
    """Whether this POST says that somebody left the ENT: only a form field of that name is read as such."""
    if request.content_type != "application/x-www-form-urlencoded":
        return False
    return _is_too_long(request) or b"logoutRequest=" in request.body


def _is_too_long(request: HttpRequest) -> bool:
    """Whether this announces more than a logout holds: it is then not even received."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    return not announced.isdigit() or int(announced) > _LONGEST_LOGOUT_BODY


def single_logout(request: HttpRequest, school: School) -> HttpResponse:
    """The ENT says, server to server, that somebody left: the session that his ticket opened ends here too.

    The same answer whether there is one or not; who does not know a ticket, which nobody can guess, closes nothing.
    """
    if _is_too_long(request):
        return HttpResponseBadRequest()
    try:
        ticket = read_logout(request.POST.get("logoutRequest", "").encode())
    except CasFault:
        return HttpResponseBadRequest()
    close_by_ticket(school=school, ticket_digest=tickets.digest(ticket))
    return HttpResponse(status=200)
