"""« Choix des profils », « Format des identifiants de connexion », « Délai avant déconnexion », « Blocage des
connexions », « Redirection après déconnexion ».
"""

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import forms, queries, services
from accounts.access.decided import BY_SCHOOL, closing_of, notices_hour
from accounts.enums import OPTIONAL, Profile
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count


@requires("accounts.set_access")
@require_safe
def profiles(request: SchoolRequest) -> HttpResponse:
    """The optional profiles, open or not."""
    context = {"profiles": queries.optional_profiles(request.school)}
    return render(request, "accounts/access/profiles.html", context)


@requires("accounts.set_access")
@require_POST
def set_profile(request: SchoolRequest, code: str) -> HttpResponse:
    """Open an optional profile, or close it (`is_open` 1 or 0); one that people have stays open, and says so."""
    if code not in OPTIONAL:
        raise Http404
    profile = Profile(code)
    try:
        if request.POST.get("is_open") == "1":
            services.open_profile(actor=request.user, school=request.school, profile=profile)
            messages.success(request, f"Le profil « {profile.label} » est ouvert.")
        else:
            services.close_profile(actor=request.user, school=request.school, profile=profile)
            messages.success(request, f"Le profil « {profile.label} » est fermé.")
    except services.ProfileInUse as in_use:
        people = count(in_use.people, "compte l'utilise", "comptes l'utilisent")
        messages.error(request, f"Le profil « {profile.label} » reste ouvert : {people}.")
    return redirect("accounts:profiles")


@requires("accounts.set_access")
@require_http_methods(["GET", "HEAD", "POST"])
def login_formats(request: SchoolRequest) -> HttpResponse:
    """The pattern of the logins to come, profile by profile."""
    form = forms.LoginFormatsForm(request.school, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_login_patterns(actor=request.user, school=request.school, patterns=form.cleaned_data)
        messages.success(request, "Format enregistré : il sert aux comptes créés à partir de maintenant.")
        return redirect("accounts:login_formats")
    return render(request, "accounts/access/login_formats.html", {"form": form}, status=_status(form))


@requires("accounts.set_access")
@require_safe
def login_examples(request: SchoolRequest, profile: str) -> HttpResponse:
    """What the pattern being typed for a profile would give: a fragment of the page."""
    examples = forms.login_examples("".join(request.GET.get(profile, "").split()).lower())
    return render(request, "accounts/access/login_formats.html#examples", {"examples": examples})


@requires("accounts.set_access")
@require_http_methods(["GET", "HEAD", "POST"])
def idle_delays(request: SchoolRequest) -> HttpResponse:
    """After how long a session left alone closes, profile by profile."""
    form = forms.IdleDelaysForm(request.school, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_idle_minutes(actor=request.user, school=request.school, minutes=form.cleaned_data)
        messages.success(request, "Délai enregistré : il vaut dès maintenant, pour les sessions ouvertes aussi.")
        return redirect("accounts:idle_delays")
    return render(request, "accounts/access/idle_delays.html", {"form": form}, status=_status(form))


@requires("accounts.set_access")
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def factor_rules(request: SchoolRequest) -> HttpResponse:
    """What is asked of the second factor, profile by profile."""
    form = forms.FactorRulesForm(request.school, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_factor_rules(actor=request.user, school=request.school, rules=form.cleaned_data)
        messages.success(request, "C'est enregistré : ceux qui sont connectés le verront à leur prochaine connexion.")
        return redirect("accounts:factor_rules")
    return render(request, "accounts/access/factor.html", {"form": form}, status=_status(form))


@requires("accounts.set_access")
@require_http_methods(["GET", "HEAD", "POST"])
def hour_of_notices(request: SchoolRequest) -> HttpResponse:
    """At which hour the notices of results leave."""
    form = forms.NoticesHourForm(request.POST or None, initial={"hour": notices_hour(request.school)})
    if request.method == "POST" and form.is_valid():
        services.set_notices_hour(actor=request.user, school=request.school, hour=form.cleaned_data["hour"])
        messages.success(request, "Heure enregistrée : elle vaut pour ce qui sera saisi désormais.")
        return redirect("accounts:hour_of_notices")
    return render(request, "accounts/access/notices_hour.html", {"form": form}, status=_status(form))


@requires("accounts.set_access")
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: SchoolRequest) -> HttpResponse:
    """Close the connections of some profiles, with a reason; what is closed now."""
    current = closing_of(request.school, BY_SCHOOL)
    initial = {"reason": current.reason, "profiles": sorted(current.profiles)} if current else {}
    form = forms.ClosingForm(request.school, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.close_school(
            actor=request.user,
            school=request.school,
            kind=BY_SCHOOL,
            reason=form.cleaned_data["reason"],
            profiles=form.chosen_profiles(),
        )
        messages.success(request, "Connexions bloquées : les personnes connectées sortent à leur prochain clic.")
        return redirect("accounts:closing")
    context = {"form": form, "current": current, "labels": current and _labels(current.profiles)}
    return render(request, "accounts/access/closing.html", context, status=_status(form))


@requires("accounts.set_access")
@require_POST
def reopen(request: SchoolRequest) -> HttpResponse:
    """Lift the closing put by the school."""
    was_closed = services.reopen_school(actor=request.user, school=request.school, kind=BY_SCHOOL)
    messages.success(request, "Connexions rouvertes." if was_closed else "Les connexions étaient déjà ouvertes.")
    return redirect("accounts:closing")


@requires("accounts.set_access")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_url(request: SchoolRequest) -> HttpResponse:
    """Where somebody who signs out is sent."""
    form = forms.SignOutUrlForm(request.POST or None, initial={"url": request.school.sign_out_url})
    if request.method == "POST" and form.is_valid():
        services.set_sign_out_url(actor=request.user, school=request.school, url=form.cleaned_data["url"])
        messages.success(request, "Adresse enregistrée.")
        return redirect("accounts:sign_out_url")
    return render(request, "accounts/access/sign_out_url.html", {"form": form}, status=_status(form))


def _labels(codes: frozenset[str]) -> list[str]:
    return [profile.label for profile in Profile if profile in codes]


def _status(form: BaseForm) -> int:
    return 422 if form.is_bound else 200
