"""With a login and a password: the form of a school, and the codes that are sent by it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import Account
from accounts.safety.owners import LONGEST_LOGIN
from accounts.safety.throttle import Locked
from entrance import signin
from entrance.addresses import entrance_query, local_path
from entrance.cas.servers import ent_name
from entrance.decide import DEMONSTRATION_CLOSED, decide_entry
from entrance.forms import SignInForm
from entrance.half_way import wait_for_factor
from entrance.situation import Doors
from entrance.steps import AskFactor, ComeIn, ShowForm, TryCodes
from entrance.views.coming_in import ask_for_factor, come_in
from entrance.views.cookies import comes_through_ent, forget_ent, forget_school
from entrance.views.gathering import known_of
from entrance.views.known_device import devices_of
from sacoche.kit.clock import seconds
from sacoche.kit.requests import client_address, wants_json
from schools.choosing import choices
from schools.models import School

_REFUSED = (
    "Identifiant ou mot de passe incorrect pour cet établissement. Vérifiez l'établissement choisi, "
    "puis les codes qui vous ont été remis ; un administrateur peut vous en redonner."
)


def try_codes(request: HttpRequest, step: TryCodes, school: Doors | None) -> HttpResponse:
    """Sign in with the codes sent, or show the form again with what was wrong.

    A page that stays open signs in by a script: the answer is then data, never a page.
    """
    form = SignInForm(request.POST)
    if school and form.is_valid():
        account = _try_to_sign_in(request, school.school, form)
        if account:
            return _welcome(request, account)
    if wants_json(request):
        return _asking_to_wait(JsonResponse({"errors": _sentences(form, school)}, status=422), form)
    return show_form(request, step.otherwise, school, form=form)


def show_form(
    request: HttpRequest, step: ShowForm, school: Doors | None, *, form: SignInForm | None = None
) -> HttpResponse:
    """The sign-in form of a school, or the schools to choose from."""
    context: dict[str, object] = {
        "form": form or SignInForm(initial={"login": request.GET.get("login", "")[:LONGEST_LOGIN]}),
        "problem": step.problem,
        "next": _local_target(request),
        "stay": _way_to_stay(request, step.school),
        "is_sent_here": _is_sent_here(request, step.problem),
        "school": step.school,
        **_ent_of(school, _local_target(request)),
        "may_choose": not (settings.SINGLE_SCHOOL and School.objects.only_one()),
    }
    if step.school is None:
        wanted = {name: request.GET.get(name, "").strip() for name in ("q", "zone", "page")}
        context["choices"] = choices(query=wanted["q"], zone=wanted["zone"], page=wanted["page"])
    response = render(request, "accounts/sign_in.html", context, status=429 if form and form.wait else 200)
    _asking_to_wait(response, form)
    if step.forgets_school:
        forget_school(response)
    if comes_through_ent(request):
        forget_ent(response)
    return response


def _asking_to_wait(response: HttpResponse, form: SignInForm | None) -> HttpResponse:
    """After too many failures, say so to programs too."""
    if form and form.wait:
        response["Retry-After"] = str(form.wait)
    return response


def _ent_of(school: Doors | None, target: str) -> dict[str, str]:
    """The name of the school's ENT and the way in through it, unless the operator closed it; nothing for a school that
    only has codes.
    """
    if school is None or not school.uses_ent:
        return {}
    if school.server is None:
        return {"closed_ent": ent_name(school.school)}
    return {"ent": ent_name(school.school), "ent_query": entrance_query(school.school, next=target)}


def _way_to_stay(request: HttpRequest, school: School | None) -> str:
    """Where « Continuer » leads whoever is signed in: a page asked for in another school is not one of his."""
    is_his = request.user.is_authenticated and request.user.school == school
    return (_local_target(request) if is_his else "") or reverse("home")


def _is_sent_here(request: HttpRequest, problem: str) -> bool:
    """Whether somebody asked for a page and has to sign in first; he is told so unless he is told something else."""
    return (
        bool(_local_target(request)) and not request.user.is_authenticated and request.method != "POST" and not problem
    )


def _try_to_sign_in(request: HttpRequest, school: School, form: SignInForm) -> Account | None:
    try:
        return signin.sign_in(
            school=school, address=client_address(request), devices=devices_of(request), **form.cleaned_data
        )
    except Locked as lock:
        form.show_lock(lock)
    except signin.DemonstrationClosed:
        form.add_error(None, DEMONSTRATION_CLOSED)
    except signin.SchoolClosed as closed:
        form.add_error(None, closed.sentence)
    except signin.SignInRefused:
        form.add_error(None, _REFUSED)
    return None


def _welcome(request: HttpRequest, account: Account) -> HttpResponse:
    """In, or asked for the second factor first."""
    target = _local_target(request)
    match decide_entry(known_of(request, account)):
        case AskFactor():
            wait_for_factor(request.session, account, now=seconds(), target=target)
            return ask_for_factor(request, account)
        case ComeIn() as step:
            return come_in(request, account, step, target=target)


def _sentences(form: SignInForm, school: Doors | None) -> list[str]:
    refusals = [str(sentence) for sentences in form.errors.values() for sentence in sentences]
    return refusals if school else ["Établissement inconnu : rechargez la page.", *refusals]


def _local_target(request: HttpRequest) -> str:
    """Where to go after signing in: an address of this server, or nothing."""
    return local_path(request.POST.get("next") or request.GET.get("next") or "")
