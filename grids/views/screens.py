"""One engine for the pages of grids: choose a grid, show it, save it. Each page only says what it is about.

Each view is given the screen by `page_of` (pages.py), which also marks it with the right of that screen.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Account
from accounts.queries import ONLY_PP
from grids.comfort import comfort_of
from grids.figures import FigureSource
from grids.forms import LiveQuestion, PastDayForm, PupilsForm, read_clicks, read_pupil_wishes
from grids.live import SharedGrid, live_settings
from grids.queries import Grid, Place
from grids.queries.places import PupilChoices, are_of_this_school, choose_pupils
from grids.services import CellChange, OutsideClasses, RefusedSave, UnknownPupil, save_cells
from grids.subject import Subject
from grids.views.answers import saved_answer
from sacoche.kit.access import authorised, restrictions_on
from sacoche.kit.requests import SchoolRequest

Context = dict[str, Any]
STATUS_OF_REFUSAL = {UnknownPupil: 404, OutsideClasses: 403}


@dataclass(frozen=True)
class Neighbour:
    """Another grid of the same kind, for the same pupils: `rel` is what HTML calls it, prev or next."""

    rel: str
    label: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Extras:
    """The templates of what a page of grids shows besides; none of them is needed.

    `choice` is the part of the form that says what the grid is about, `missing` what stands instead of the form when
    nothing can be chosen; `warning` stands over the table, `option` in its tools, `foot` at the foot of the table,
    `panel` under the decision of a cell.
    """

    choice: str = ""
    missing: str = ""
    warning: str = ""
    option: str = ""
    foot: str = ""
    panel: str = ""


def _no_neighbours(screen: "GridScreen", choices: Any) -> Sequence[Neighbour]:
    return ()


def _nothing_more(account: Account, changes: Sequence[CellChange]) -> None:
    """Nothing follows a save."""


@dataclass(frozen=True, kw_only=True)
class GridScreen:
    """A page of grids. `act` completes « … est réservé au professeur principal »; the addresses are URL names.

    `choices` settles what an address asks for, from the account, the address and the fields of the chosen pupils;
    `draw` makes the grid of complete choices; `script` is the module of the page, which gives the engine its words;
    `labels` are the words of the page that the templates of the engine need.
    """

    title: str
    path: str
    lead: str
    act: str
    subject: Subject
    form: type[PupilsForm]
    right: str
    choices: Callable[[Account, QueryDict, Mapping[str, Any]], PupilChoices]
    draw: Callable[[Any], Grid]
    # What the addresses name besides, when one of these grids is a thing of its own.
    named: tuple[Any, ...] = ()
    choice_url: str
    grid_url: str
    save_url: str = ""
    past_url: str = ""
    history_url: str = ""
    live_url: str = ""
    # « Revenir sur un enregistrement… »
    saves_url: str = ""
    # Figures beside the decisions, and where they are asked for.
    figures: FigureSource | None = None
    figures_url: str = ""
    # « Grille (PDF) », and the grids that it prints together when all of them are asked for.
    pdf_url: str = ""
    draw_whole: Callable[[Any], Sequence[Grid]] | None = None
    # What helps to decide on a cell: the page of a pupil and a thing, both 0 in the address given to the script.
    details_url: str = ""
    script: str = ""
    # The style sheet of the colours of its states, or of what its panel shows, when they are not those of grid.css.
    style: str = ""
    # The address of another one, made for the school.
    colours: str = ""
    template: str = "grids/grid.html"
    button: str
    labels: Mapping[str, str] = field(default_factory=dict)
    extras: Extras = Extras()
    neighbours: Callable[["GridScreen", Any], Sequence[Neighbour]] = _no_neighbours
    after_save: Callable[[Account, Sequence[CellChange]], None] = _nothing_more
    # Where an open grid is, for who may have it open; as its question says, in the classes and groups of the reader.
    place_of: Callable[[SchoolRequest, LiveQuestion], Place] | None = None

    def address(self, url: str) -> str:
        """One of its addresses, by its name; empty when it has none."""
        return url and reverse(url, args=self.named)

    @property
    def choice_address(self) -> str:
        return self.address(self.choice_url)

    @property
    def grid_address(self) -> str:
        return self.address(self.grid_url)

    @property
    def save_address(self) -> str:
        return self.address(self.save_url)

    @property
    def past_address(self) -> str:
        return self.address(self.past_url)

    @property
    def history_address(self) -> str:
        return self.address(self.history_url)

    @property
    def pdf_address(self) -> str:
        return self.address(self.pdf_url)

    @property
    def figures_address(self) -> str:
        return self.address(self.figures_url)

    @property
    def live_address(self) -> str:
        return self.address(self.live_url)

    @property
    def saves_address(self) -> str:
        return self.address(self.saves_url)


def _nothing(grid: Grid) -> Context:
    return {}


@require_safe
def choose(request: SchoolRequest, screen: GridScreen) -> HttpResponse:
    """What may be chosen, and what is; the answer to htmx is the form alone."""
    choices = choices_of(request, screen)
    form = screen.form(choices, refresh_url=screen.choice_address)
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
    return grid_page(request, screen, choices, more)


def grid_page(
    request: SchoolRequest, screen: GridScreen, choices: PupilChoices, more: Callable[[Grid], Context] = _nothing
) -> HttpResponse:
    """The grid of complete choices."""
    # First: what is saved while the grid is drawn comes again, and changes nothing the second time.
    live = live_settings(request.user, _shared(screen, choices), url=screen.live_address)
    grid = screen.draw(choices)
    context = {
        "grid": grid,
        "choices": choices,
        "screen": screen,
        "neighbours": screen.neighbours(screen, choices),
        "day_form": PastDayForm.asking(),
        "live": live,
        "alphabet": screen.subject.alphabet,
        "settings": _settings(grid),
        "comfort": comfort_of(request.user),
        **figures_of(request, screen, grid),
    }
    return render(request, screen.template, context | more(grid))


def _shared(screen: GridScreen, choices: PupilChoices) -> SharedGrid:
    assert choices.place
    return SharedGrid(screen.subject, choices.scope_id, choices.place)


def figures_of(request: SchoolRequest, screen: GridScreen, grid: Grid, day: datetime.date | None = None) -> Context:
    """The figures of a grid, for who left them shown, and what its script has to know of them."""
    source = screen.figures
    if source is None:
        return {"figures": None}
    figures = source.draw(request.user, grid, day) if source.is_shown(request.user) else None
    url = f"{screen.figures_address}?{request.GET.urlencode()}"
    proposes = day is None and source.proposes()
    told = {"url": url, "proposes": proposes, "shown": figures and figures.as_data()}
    return {"figures": figures, "figure_settings": told}


def _settings(grid: Grid) -> Context:
    """What the script of the page is told of the subject, and of what nobody may change in this grid."""
    subject = grid.subject
    return {
        "alphabet": subject.alphabet.as_data(),
        "gestures": subject.gestures.as_data(),
        "pupilsAreRows": subject.pupils_are_rows,
        "isKeyed": subject.is_keyed,
        "longest": subject.typed.longest if subject.typed else 0,
        "marksShut": grid.marks_shut,
    }


@require_POST
def save(request: SchoolRequest, screen: GridScreen) -> JsonResponse:
    """Save the cells changed on a grid; refusals come back as a sentence, conflicts cell by cell."""
    try:
        clicks = read_clicks(request.body, screen.subject)
        outcome = save_cells(
            subject=screen.subject,
            actor=request.user,
            school=request.school,
            changes=clicks.changes,
            number=clicks.number,
        )
        screen.after_save(request.user, clicks.changes)
    except RequestDataTooBig:
        return JsonResponse({"error": "Envoi trop volumineux : rien n'a été enregistré."}, status=413)
    except RefusedSave as refusal:
        return JsonResponse(_refusal(refusal), status=STATUS_OF_REFUSAL.get(type(refusal), 400))
    return JsonResponse(saved_answer(screen.subject, outcome))


def _refusal(refusal: RefusedSave) -> dict[str, object]:
    """The page sets the refused cells aside, and can then save the others."""
    return {"error": refusal.sentence, "pupils": refusal.pupil_ids, "rows": refusal.thing_ids}


def choices_of(request: SchoolRequest, screen: GridScreen) -> PupilChoices:
    """What the address asks for: 404 for what this school does not have, 403 in words for a place not open to him."""
    wishes = read_pupil_wishes(request.GET)
    if not are_of_this_school(wishes):
        raise Http404
    choices = screen.choices(request.user, request.GET, choose_pupils(request.user, wishes, screen.right))
    if choices.place is None and (wishes["classe"] or wishes["groupe"]):
        place = "Ce groupe n'est pas un" if wishes["groupe"] else "Cette classe n'est pas une"
        raise PermissionDenied(why_not_his(request, screen, f"{place} des vôtres."))
    return choices


def choice_form(request: SchoolRequest, screen: GridScreen, choices: PupilChoices) -> PupilsForm:
    """The form of what the address asks for; nothing to check in « tout », the link of another page.

    Such a link names a place and what the grid is about, and means all that they hold.
    """
    data = None if "tout" in request.GET else request.GET
    return screen.form(choices, data, refresh_url=screen.choice_address)


def is_shown(form: PupilsForm, choices: PupilChoices) -> bool:
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


def choice_page(request: SchoolRequest, screen: GridScreen, form: PupilsForm, choices: PupilChoices) -> HttpResponse:
    """The form of a choice; the answer to htmx is the form alone."""
    template = "grids/choose.html#selection" if request.htmx else "grids/choose.html"
    who = authorised(request.user, screen.right)
    return render(request, template, {"form": form, "choices": choices, "screen": screen, "authorised": who})
