"""One engine for the pages of grids: choose a grid, show it, save it. Each page only says what it is about.

Each view is given the screen by `page_of`, which also marks it with the right of that screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.queries import ONLY_PP
from sacoche.kit.access import authorised, requires, restrictions_on
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count, word
from socle.forms import PastDayForm, SelectionForm, read_clicks, read_wishes
from socle.live import live_settings
from socle.models import Pilier
from socle.queries import Grid, GridChoices, are_of_this_school, grid_choices
from socle.services import (
    CellChange,
    Conflict,
    OutsideClasses,
    RefusedSave,
    SaveOutcome,
    Stored,
    UnknownPupil,
    remember_palier,
    save_validations,
)
from socle.subjects import Subject

Context = dict[str, Any]
View = Callable[..., HttpResponse]
STATUS_OF_REFUSAL = {UnknownPupil: 404, OutsideClasses: 403}


@dataclass(frozen=True)
class GridScreen:
    """A page of grids. `act` completes « … est réservé au professeur principal »; the addresses are URL names."""

    title: str
    lead: str
    act: str
    subject: Subject
    form: type[SelectionForm]
    right: str
    draw: Callable[[GridChoices], Grid]
    choice_url: str
    grid_url: str
    save_url: str = ""
    past_url: str = ""
    history_url: str = ""
    live_url: str = ""
    template: str = "socle/grid.html"
    button: str = "Afficher le tableau des validations"


@dataclass(frozen=True)
class Neighbour:
    """The grid of another compétence, for the same pupils: `rel` is what HTML calls it, prev or next."""

    rel: str
    pilier: Pilier
    url: str


def page_of(screen: GridScreen, view: View) -> View:
    """`view` for the grids of one screen, open to those who have its right."""

    @wraps(view)
    def page(request: SchoolRequest) -> HttpResponse:
        return view(request, screen)

    return requires(screen.right)(page)


def _nothing(grid: Grid) -> Context:
    return {}


@require_safe
def choose(request: SchoolRequest, screen: GridScreen) -> HttpResponse:
    """What may be chosen, and what is; the answer to htmx is the form alone."""
    choices = choices_of(request, screen)
    form = screen.form(choices, refresh_url=reverse(screen.choice_url))
    return choice_page(request, screen, form, choices)


@require_safe
def show(request: SchoolRequest, screen: GridScreen, more: Callable[[Grid], Context] = _nothing) -> HttpResponse:
    """The grid of the choices in the address, or the form again with what is missing.

    `more` says what the template of a page needs besides.
    """
    choices = choices_of(request, screen)
    form = choice_form(request, screen, choices)
    if not is_shown(form, choices):
        return choice_page(request, screen, form, choices)
    # First: what is saved while the grid is drawn comes again, and changes nothing the second time.
    live = live_settings(request.user, screen.subject, choices, url=screen.live_url and reverse(screen.live_url))
    grid = screen.draw(choices)
    context = {
        "grid": grid,
        "choices": choices,
        "screen": screen,
        "neighbours": _neighbours(screen, choices),
        "day_form": PastDayForm.asking(),
        "live": live,
    }
    return render(request, screen.template, context | more(grid))


@require_POST
def save(request: SchoolRequest, screen: GridScreen) -> JsonResponse:
    """Save the cells changed on a grid; refusals come back as a sentence, conflicts cell by cell."""
    try:
        clicks = read_clicks(request.body)
        outcome = save_validations(
            subject=screen.subject,
            actor=request.user,
            school=request.school,
            changes=clicks.changes,
            number=clicks.number,
        )
        remember_palier(account=request.user, subject=screen.subject, changes=clicks.changes)
    except RequestDataTooBig:
        return JsonResponse({"error": "Envoi trop volumineux : rien n'a été enregistré."}, status=413)
    except RefusedSave as refusal:
        return JsonResponse(_refusal(refusal), status=STATUS_OF_REFUSAL.get(type(refusal), 400))
    return JsonResponse(_answer(outcome))


def choices_of(request: SchoolRequest, screen: GridScreen) -> GridChoices:
    """What the address asks for: 404 for what this school does not have, 403 in words for a place not open to him."""
    wishes = read_wishes(request.GET)
    if not are_of_this_school(wishes):
        raise Http404
    choices = grid_choices(request.user, wishes, right=screen.right, by_domaine=screen.form.by_domaine)
    if choices.place is None and (wishes["classe"] or wishes["groupe"]):
        place = "Ce groupe n'est pas un" if wishes["groupe"] else "Cette classe n'est pas une"
        raise PermissionDenied(why_not_his(request, screen, f"{place} des vôtres."))
    return choices


def choice_form(request: SchoolRequest, screen: GridScreen, choices: GridChoices) -> SelectionForm:
    """The form of what the address asks for; nothing to check in « tout », the link of another page.

    Such a link names a class and a compétence, and means all that they hold.
    """
    data = None if "tout" in request.GET else request.GET
    return screen.form(choices, data, refresh_url=reverse(screen.choice_url))


def is_shown(form: SelectionForm, choices: GridChoices) -> bool:
    """Whether a grid can be drawn of these choices."""
    return choices.is_complete and (not form.is_bound or form.is_valid())


def why_not_his(request: SchoolRequest, screen: GridScreen, otherwise: str) -> str:
    """The sentence of a refusal: what the school reserved, `otherwise` that it is not his."""
    if ONLY_PP in restrictions_on(request.user, screen.right):
        return (
            f"Votre établissement réserve {screen.act} au professeur principal de la classe : "
            "choisissez une classe dont vous l'êtes."
        )
    return otherwise


def choice_page(request: SchoolRequest, screen: GridScreen, form: SelectionForm, choices: GridChoices) -> HttpResponse:
    """The form of a choice; the answer to htmx is the form alone."""
    template = "socle/choose_grid.html#selection" if request.htmx else "socle/choose_grid.html"
    who = authorised(request.user, screen.right)
    return render(request, template, {"form": form, "choices": choices, "screen": screen, "authorised": who})


def _neighbours(screen: GridScreen, choices: GridChoices) -> list[Neighbour]:
    """The grids before and after one of items; a grid of compétences shows them together."""
    beside = [("prev", choices.pilier_beside(-1)), ("next", choices.pilier_beside(1))] if screen.form.by_domaine else []
    return [Neighbour(rel, pilier, _whole_grid(screen, choices, pilier)) for rel, pilier in beside if pilier]


def _whole_grid(screen: GridScreen, choices: GridChoices, pilier: Pilier) -> str:
    """The address of all the domaines of a compétence, for the chosen pupils; the whole class stays the whole class."""
    assert choices.place
    asked = [("palier", pilier.palier_id), ("competence", pilier.pk), ("classe", choices.place.code)]
    if len(choices.chosen_pupils) < len(choices.pupils):
        asked += [("eleve", pupil.pk) for pupil in choices.chosen_pupils]
    return f"{reverse(screen.grid_url)}?{urlencode([*asked, ('tout', 1)])}"


def _refusal(refusal: RefusedSave) -> dict[str, object]:
    """The page sets the refused cells aside, and can then save the others."""
    return {"error": refusal.sentence, "pupils": refusal.pupil_ids, "rows": refusal.thing_ids}


def _answer(outcome: SaveOutcome) -> dict[str, object]:
    return {
        "message": _sentence(outcome),
        "saved": outcome.saved,
        "date": outcome.decided_on.isoformat(),
        "author": outcome.author_label,
        "already": [_already(change, stored) for change, stored in outcome.already if stored],
        "conflicts": [_conflict(conflict) for conflict in outcome.conflicts],
    }


def _sentence(outcome: SaveOutcome) -> str:
    final = sum(conflict.is_final for conflict in outcome.conflicts)
    if outcome.saved:
        said = f"Validations enregistrées : {count(outcome.saved, 'case', 'cases')}."
    elif len(outcome.conflicts) > final:
        said = "Rien n'a été enregistré."
    else:
        said = "Aucun changement à enregistrer."
    if not final:
        return said
    return f"{said} {count(final, 'compétence validée est définitive', 'compétences validées sont définitives')} : " + (
        word(final, "elle n'a pas été changée.", "elles n'ont pas été changées.")
    )


def _already(change: CellChange, stored: Stored) -> dict[str, object]:
    date, author = stored.decided_on.isoformat(), stored.author_label
    return {"pupil": change.pupil_id, "row": change.about_id, "date": date, "author": author}


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "pupil": conflict.change.pupil_id,
        "row": conflict.change.about_id,
        "wanted": conflict.change.wanted,
        "stored": conflict.stored,
        "at": conflict.at and conflict.at.isoformat(),
        "date": conflict.on and conflict.on.isoformat(),
        "author": conflict.author_label,
        "final": conflict.is_final,
    }
