"""« Valider les compétences »: several compétences of a palier at once, each final when validated."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Account
from accounts.queries import open_pupils
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from socle.forms import PilierSelectionForm
from socle.models import Pilier
from socle.own import decisions_on
from socle.queries import Grid, GridChoices, active_paliers, pilier_grid
from socle.subjects import PILIERS
from socle.views import screens


def draw(choices: GridChoices) -> Grid:
    """The grid of the compétences chosen."""
    assert choices.palier
    return pilier_grid(palier=choices.palier, piliers=choices.chosen_piliers, pupils=choices.chosen_pupils)


SCREEN = screens.GridScreen(
    title="Valider les compétences",
    lead="Choisissez une grille : des compétences, une classe ou un groupe.",
    act="la validation des compétences",
    subject=PILIERS,
    form=PilierSelectionForm,
    right=PILIERS.right,
    draw=draw,
    choice_url="socle:piliers",
    grid_url="socle:piliers_grid",
    save_url="socle:save_piliers",
    past_url="socle:piliers_grid_on",
    history_url="socle:pilier_history",
    live_url="socle:piliers_presence",
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
    return render(request, "socle/pilier_items.html", {"decisions": decisions_on(its_pupil, pilier)})
