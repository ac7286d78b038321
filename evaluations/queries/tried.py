"""The results of one pupil, ready to be tried in the simulator."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from urllib.parse import urlencode

from evaluations.models import PLANNED, Mark
from evaluations.scale.calculation import Calculation
from evaluations.scale.codes import SPECIAL_CODES
from evaluations.scale.whole import Scale
from referentiels.models import Referentiel
from referentiels.queries.pages import rows_of

_SPECIAL = frozenset(special.sigle for special in SPECIAL_CODES)


@dataclass(frozen=True, slots=True)
class TriedSeries:
    """The results of the pupil on an item, oldest first; `query` opens the simulator on them."""

    reference: str
    name: str
    codes: tuple[str, ...]
    query: str


def series_to_try(pupil: int, referentiel: Referentiel, scale: Scale) -> list[TriedSeries]:
    """A line for each item of the référentiel where the pupil has results, in the order of the tree.

    A result whose code is no longer typed is left out of the series, which the simulator could not read.
    """
    results = _results(pupil, referentiel, scale)
    own = Calculation.stored(referentiel.method, referentiel.limit, referentiel.look_back)
    items = [row for domaine in rows_of(referentiel) for theme in domaine.themes for row in theme.items]
    return [
        TriedSeries(row.reference, row.item.name, results[row.item.pk], _query(results[row.item.pk], own))
        for row in items
        if results.get(row.item.pk)
    ]


def _results(pupil: int, referentiel: Referentiel, scale: Scale) -> dict[int, tuple[str, ...]]:
    marks = Mark.objects.filter(pupil=pupil, item__theme__domaine__referentiel=referentiel).exclude(code=PLANNED)
    rows = marks.order_by("item_id", "given_on", "evaluation_id").values_list("item_id", "code")
    sigles = {str(code.number): code.sigle for code in scale.active} | {sigle: sigle for sigle in _SPECIAL}

    def read(codes: Iterator[tuple[int, str]]) -> tuple[str, ...]:
        return tuple(sigles[code] for _item, code in codes if code in sigles)

    return {item: read(found) for item, found in groupby(rows, key=itemgetter(0))}


def _query(codes: tuple[str, ...], own: Calculation) -> str:
    return urlencode({"suite": " ".join(codes), "methode": own.method.value, "nombre": own.limit})
