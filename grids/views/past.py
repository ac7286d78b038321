"""What was before: a grid as it was on a day, the history of a cell. Each page of grids says what it is about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Account
from grids.comfort import comfort_of
from grids.forms import PastDayForm, read_cell
from grids.queries import cell_history, grid_on
from grids.queries.places import PupilChoices
from grids.views.screens import (
    GridScreen,
    choice_form,
    choice_page,
    choices_of,
    figures_of,
    is_shown,
    why_not_his,
)
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest
from schools.period_queries import school_year


@require_safe
def show_on(request: SchoolRequest, screen: GridScreen) -> HttpResponse:
    """The grid of the choices in the address at the end of the day `au`; a day that has none is refused in words."""
    choices = choices_of(request, screen)
    form = choice_form(request, screen, choices)
    if not is_shown(form, choices):
        return choice_page(request, screen, form, choices)
    return past_page(request, screen, choices)


def past_page(request: SchoolRequest, screen: GridScreen, choices: PupilChoices) -> HttpResponse:
    """The grid of complete choices at the end of the day `au`."""
    day_form = PastDayForm(request.GET)
    context = {"screen": screen, "choices": choices, "day_form": day_form, "year": school_year(request.school)}
    context |= {"alphabet": screen.subject.alphabet, "comfort": comfort_of(request.user)}
    if not day_form.is_valid():
        return render(request, "grids/past.html", context, status=422)
    day = day_form.cleaned_data["au"]
    grid = screen.draw(choices)
    context |= {"past": grid_on(grid, day), "is_today": day == today()}
    context |= figures_of(request, screen, grid, day)
    return render(request, "grids/past.html", context)


@require_safe
def history(request: SchoolRequest, screen: GridScreen) -> HttpResponse:
    """What happened to a cell, for the dialog that asks: 404 without such a pupil here, 403 when he is not his."""
    asked = read_cell(request.GET)
    if asked is None:
        raise Http404
    pupil = get_object_or_404(Account.objects.pupils(), pk=asked.pupil_id)
    thing: Any = get_object_or_404(screen.subject.things, pk=asked.about_id)
    if not screen.subject.open_pupils(request.user, [pupil]):
        raise PermissionDenied(why_not_his(request, screen, "Cet élève n'est pas un des vôtres."))
    found = cell_history(subject=screen.subject, pupil=pupil, thing=thing)
    return render(request, "grids/history.html", {"history": found})
