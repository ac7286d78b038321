"""« Valider les compétences »: several compétences of a palier at once, each final when validated."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Account
from accounts.queries import open_pupils
from grids.queries import Grid
from grids.views.screens import Extras, GridScreen
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from socle.advice import adviser
from socle.forms import PilierSelectionForm, read_wishes
from socle.models import Pilier
from socle.own import decisions_on
from socle.queries import GridChoices, active_paliers, grid_choices, pilier_grid
from socle.services import remember_palier_of_piliers
from socle.subjects import ITEMS, PILIERS
from socle.views.percentages import OF_PILIERS, panel_of
from socle.views.words import LABELS, SHOW


def choices(account: Account, params: QueryDict, pupils: Mapping[str, Any]) -> GridChoices:
    """The choice of some compétences of a palier."""
    return grid_choices(account, read_wishes(params), pupils, by_domaine=False)


def draw(chosen: GridChoices) -> Grid:
    """The grid of the compétences chosen."""
    assert chosen.palier
    return pilier_grid(palier=chosen.palier, piliers=chosen.chosen_piliers, pupils=chosen.chosen_pupils)


SCREEN = GridScreen(
    title="Valider les compétences",
    path="Validation du socle",
    lead="Choisissez une grille : des compétences, une classe ou un groupe.",
    act="la validation des compétences",
    subject=PILIERS,
    form=PilierSelectionForm,
    right=PILIERS.right,
    choices=choices,
    draw=draw,
    choice_url="socle:piliers",
    grid_url="socle:piliers_grid",
    save_url="socle:save_piliers",
    past_url="socle:piliers_grid_on",
    history_url="socle:pilier_history",
    live_url="socle:piliers_presence",
    saves_url="socle:saves",
    pdf_url="socle:piliers_pdf",
    figures=OF_PILIERS,
    figures_url="socle:piliers_percentages",
    details_url="socle:pilier_items",
    script="js/socle/piliers.js",
    style="css/scale.css",
    button=SHOW,
    labels=LABELS | {"one": "Une compétence"},
    extras=Extras(
        choice="socle/_choice.html",
        missing="socle/_no_palier.html",
        option="socle/_percentages.html",
        warning="socle/_final_warning.html",
        foot="socle/_languages_foot.html",
        panel="socle/_pilier_panel.html",
    ),
    after_save=remember_palier_of_piliers,
)


@requires(PILIERS.right)
@require_safe
def pilier_items(request: SchoolRequest, pupil: int, pilier: int) -> HttpResponse:
    """What helps to decide on a compétence: what was decided of its items, for one pupil; a piece of the panel."""
    its_pupil = get_object_or_404(Account.objects.pupils().active(), pk=pupil)
    if not open_pupils(request.user, PILIERS.right, [its_pupil]):
        raise Http404
    if not Pilier.objects.filter(pk=pilier, palier__in=active_paliers()).exists():
        raise Http404
    context = {
        "decisions": decisions_on(its_pupil, pilier),
        "panel": panel_of(request.user, its_pupil, ITEMS.lines_of(pilier)),
        "panel_template": adviser().panel_template,
    }
    return render(request, "socle/pilier_items.html", context)
