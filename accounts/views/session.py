"""Coming in, staying, leaving."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as close_session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services, signin
from accounts.forms import ActivationForm, SignInForm
from accounts.models import Account
from accounts.open_sessions import forget_session
from accounts.sessions import seconds_left, touch
from accounts.throttle import Locked
from accounts.views.chosen_school import chosen_school
from accounts.views.opening import open_session
from sacoche.kit.access import public, requires
from sacoche.kit.requests import SchoolRequest, client_address, wants_json
from schools.models import School

_SCHOOLS_SHOWN = 20
_ONE_YEAR = 365 * 24 * 3600


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Choose the school, then sign in. `?base=12` or `?id=12` chooses it, else the one of last time.

    A page that stays open signs in by a script: the answer is then data, never a page.
    """
    asked_for = request.GET.get("base") or request.GET.get("id")
    if request.user.is_authenticated and not asked_for and request.method != "POST":
        return redirect("home")
    school = None if "changer" in request.GET else chosen_school(request, asked_for)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and school and form.is_valid():
        account = _try_to_sign_in(request, school, form)
        if account:
            return _welcome(request, account)
    if request.method == "POST" and wants_json(request):
        return JsonResponse({"errors": _sentences(form, school)}, status=422)
    context = {
        "form": form,
        "school": school,
        "schools": School.objects.matching(request.GET.get("q", ""))[:_SCHOOLS_SHOWN],
        "query": request.GET.get("q", ""),
        "unknown_number": asked_for if asked_for and not school else "",
        "next": _local_target(request),
    }
    return render(request, "accounts/sign_in.html", context)


def _try_to_sign_in(request: HttpRequest, school: School, form: SignInForm) -> Account | None:
    try:
        return signin.sign_in(school=school, address=client_address(request), **form.cleaned_data)
    except Locked as lock:
        until = localtime(lock.until)
        form.add_error(None, f"Trop d'essais infructueux : réessayez après {until:%H:%M}.")
    except signin.DemonstrationClosed:
        form.add_error(
            None,
            "L'établissement de démonstration est fermé sur ce serveur : ses mots de passe sont connus de tous. "
            "Choisissez votre établissement.",
        )
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
    response.set_signed_cookie(
        settings.SCHOOL_COOKIE_NAME,
        str(school.number),
        max_age=_ONE_YEAR,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
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
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=False)
    return target if is_ours and target.startswith("/") else ""


@public
@require_safe
def school_search(request: HttpRequest) -> HttpResponse:
    """The schools whose name, town or UAI hold the words typed so far: a fragment of the sign-in page."""
    query = request.GET.get("q", "")
    context = {
        "schools": School.objects.matching(query)[:_SCHOOLS_SHOWN],
        "query": query,
        "next": _local_target(request),
    }
    return render(request, "accounts/sign_in.html#schools", context)


@public
@require_POST
def sign_out(request: SchoolRequest) -> HttpResponse:
    """Close the session; the school says where to go then, or the sign-in page, which keeps the school."""
    target = request.user.school.sign_out_url if request.user.is_authenticated else ""
    forget_session(session_key=request.session.session_key)
    close_session(request)
    if target:
        return render(request, "accounts/signed_out.html", {"target": target})
    messages.success(request, "Vous êtes déconnecté.")
    return redirect("accounts:sign_in")


@requires("accounts.activate")
@require_http_methods(["GET", "HEAD", "POST"])
def activation(request: HttpRequest) -> HttpResponse:
    """The personal-data notice, once, before anything else."""
    if not request.user.must_activate:  # type: ignore[union-attr]
        return redirect("home")
    form = ActivationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.activate_account(account=request.user)  # type: ignore[arg-type]
        messages.success(request, "Votre compte est activé.")
        return redirect("home")
    return render(request, "accounts/activation.html", {"form": form})


@requires("accounts.activate")
@require_http_methods(["GET", "POST"])
def session_state(request: SchoolRequest) -> JsonResponse:
    """Seconds before the session closes. A POST, sent when the person really typed or clicked, starts it anew."""
    if request.method == "POST":
        touch(request.session, now=time.time())
    return JsonResponse({"seconds_left": seconds_left(request.session, request.user, now=time.time())})
