"""The percentages beside the decisions of both grids, and what is behind one of them."""

import datetime
from collections.abc import Callable, Collection
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Account
from accounts.queries import open_pupils
from grids.figures import Figures, FigureSource
from grids.queries import Grid
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.models import Matiere
from socle.advice import adviser
from socle.forms import read_harvest
from socle.help_settings import socle_settings
from socle.models import Item
from socle.paliers import active_paliers
from socle.queries.choices import harvest_of, shows_percentages
from socle.services import remember_percentages
from socle.subjects import ITEMS


def _draw(items_of: Callable[[int], Collection[int]]) -> Callable[[Account, Grid, datetime.date | None], Figures]:
    def draw(account: Account, grid: Grid, day: datetime.date | None) -> Figures:
        fed = {row.id: items_of(row.id) for row in grid.rows}
        return adviser().figures([column.id for column in grid.columns], fed, harvest_of(account), day)

    return draw


def _remember(account: Account, fields: QueryDict) -> None:
    remember_percentages(account, is_shown="montrer" in fields, harvest=read_harvest(fields))


def _options(account: Account) -> dict[str, Any]:
    """The matières of the school; all are ticked until some are chosen."""
    return {"harvest": harvest_of(account), "matieres": list(Matiere.objects.order_by("label", "reference"))}


def _source(items_of: Callable[[int], Collection[int]], proposes: Callable[[], bool]) -> FigureSource:
    return FigureSource(
        draw=_draw(items_of),
        is_shown=shows_percentages,
        remember=_remember,
        options=_options,
        template="socle/harvest.html",
        proposes=proposes,
    )


OF_ITEMS = _source(lambda item: (item,), proposes=lambda: socle_settings().proposes)
# Validating a compétence is final: nothing fills its cells but a person.
OF_PILIERS = _source(ITEMS.lines_of, proposes=lambda: False)


@requires(ITEMS.right)
@require_safe
def item_percentage(request: SchoolRequest, pupil: int, item: int) -> HttpResponse:
    """What is behind the percentage of a cell, down to the results; a piece of the panel."""
    its_pupil = get_object_or_404(Account.objects.pupils().active(), pk=pupil)
    if not open_pupils(request.user, ITEMS.right, [its_pupil]):
        raise Http404
    if not Item.objects.filter(pk=item, domaine__pilier__palier__in=active_paliers()).exists():
        raise Http404
    return render(request, adviser().panel_template, {"panel": panel_of(request.user, its_pupil, [item])})


def panel_of(reader: Account, pupil: Account, items: Collection[int]) -> Any:
    """What is behind a percentage, of the items that its reader chose to look at."""
    return adviser().panel(reader, pupil, items, harvest_of(reader))
