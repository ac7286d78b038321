"""Entering the console, leaving it; the first start of a server; the link of a new operator."""

import ipaddress

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from entrance.addresses import local_path
from entrance.spaces.creation import CannotOpenSchool, Contact
from operation.console import sessions
from operation.console.factor import factors_of, is_required
from operation.console.forms import ChoosePasswordForm, FirstStartForm, SignInForm
from operation.console.models import Operator
from operation.console.services import operators, schools
from operation.console.views.gate import OperatorRequest, is_open, where_to
from sacoche.kit import access
from sacoche.kit.requests import client_address
from schools.models import School

_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-Ip", "Via")


@access.public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page of the console; a new server is led to its first start."""
    if request.method != "POST" and operators.has_none() and _is_at_the_machine(request):
        return redirect("operation:first_start")
    target = local_path(request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST" and is_open(request):
        return redirect("operation:schools")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operator = operators.sign_in(**form.cleaned_data, address=client_address(request))
        except operators.SignInRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _let_in(request, operator, target)
    context = {"form": form, "next": target}
    return render(request, "console/sign_in.html", context, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, operator: Operator, target: str) -> HttpResponse:
    """In, or to the second factor first: to prove the one that he has, or to add one where everybody must."""
    if factors_of(operator):
        sessions.wait_for_factor(request.session, operator, target=target)
        return redirect("operation:prove_factor")
    sessions.open_session(request.session, operator, must_enrol=is_required())
    return redirect(where_to(target))


@access.public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the console."""
    request.session.flush()
    messages.success(request, "Vous avez quitté la console.")
    return redirect("operation:sign_in")


@access.operators
@require_http_methods(["GET", "POST"])
def session_state(request: OperatorRequest) -> JsonResponse:
    """Seconds before the session closes; a POST, sent when somebody really typed or clicked, starts it anew."""
    return JsonResponse({"seconds_left": sessions.seconds_left(request.session)})


@access.public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def first_start(request: HttpRequest) -> HttpResponse:
    """Make the first operator and the first school; for whoever sits at the server, as long as there is no operator."""
    if not operators.has_none() or not _is_at_the_machine(request):
        raise Http404
    form = FirstStartForm(request.POST or None)
    has_school = School.objects.exists()
    if request.method == "POST" and form.is_valid():
        operator = _start(form, has_school=has_school)
        if operator:
            messages.success(request, "Ce serveur est prêt : votre compte de console est ouvert.")
            return _let_in(request, operator, "")
    context = {"form": form, "has_school": has_school}
    return render(request, "console/first_start.html", context, status=422 if form.errors else 200)


def _start(form: FirstStartForm, *, has_school: bool) -> Operator | None:
    """The operator, and the school when one was named; None when something is refused, said in the form."""
    asked = form.cleaned_data
    who = {name: asked[name] for name in ("login", "last_name", "first_name", "email")}
    try:
        operator = operators.make_first(**who, password=asked["password"])
    except ValidationError as error:
        form.add_error("password", error)
        return None
    except operators.CannotAdd as error:
        form.add_error(None, str(error))
        return None
    if asked["school_name"] and not has_school:
        contact = Contact(asked["email"], asked["last_name"], asked["first_name"])
        wanted = schools.Wanted(asked["school_name"], asked["school_town"], asked["school_uai"], contact=contact)
        try:
            schools.create(operator=operator, wanted=wanted)
        except CannotOpenSchool as error:
            # The account is made: the school is opened from the console, where the refusal can be mended.
            form.add_error("school_name", str(error))
    return operator


def _is_at_the_machine(request: HttpRequest) -> bool:
    """Whether the request comes from this very machine and through no proxy, on a server that is not yet public."""
    peer = str(request.META.get("REMOTE_ADDR") or "")
    if not settings.IS_LOOPBACK or any(request.headers.get(name) for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False


@access.public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of a new operator leads: he chooses his password. Opening it changes nothing."""
    operator = operators.operator_of_link(token)
    if operator is None:
        return render(request, "console/expired.html", status=410)
    form = ChoosePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operators.choose_password(operator=operator, password=form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, f"Votre mot de passe est enregistré. Votre identifiant : {operator.login}.")
            return redirect("operation:sign_in")
    context = {"form": form, "who": operator}
    return render(request, "console/entry.html", context, status=422 if form.errors else 200)
