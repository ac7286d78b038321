"""To the sign-in server of an ENT, and back."""

import re
import secrets

from django.contrib import messages
from django.contrib.auth import logout as close_session
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Account, LinkedAccount
from accounts.safety.open_sessions import close_by_ticket, follow_ticket, forget_session
from accounts.safety.throttle import Locked
from entrance.addresses import entrance_query
from entrance.cas import refusals, services, tickets
from entrance.cas.answers import MAX_LOGOUT, read_logout
from entrance.cas.departures import forget_departures, goes_round, note_departure, take_departure
from entrance.cas.faults import CasFault, TicketRefused
from entrance.cas.refusals import GOES_ROUND, Refusal, refusal_of
from entrance.cas.servers import CasServer, ent_name, is_manual, server_of, uses_ent
from entrance.sessions import OPENED_BY_TICKET
from entrance.views.chosen_school import remember_school
from entrance.views.opening import open_session
from sacoche.kit.reads import get_that_writes
from sacoche.kit.requests import client_address
from sacoche.kit.tenancy import school_scope
from schools.models import School

# The ENT said who is there, and nobody may come in by that name.
_NAMED_SOMEBODY = (tickets.Unknown, tickets.Left, tickets.Closed)
_REASONS_TO_REFUSE = (Locked, tickets.Malformed, TicketRefused, CasFault, *_NAMED_SOMEBODY)
# A form encodes a letter in three.
_LONGEST_LOGOUT_BODY = 3 * MAX_LOGOUT + 100
# A field of that name, not words that somebody typed: these are encoded.
_LOGOUT_FIELD = re.compile(rb"(?:^|&)logoutRequest=")


def start_or_finish(request: HttpRequest, school: School, target: str) -> HttpResponse:
    """Send the browser to the ENT of this school, or let in who comes back from it with a ticket.

    `target` is the local path to go to afterwards. The caller made sure that the school uses an ENT, is open, and that
    the browser keeps cookies. Whoever is in through the ENT is asked for again: on the computer of a staff room, the
    session is perhaps that of the person before.
    """
    server = server_of(school)
    if server is None:
        closed = refusals.MANUAL_CLOSED if is_manual(school) else refusals.NOT_READY
        return _refuse(request, school, closed, target=target)
    ticket = request.GET.get("ticket", "")
    if not ticket:
        # The page asked for is lost on the way back from the ENT: an address that names one was followed by somebody.
        if not target and goes_round(request.session, school=school):
            return _refuse(request, school, GOES_ROUND, target=forget_departures(request.session, school=school))
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


def asks_the_ent_again(request: HttpRequest, school: School) -> bool:
    """Whether the session of this browser was opened by the ENT of this school, which can say who is there now."""
    if not request.user.is_authenticated or OPENED_BY_TICKET not in request.session:
        return False
    return request.user.school == school and uses_ent(school)


def target_of_return(request: HttpRequest, school: School) -> str:
    """Where to go who comes back from the ENT and is in already, with codes: another tab was there first."""
    departure = take_departure(request.session, school=school) if "ticket" in request.GET else None
    return departure.target if departure else ""


def _come_back(request: HttpRequest, school: School, server: CasServer, ticket: str, target: str) -> HttpResponse:
    address = client_address(request)
    try:
        services.refuse_bad_tickets(school=school, address=address)
        identity = tickets.validate(server=server, school=school, ticket=ticket)
        account = tickets.account_of(server=server, school=school, identity=identity)
    except _REASONS_TO_REFUSE as error:
        return _turn_away(request, school, error, target)
    with get_that_writes():
        if _is_the_same_person(request, school, account):
            return _go_on(request, tickets.digest(ticket), target)
        return _let_in(request, school, account, tickets.digest(ticket), target)


def _turn_away(request: HttpRequest, school: School, error: Exception, target: str) -> HttpResponse:
    """Say why; the session of the person before does not stay open to somebody else."""
    with get_that_writes():
        if isinstance(error, TicketRefused):
            services.count_bad_ticket(school=school, address=client_address(request))
        if isinstance(error, _NAMED_SOMEBODY) and asks_the_ent_again(request, school):
            _close(request)
    return _refuse(request, school, refusal_of(error), target=target)


def _is_the_same_person(request: HttpRequest, school: School, account: Account) -> bool:
    """Whether the session open here is of this account, or of one that the same person went to from it."""
    if not asks_the_ent_again(request, school):
        return False
    if request.user.pk == account.pk:
        return True
    with school_scope(school):
        person = LinkedAccount.objects.filter(account=account).values("person")
        return bool(LinkedAccount.objects.filter(account=request.user.pk, person__in=person).exists())


def _go_on(request: HttpRequest, ticket_digest: str, target: str) -> HttpResponse:
    """The session goes on, and ends with the visit to the ENT that has just confirmed it."""
    request.session[OPENED_BY_TICKET] = ticket_digest
    follow_ticket(session_key=request.session.session_key, ticket_digest=ticket_digest)
    return redirect(target or "home")


def _close(request: HttpRequest) -> None:
    forget_session(session_key=request.session.session_key)
    close_session(request)


def _let_in(request: HttpRequest, school: School, account: Account, ticket_digest: str, target: str) -> HttpResponse:
    """A session of its own, under a new key, at an address without the ticket."""
    if request.user.is_authenticated:
        _close(request)
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
