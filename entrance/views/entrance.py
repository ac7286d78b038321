"""The entrance, `/` and `/index.php`: choose the school, sign in with its codes or through its ENT."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access.decided import BY_OPERATOR, closing_of
from accounts.models import Account
from accounts.safety.owners import LONGEST_LOGIN
from accounts.safety.throttle import Locked
from entrance import signin
from entrance.addresses import Asked, entrance_query, local_path, read_address
from entrance.cas.servers import ent_name, server_of, uses_ent
from entrance.cas.views import asks_the_ent_again, start_or_finish, target_of_return
from entrance.forms import SignInForm
from entrance.sessions import seconds_left
from entrance.views.chosen_school import (
    chosen_school,
    comes_through_ent,
    forget_ent,
    forget_school,
    prove_cookies,
    remember_school,
    remembered_school,
)
from entrance.views.known_device import devices_of, remember_device
from entrance.views.old_pages import old_page
from entrance.views.opening import open_session
from entrance.views.proving import finish_proof, is_proving
from sacoche.kit.access import public
from sacoche.kit.requests import client_address, wants_json
from schools.choosing import choices, suggestions
from schools.models import School

_SUGGESTIONS = 10
_NO_SCHOOL_NAMED = (
    "L'adresse utilisée ne dit pas de quel établissement il s'agit : celle d'un ENT se termine par « ?sso= » suivi du "
    "numéro de l'établissement ou de son numéro UAI (ou par « ?sso&base= » et ce numéro)."
)
_WITHOUT_ENT = (
    "Cet établissement n'utilise pas la connexion par un ENT : identifiez-vous avec vos codes SACoche. "
    "Si votre ENT vous a envoyé ici, prévenez un administrateur par « Contacter un administrateur »."
)
_DEMONSTRATION_CLOSED = (
    "L'établissement de démonstration est fermé sur ce serveur : ses mots de passe sont connus de tous. "
    "Choisissez votre établissement."
)


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def entrance(request: HttpRequest) -> HttpResponse:
    """What the address asks for, in whichever form it was written. Nothing that is posted is sent elsewhere."""
    asked = read_address(request.GET)
    if request.method != "POST" and (elsewhere := old_page(request, asked)):
        return elsewhere
    if request.method != "POST" and (asked.wants_sso or _comes_back_through_ent(request, asked)):
        return _enter_through_ent(request, asked)
    return sign_in(request, asked)


# --- Through the ENT --------------------------------------------------------------------------------------------------


def _enter_through_ent(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Leave for the sign-in server of the school's ENT, or say what prevents it; who is in with codes goes on."""
    school = asked.school or (None if asked.problem else _school_without_number(request))
    if school is None:
        return _page(request, asked, None, problem=asked.problem or _NO_SCHOOL_NAMED)
    if is_proving(request, school):
        return finish_proof(request, school)
    is_here = request.user.is_authenticated and request.user.school == school
    if is_here and not asks_the_ent_again(request, school):
        return redirect(target_of_return(request, school) or asked.target or "home")
    if signin.is_closed_demonstration(school):
        return _page(request, asked, school, problem=_DEMONSTRATION_CLOSED)
    if closing := closing_of(school, BY_OPERATOR):
        return _page(request, asked, school, problem=closing.sentence)
    if not uses_ent(school):
        return _page(request, asked, school, problem=_WITHOUT_ENT)
    if not _keeps_cookies(request):
        return _ask_for_cookies(request, asked, school)
    return start_or_finish(request, school, asked.target)


def _comes_back_through_ent(request: HttpRequest, asked: Asked) -> bool:
    """Whether somebody who came through the ENT asks for a page after his session here ended: that of the ENT is
    probably open still. Once the sign-in page has been shown, he chooses himself.
    """
    is_new = not request.user.is_authenticated and bool(asked.target) and not (asked.school or asked.problem)
    school = remembered_school(request) if is_new and comes_through_ent(request) else None
    return school is not None and uses_ent(school)


def _school_without_number(request: HttpRequest) -> School | None:
    """The school of `?sso` alone. With a ticket none is guessed: a ticket is for the school of its own address."""
    if "ticket" in request.GET:
        return School.objects.only_one()
    if request.user.is_authenticated:
        return request.user.school
    return (
        remembered_school(request) or School.objects.only_one() or School.objects.numbered(str(settings.DEFAULT_SCHOOL))
    )


def _keeps_cookies(request: HttpRequest) -> bool:
    """Whether the browser has sent back one of our cookies: without any, going to the ENT and back would never end."""
    ours = {settings.SESSION_COOKIE_NAME, settings.SCHOOL_COOKIE_NAME, settings.PROOF_COOKIE_NAME}
    return not ours.isdisjoint(request.COOKIES)


def _ask_for_cookies(request: HttpRequest, asked: Asked, school: School) -> HttpResponse:
    """Give a cookie and come back once, to see whether the browser keeps it; a page when it does not."""
    if "cookie" in request.GET or "ticket" in request.GET:
        again = entrance_query(school, next=asked.target)
        # A ticket brought by a browser that did not leave from here says nothing of whether it keeps cookies.
        context = {"school": school, "again": again, "refuses": "cookie" in request.GET}
        return render(request, "accounts/cookies_needed.html", context)
    response = redirect(reverse("accounts:sign_in") + entrance_query(school, cookie="1", next=asked.target))
    prove_cookies(response)
    return response


# --- With a login and a password --------------------------------------------------------------------------------------


def sign_in(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Choose the school, then sign in.

    A page that stays open signs in by a script: the answer is then data, never a page.
    """
    names_a_school = asked.school or asked.problem
    if request.user.is_authenticated and not names_a_school and request.method != "POST":
        return redirect(asked.target or "home")
    school = None if "changer" in request.GET else chosen_school(request, asked)
    form = SignInForm(request.POST) if request.method == "POST" else None
    if form and school and form.is_valid():
        account = _try_to_sign_in(request, school, form)
        if account:
            return _welcome(request, account)
    if form and wants_json(request):
        return _asking_to_wait(JsonResponse({"errors": _sentences(form, school)}, status=422), form)
    return _page(request, asked, school, form=form, problem=asked.problem)


def _page(
    request: HttpRequest, asked: Asked, school: School | None, *, problem: str = "", form: SignInForm | None = None
) -> HttpResponse:
    """The sign-in form of a school, or the schools to choose from; `problem` is a sentence above."""
    context: dict[str, object] = {
        "form": form or SignInForm(initial={"login": request.GET.get("login", "")[:LONGEST_LOGIN]}),
        "problem": problem,
        "next": _local_target(request),
        "stay": _way_to_stay(request, school),
        "is_sent_here": _is_sent_here(request, problem),
        "school": school,
        **_ent_of(school, _local_target(request)),
        "may_choose": not (settings.SINGLE_SCHOOL and School.objects.only_one()),
    }
    if school is None:
        wanted = {name: request.GET.get(name, "").strip() for name in ("q", "zone", "page")}
        context["choices"] = choices(query=wanted["q"], zone=wanted["zone"], page=wanted["page"])
    response = render(request, "accounts/sign_in.html", context, status=429 if form and form.wait else 200)
    _asking_to_wait(response, form)
    if asked.problem:
        forget_school(response)
    if comes_through_ent(request):
        forget_ent(response)
    return response


def _asking_to_wait(response: HttpResponse, form: SignInForm | None) -> HttpResponse:
    """After too many failures, say so to programs too."""
    if form and form.wait:
        response["Retry-After"] = str(form.wait)
    return response


def _ent_of(school: School | None, target: str) -> dict[str, str]:
    """The name of the school's ENT and the way in through it, unless the operator closed it; nothing for a school that
    only has codes.
    """
    if school is None or not uses_ent(school):
        return {}
    if server_of(school) is None:
        return {"closed_ent": ent_name(school)}
    return {"ent": ent_name(school), "ent_query": entrance_query(school, next=target)}


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
        form.add_error(None, _DEMONSTRATION_CLOSED)
    except signin.SchoolClosed as closed:
        form.add_error(None, closed.sentence)
    except signin.SignInRefused:
        form.add_error(
            None,
            "Identifiant ou mot de passe incorrect pour cet établissement. Vérifiez l'établissement choisi, "
            "puis les codes qui vous ont été remis ; un administrateur peut vous en redonner.",
        )
    return None


def _welcome(request: HttpRequest, account: Account) -> HttpResponse:
    school = account.school
    assert school is not None  # the operator does not sign in here
    open_session(request, account)
    response = _signed_in(request, account) if wants_json(request) else redirect(_local_target(request) or "home")
    remember_school(response, school)
    remember_device(request, response, account)
    return response


def _signed_in(request: HttpRequest, account: Account) -> HttpResponse:
    """Who is signed in, and what an open page must know to go on: signing in changes the forgery token."""
    return JsonResponse(
        {
            "account": account.pk,
            "name": account.display_name,
            "token": get_token(request),
            "seconds_left": seconds_left(request.session, account, now=time.time()),
        }
    )


def _sentences(form: SignInForm, school: School | None) -> list[str]:
    refusals = [str(sentence) for sentences in form.errors.values() for sentence in sentences]
    return refusals if school else ["Établissement inconnu : rechargez la page.", *refusals]


def _local_target(request: HttpRequest) -> str:
    """Where to go after signing in: an address of this server, or nothing."""
    return local_path(request.POST.get("next") or request.GET.get("next") or "")


@public
@require_safe
def school_search(request: HttpRequest) -> HttpResponse:
    """The schools whose name, town or UAI hold the words typed so far: the options of the search of schools."""
    query = request.GET.get("q", "").strip()
    found = suggestions(query, at_most=_SUGGESTIONS + 1)
    context = {
        "schools": found[:_SUGGESTIONS],
        "has_more": len(found) > _SUGGESTIONS,
        "query": query,
        "next": _local_target(request),
    }
    return render(request, "accounts/sign_in.html#options", context)
