"""« Périodes (gestion) » and « Périodes & classes / groupes »."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count
from schools import period_queries as queries
from schools.calendar import Days, Overlap
from schools.forms.periods import DatesForm, PeriodForm
from schools.listed import PERIOD_DATES, PERIODS, dated_rows
from schools.losses import losses_of
from schools.models import Period, PeriodDates
from schools.services.periods import (
    USUAL,
    PeriodNameTaken,
    create_usual_periods,
    delete_period,
    give_dates,
    save_period,
    take_dates,
)
from schools.views.deleting import Question, ask_then_delete
from schools.views.saving import save_with


def _list(request: SchoolRequest, form: PeriodForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "periods": queries.periods_with_counts(),
        "form": form,
        "editing": form.instance if form and form.instance.pk else None,
    }
    status = 422 if form and form.errors else 200
    return render_listed(request, "schools/periods.html", context, PERIODS.of(context["periods"]), status=status)


@requires("schools.manage_structure")
@require_safe
def periods(request: SchoolRequest) -> HttpResponse:
    """The periods, in order."""
    return _list(request)


@requires("schools.manage_structure")
@require_POST
def create_usual(request: SchoolRequest) -> HttpResponse:
    """Three terms, two semesters or five periods at once."""
    model = request.POST.get("modele", "")
    if model not in USUAL:
        raise Http404
    made = create_usual_periods(actor=request.user, school=request.school, model=model)
    messages.success(
        request, f"{count(made, 'période ajoutée', 'périodes ajoutées')}. Donnez-leur maintenant leurs dates."
    )
    return redirect("schools:period_dates")


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def add_period(request: SchoolRequest) -> HttpResponse:
    """A new period, after the others."""
    last = queries.periods_with_counts().last()
    return _save(request, Period(school=request.school, order=last.order + 1 if last else 1), "Période « {} » ajoutée.")


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_period(request: SchoolRequest, pk: int) -> HttpResponse:
    """Change a period; its dates stay."""
    return _save(request, get_object_or_404(Period.objects.all(), pk=pk), "Période « {} » enregistrée.")


def _save(request: SchoolRequest, period: Period, done: str) -> HttpResponse:
    form = PeriodForm(request.POST or None, instance=period)
    return save_with(
        request,
        form,
        save=lambda: save_period(actor=request.user, period=period),
        refusals={PeriodNameTaken: form.refuse_name},
        told=lambda: done.format(period.name),
        back="schools:periods",
        show=lambda form: _list(request, form),
    )


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_period(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, naming the classes and groups that have its dates, then delete the period."""
    period = get_object_or_404(Period.objects.all(), pk=pk)
    question = Question(
        what=f"la période « {period.name} »",
        button=f"Supprimer la période {period.name}",
        harmless="Aucune classe, aucun groupe n'a de dates pour cette période.",
        list_label="Périodes (gestion)",
        section="Gestion courante",
        back="schools:periods",
        done=f"Période « {period.name} » supprimée.",
    )
    return ask_then_delete(
        request,
        question=question,
        losses=losses_of(period),
        delete=lambda: delete_period(actor=request.user, period=period),
    )


@requires("accounts.home")
@require_safe
def read_dates(request: SchoolRequest) -> HttpResponse:
    """The dates of the periods of every class and group, for everybody to read."""
    periods = list(queries.periods_with_counts())
    places = queries.dated_places(queries.school_year(request.school))
    rows = [(place.name, queries.by_period(place, periods)) for place in places]
    context = {"periods": periods, "rows": rows}
    return render_listed(request, "schools/periods_read.html", context, PERIOD_DATES.of(dated_rows(places)))


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def period_dates(request: SchoolRequest) -> HttpResponse:
    """Every class and group with its periods; a form dates a period for several of them at once."""
    year = queries.school_year(request.school)
    form = DatesForm(request.POST if request.method == "POST" else None, year=year, initial=_prefilled(request))
    if request.method == "POST" and form.is_valid():
        _give(request, form, year)
        return redirect("schools:period_dates")
    context: dict[str, Any] = {
        "form": form,
        "year": year,
        "places": queries.dated_places(year),
        "months": queries.months_of(year),
    }
    context |= {"periods": queries.periods_with_counts(), "height": queries.HEIGHT}
    table = PERIOD_DATES.of(dated_rows(context["places"]))
    status = 422 if form.errors else 200
    return render_listed(request, "schools/period_dates.html", context, table, status=status)


def _prefilled(request: SchoolRequest) -> dict[str, Any]:
    """The dates of `?dates=`, to be changed; its period alone, to be given elsewhere, with `?periode=`."""
    wish = request.GET.get("dates", "")
    if not wish:
        return {}
    dates = get_object_or_404(PeriodDates.objects.all(), pk=int(wish) if wish.isdecimal() and len(wish) < 19 else 0)
    place = f"c{dates.school_class_id}" if dates.school_class_id else f"g{dates.group_id}"
    return {"periode": dates.period_id, "debut": dates.starts_on, "fin": dates.ends_on, "lieu": [place]}


def _give(request: SchoolRequest, form: DatesForm, year: Days) -> None:
    places, period = form.chosen_places(), form.cleaned_data["periode"]
    days = {"starts_on": form.cleaned_data["debut"], "ends_on": form.cleaned_data["fin"]}
    give_dates(actor=request.user, period=period, places=places, **days)
    number = count(len(places), "classe ou groupe", "classes et groupes")
    messages.success(request, f"« {period.name} » : dates enregistrées pour {number}.")
    for name, shared in queries.overlaps_of(places, year).items():
        messages.warning(request, f"{name} : {' ; '.join(map(_said, shared))}.")


def _said(overlap: Overlap) -> str:
    days = f"du {overlap.days.first:%d/%m/%Y} au {overlap.days.last:%d/%m/%Y}"
    return f"« {overlap.one} » et « {overlap.other} » se chevauchent {days}"


@requires("schools.manage_structure")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_period_dates(request: SchoolRequest, pk: int) -> HttpResponse:
    """Ask, then take a period away from one class or group."""
    dates = get_object_or_404(PeriodDates.objects.select_related("period", "school_class", "group"), pk=pk)
    place = dates.school_class or dates.group
    question = Question(
        what=f"les dates de « {dates.period} » pour {place}",
        button="Supprimer ces dates",
        harmless=f"Du {dates.starts_on:%d/%m/%Y} au {dates.ends_on:%d/%m/%Y}. La période reste pour les autres.",
        list_label="Périodes & classes / groupes",
        section="Gestion courante",
        back="schools:period_dates",
        done=f"« {dates.period} » n'a plus de dates pour {place}.",
    )
    return ask_then_delete(
        request, question=question, losses=[], delete=lambda: take_dates(actor=request.user, dates=dates)
    )
