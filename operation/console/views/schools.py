"""The list of schools, and the page of one: opened, changed, shut."""

from collections.abc import Iterator, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Account
from entrance.addresses import selection_address
from entrance.moved import move_of
from entrance.spaces.creation import CannotOpenSchool, Contact
from operation.console import forms
from operation.console.journal import told
from operation.console.models import SchoolFigures
from operation.console.queries import schools as queries
from operation.console.services import schools as services
from operation.console.services.figures import count_schools
from operation.console.views.gate import OperatorRequest, proved
from operation.listed import SCHOOLS
from sacoche.kit import access
from sacoche.kit.listed_views import render_listed
from sacoche.kit.tenancy import school_scope
from schools.models import School, Zone


def school_or_404(number: int) -> School:
    """The school of this number."""
    school = School.objects.filter(number=number).first()
    if school is None:
        raise Http404
    return school


def _every_school(asked: Mapping[str, str]) -> Iterator[queries.SchoolLine]:
    """All of them, looked for when the file is written."""
    yield from queries.every_school(words=asked["q"], state=asked["etat"], zone=asked["zone"])


@access.operators
@require_safe
def school_list(request: OperatorRequest) -> HttpResponse:
    """The schools of this server, those that need somebody first."""
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", "etat", "zone", "page")}
    number = int(asked["page"]) if asked["page"].isascii() and asked["page"].isdigit() else 1
    found = queries.school_list(words=asked["q"], state=asked["etat"], zone=asked["zone"], number=number)
    context = {"found": found, "page": found.page, "asked": asked, "zones": Zone.objects.all()}
    rows = _every_school(asked)
    return render_listed(request, "console/schools.html", context, SCHOOLS.of(rows))


@access.operators
@require_safe
def school(request: OperatorRequest, number: int) -> HttpResponse:
    """One school: its figures, its contact, what is done with it."""
    return _school_page(request, school_or_404(number))


def _school_page(request: OperatorRequest, school: School, form: forms.BlockForm | None = None) -> HttpResponse:
    with school_scope(school):
        figures = SchoolFigures.objects.first()
    shown = queries.school_page(school)
    context = {
        "shown": shown,
        "school": school,
        "figures": figures,
        "entries": [(entry, told(entry)) for entry in shown.entries],
        "administrators": services.administrators_of(school),
        "moved": move_of(school) if shown.closing else None,
        "sign_in_page": selection_address(school),
        "form": form or forms.BlockForm(),
    }
    return render(request, "console/school.html", context, status=422 if form else 200)


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OperatorRequest) -> HttpResponse:
    """Open a school; its contact gets a link."""
    form = forms.SchoolForm(request.POST or None, instance=School())
    if request.method == "POST" and form.is_valid():
        try:
            school = services.create(operator=request.operator, wanted=_wanted(form))
        except CannotOpenSchool as error:
            form.add_error(None, str(error))
        else:
            link = f" Un courriel part à {school.contact_email}." if school.contact_email else ""
            messages.success(request, f"L'établissement n° {school.number} est ouvert.{link}")
            return redirect("operation:school", number=school.number)
    return render(request, "console/school_form.html", {"form": form}, status=422 if form.errors else 200)


def _wanted(form: forms.SchoolForm) -> services.Wanted:
    asked = form.cleaned_data
    contact = Contact(asked["contact_email"], asked["contact_last_name"], asked["contact_first_name"])
    return services.Wanted(asked["name"], asked["town"], asked["uai"], asked["number"], asked["zone"], contact)


@access.operators
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OperatorRequest, number: int) -> HttpResponse:
    """What a school is called, where it is, whom to write to."""
    school = school_or_404(number)
    form = forms.SchoolForm(request.POST or None, instance=school_or_404(number))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(operator=request.operator, school=school, values=form.cleaned_data)
        except services.CannotChange as error:
            form.add_error("uai", str(error))
        else:
            messages.success(request, "Établissement enregistré.")
            return redirect("operation:school", number=number)
    context = {"form": form, "school": school}
    return render(request, "console/school_form.html", context, status=422 if form.errors else 200)


@access.operators
@require_POST
def block(request: OperatorRequest, number: int) -> HttpResponse:
    """Shut a school, with a reason that people read."""
    school, form = school_or_404(number), forms.BlockForm(request.POST)
    if form.is_valid():
        try:
            services.block(operator=request.operator, school=school, reason=form.cleaned_data["reason"])
        except services.CannotChange as error:
            form.add_error("reason", str(error))
    if form.errors:
        return _school_page(request, school, form)
    messages.success(request, "L'établissement est fermé : ceux qui y étaient sortent à leur prochaine page.")
    return redirect("operation:school", number=number)


@access.operators
@require_POST
def unblock(request: OperatorRequest, number: int) -> HttpResponse:
    """Open a school again."""
    services.unblock(operator=request.operator, school=school_or_404(number))
    messages.success(request, "L'établissement est rouvert.")
    return redirect("operation:school", number=number)


@access.operators
@require_POST
def count_again(request: OperatorRequest, number: int) -> HttpResponse:
    """Count the school now, without waiting for the hour."""
    count_schools([school_or_404(number)])
    messages.success(request, "Les chiffres sont à jour.")
    return redirect("operation:school", number=number)


def _chosen_administrator(request: OperatorRequest, school: School) -> Account:
    chosen = request.POST.get("administrateur", "")
    found = next((each for each in services.administrators_of(school) if str(each.pk) == chosen), None)
    if found is None:
        raise Http404
    return found


@access.operators
@proved
@require_POST
def take_factor_away(request: OperatorRequest, number: int) -> HttpResponse:
    """An administrator has lost his second factor, or has that of another server."""
    school = school_or_404(number)
    administrator = _chosen_administrator(request, school)
    done = services.take_factor_away(operator=request.operator, school=school, administrator=administrator)
    told = "a perdu son second facteur : le mot de passe suffit de nouveau" if done else "n'a pas de second facteur"
    messages.success(request, f"« {administrator.login} » {told}.")
    return redirect("operation:school", number=number)


@access.operators
@require_POST
def give_access(request: OperatorRequest, number: int) -> HttpResponse:
    """Send the contact a link with which an administrator chooses his password."""
    school = school_or_404(number)
    administrator = _chosen_administrator(request, school)
    try:
        services.give_access_again(operator=request.operator, school=school, administrator=administrator)
    except services.CannotChange as error:
        messages.error(request, str(error))
    else:
        email = school.contact_email or administrator.email
        messages.success(request, f"Un lien part à {email} : il sert une fois, dans les trois jours.")
    return redirect("operation:school", number=number)
