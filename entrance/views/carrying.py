"""The steps of the entrance, carried out: each becomes the answer to the request that was asked."""

import secrets

from django.contrib import messages
from django.contrib.auth import logout as close_session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import LinkedAccount
from accounts.safety.open_sessions import follow_ticket, forget_session
from entrance import steps
from entrance.addresses import entrance_query
from entrance.cas import services
from entrance.cas.outcomes import Outcome, Recognised, read_ticket
from entrance.cas.servers import CasServer, ent_name
from entrance.cas.trials import give_up_trial
from entrance.decide import decide_return
from entrance.departures import Departure, end_departure, forget_departures, note_departure
from entrance.sessions import OPENED_BY_TICKET
from entrance.situation import Doors, Visit
from entrance.views.codes import show_form, try_codes
from entrance.views.cookies import prove_cookies, remember_school
from entrance.views.opening import open_session
from entrance.views.proving import finish_proof
from entrance.views.trying import finish_trial
from sacoche.kit.reads import get_that_writes
from sacoche.kit.requests import client_address
from sacoche.kit.tenancy import school_scope


def carry_out(request: HttpRequest, step: steps.Step, school: Doors | None, session: Visit) -> HttpResponse:
    """The answer that this step is; `school`: the doors that it was decided by."""
    match step:
        case steps.TryCodes():
            return try_codes(request, step, school)
        case steps.ShowForm():
            return show_form(request, step, school)
        case steps.GoOn():
            end_departure(request.session, step.ends)
            return redirect(step.target or "home")
        case steps.AskFactor():
            return redirect("accounts:prove_factor")
        case steps.GoToNewServer():
            # A browser that kept this answer would go there still once the thirty days are over.
            return HttpResponseRedirect(step.address)
        case steps.OpenPage():
            return redirect(reverse(step.name) + (f"?base={step.school.number}" if step.school else ""))
    # What is left is about the ENT of a school.
    assert school
    return _with_the_ent(request, step, school, session)


def _with_the_ent(request: HttpRequest, step: steps.Step, school: Doors, session: Visit) -> HttpResponse:
    match step:
        case steps.AskForCookies():
            context = {"school": school.school, "again": _again(school, step.target), "refuses": step.refuses}
            return render(request, "accounts/cookies_needed.html", context)
        case steps.ProveCookies():
            query = entrance_query(school.school, cookie="1", next=step.target)
            response = redirect(reverse("accounts:sign_in") + query)
            prove_cookies(response)
            return response
        case steps.Refuse():
            return _refuse(request, step, school)
        case steps.ReadTrial():
            return finish_trial(request, step.ticket, school.school)
    # What is left is done by its server.
    assert school.server
    return _with_its_server(request, step, school, school.server, session)


def _with_its_server(
    request: HttpRequest, step: steps.Step, school: Doors, server: CasServer, session: Visit
) -> HttpResponse:
    match step:
        case steps.LeaveTheEnt():
            return HttpResponseRedirect(server.logout_address(school.school))
        case steps.GoToTheEnt():
            give_up_trial(request.session)
            end_departure(request.session, step.ends)
            note_departure(request.session, Departure(school.school.number, session.now, step.target))
            return HttpResponseRedirect(server.login_address(school.school))
        case steps.ReadProof():
            return finish_proof(request, _outcome(request, step.ticket, school, server, is_new=True))
        case steps.ReadTicket():
            end_departure(request.session, step.ends)
            outcome = _outcome(request, step.ticket, school, server)
            return _come_back(request, outcome, school, session, step.target)
    raise AssertionError(step)


def _outcome(request: HttpRequest, ticket: str, school: Doors, server: CasServer, *, is_new: bool = False) -> Outcome:
    address = client_address(request)
    return read_ticket(server=server, school=school.school, ticket=ticket, address=address, is_new=is_new)


def _come_back(request: HttpRequest, outcome: Outcome, school: Doors, session: Visit, target: str) -> HttpResponse:
    is_same = isinstance(outcome, Recognised) and _is_the_same_person(request, outcome, school, session)
    match decide_return(outcome, school, session, target=target, is_same=is_same):
        case steps.Refuse() as step:
            return _refuse(request, step, school)
        case steps.Stay() as step:
            return _stay(request, step)
        case steps.LetIn() as step:
            return _let_in(request, step, school)
        case step:
            raise AssertionError(step)


def _is_the_same_person(request: HttpRequest, outcome: Recognised, school: Doors, session: Visit) -> bool:
    """Whether the session open here is of this account, or of one that the same person went to from it."""
    if not session.asks_the_ent_again(school):
        return False
    if request.user.pk == outcome.account.pk:
        return True
    with school_scope(school.school):
        person = LinkedAccount.objects.filter(account=outcome.account).values("person")
        return bool(LinkedAccount.objects.filter(account=request.user.pk, person__in=person).exists())


def _stay(request: HttpRequest, step: steps.Stay) -> HttpResponse:
    request.session[OPENED_BY_TICKET] = step.digest
    with get_that_writes():
        follow_ticket(session_key=request.session.session_key, ticket_digest=step.digest)
    return redirect(step.target or "home")


def _let_in(request: HttpRequest, step: steps.LetIn, school: Doors) -> HttpResponse:
    """A session of its own, under a new key, at an address without the ticket."""
    with get_that_writes():
        if request.user.is_authenticated:
            _close(request)
        # « Votre session a été fermée : reconnectez-vous » was for the page that the ENT made needless.
        list(messages.get_messages(request))
        open_session(request, step.account, ticket_digest=step.digest)
    response = redirect(step.target or "home")
    remember_school(response, school.school, through_ent=True)
    return response


def _close(request: HttpRequest) -> None:
    forget_session(session_key=request.session.session_key)
    close_session(request)


def _refuse(request: HttpRequest, step: steps.Refuse, school: Doors) -> HttpResponse:
    refusal, target = step.refusal, step.target
    if step.forgets:
        forget_departures(request.session, school.school.number)
    with get_that_writes():
        if step.closes:
            _close(request)
        incident = services.note_incident(school=school.school, what=refusal.what)
    again = _again(school, target)
    context = {
        "refusal": refusal,
        "leave": school.server.logout_address(school.school) if refusal.is_of_person and school.server else "",
        "incident": incident,
        "school": school.school,
        "again": again,
        "ent": ent_name(school.school),
    }
    response = render(request, "accounts/cas/refused.html", context, status=refusal.status)
    if refusal.is_busy:
        # Those who were refused together do not come back together.
        response["Refresh"] = f"{2 + secrets.randbelow(4)}; url={reverse('accounts:sign_in')}{again}"
    return response


def _again(school: Doors, target: str) -> str:
    return entrance_query(school.school, next=target)
