"""The results of the school in series: what a change of scale is counted on."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from accounts.models import Account
from evaluations.models import PLANNED, Mark
from evaluations.scale.calculation import Calculation
from evaluations.scale.moves import Series
from evaluations.scoring.many import SEPARATOR
from referentiels.models import Item, Referentiel
from referentiels.queries.pages import displayed_reference


def school_series(referentiel_id: int | None = None) -> Iterator[Series]:
    """The results of the open school, a series for each pupil and item, with the calculation of its référentiel.

    With a key, those of the items of this référentiel alone. The results of an item follow one another by date, then by
    évaluation. One pass over the marks, which come in the order of their key.
    """
    items = _items(referentiel_id)
    pupils = Account.objects.pupils()
    names = {pk: f"{last} {first}" for pk, last, first in pupils.values_list("pk", "last_name", "first_name")}
    marks = Mark.objects.filter(pupil__in=pupils).exclude(code=PLANNED)
    if referentiel_id is not None:
        marks = marks.filter(item__in=items)
    rows = marks.order_by("pupil_id", "item_id", "given_on", "evaluation_id").values_list("pupil_id", "item_id", "code")
    for (pupil, item), cell in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0, 1)):
        codes = SEPARATOR.join(code for _pupil, _item, code in cell)
        if item in items:
            reference, calculation = items[item]
            yield Series(f"{names[pupil]}, {reference}", codes, calculation)


def _items(referentiel_id: int | None) -> dict[int, tuple[str, Calculation]]:
    """The displayed reference of each item and the calculation of its référentiel."""
    items = Item.objects.select_related("theme__domaine__referentiel__niveau")
    if referentiel_id is not None:
        items = items.filter(theme__domaine__referentiel=referentiel_id)
    return {item.pk: (_reference(item), _calculation(item.theme.domaine.referentiel)) for item in items}


def _reference(item: Item) -> str:
    theme = item.theme
    return displayed_reference(theme.domaine.referentiel.niveau.reference, theme.domaine, theme, item)


def _calculation(referentiel: Referentiel) -> Calculation:
    return Calculation.stored(referentiel.method, referentiel.limit, referentiel.look_back)
