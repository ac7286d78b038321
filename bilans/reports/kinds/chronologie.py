"""Bilan chronologique: the mean, or the share of acquired items, of a pupil from period to period."""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from bilans.computing import choosing
from bilans.computing.chronology import Chart, CurveSheet, MeanCurve, Period, Point, chart
from bilans.computing.inputs import Item
from bilans.paper import pieces
from bilans.paper.pieces import Curves, Paper, Series
from bilans.queries import items_of
from bilans.queries.offered import periods_of
from bilans.reports.asked import Asked
from bilans.reports.kinds.releves import chosen_items
from bilans.reports.laying import about
from bilans.reports.options import PERIOD, WrongOption
from bilans.reports.registry import Made, Page, Report, Table, reports
from bilans.rights import SEE_CLASSES
from sacoche.kit.files.tables import Value

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
# Beyond, points are no longer told apart.
MOST_MONTHS = 48
_MEASURES = {"moyenne": False, "acquis": True}


def _make(asked: Asked) -> Made:
    matiere = asked.one_matiere_or_all()
    if matiere is None:
        items = choosing.of_every_matiere(items_of())
    else:
        items = choosing.of_matiere(asked.items_of_matiere(matiere), matiere.pk)
    return made_of(asked, items, is_one=matiere is not None)


def _make_of_items(asked: Asked) -> Made:
    return made_of(asked, chosen_items(asked), is_one=False)


def made_of(asked: Asked, items: Sequence[Item], *, is_one: bool) -> Made:
    """The lines of each pupil over these items, which are of one matière or of several."""
    groups = _groups(asked, items, is_one=is_one)
    marks, periods = asked.marks(tuple(items)), periods_asked(asked)
    found = chart(asked.pupils, groups, marks, periods, asked.window(), asked.scale.states)
    heads = ["Élève", "Courbe", *(period.label for period in found.periods)]
    return Made(found, Table(heads, list(_rows(asked, found))))


def _groups(asked: Asked, items: Sequence[Item], *, is_one: bool) -> list[tuple[str, list[Item]]]:
    """The items of each line: by matière, by domaine, or all those of a matière."""
    ways = {"matieres": "matiere", "domaines": "domaine"}
    way = asked.options.among("courbes", ways, "matieres")
    groups: dict[str, list[Item]] = {}
    for item in items:
        label = item.matiere.label if way == "matiere" else item.theme.domaine.name
        named = label if is_one or way == "matiere" else f"{item.matiere.label} – {label}"
        groups.setdefault(named, []).append(item)
    return list(groups.items())


def periods_asked(asked: Asked) -> list[Period]:
    """The months of the window, or the periods of the class that begin in it."""
    window = asked.window().window
    start, end = window.start, window.end
    assert start is not None
    assert end is not None
    if asked.options.among("pas", {"mois": False, "periodes": True}, "mois"):
        named = [
            Period(dates.period.name, dates.starts_on, min(dates.ends_on, end))
            for dates in periods_of(asked.place)
            if start <= dates.starts_on <= end
        ]
        if not named:
            raise WrongOption("Cette classe n'a pas de période commencée entre ces dates : prenez les mois.")
        return named
    months = list(_months(start, end))
    if len(months) > MOST_MONTHS:
        raise WrongOption(f"Un bilan chronologique va sur {MOST_MONTHS} mois au plus : rapprochez les dates.")
    return months


def _months(start: datetime.date, end: datetime.date) -> Iterator[Period]:
    while start <= end:
        following = (start.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
        yield Period(_MONTHS[start.month - 1], start, min(following - datetime.timedelta(days=1), end))
        start = following


def _figure(asked: Asked, point: Point) -> int | None:
    is_share = asked.options.among("mesure", _MEASURES, "moyenne")
    return point.summary.share.percent if is_share else point.summary.simple


def _rows(asked: Asked, found: Chart) -> Iterator[Sequence[Value]]:
    for sheet in found.sheets:
        for curve in sheet.curves:
            yield [sheet.pupil.name, curve.label, *(_figure(asked, point) for point in curve.points)]


def _lay(asked: Asked, found: Chart) -> Paper:
    measure = measure_told(asked)
    # A share or a mean that a right hides is no curve.
    is_shown = asked.shown.has_percent if _is_share(asked) else asked.shown.has_mean
    sheets = [
        pieces.Sheet(str(sheet.pupil.key), sheet.pupil.name, (curves_of(asked, found, _lines(asked, found, sheet)),))
        for sheet in found.sheets
    ]
    matiere = asked.one_matiere_or_all()
    title = f"Bilan chronologique – {matiere.label}" if matiere else "Bilan chronologique"
    kept = tuple(sheets) if is_shown else ()
    return Paper(title, about(asked, measure), kept, has_codes=False, is_landscape=True)


def _is_share(asked: Asked) -> bool:
    return asked.options.among("mesure", _MEASURES, "moyenne")


def measure_told(asked: Asked) -> str:
    """What the points are."""
    return "pourcentage d'items acquis" if _is_share(asked) else "moyenne simple des scores"


def curves_of(asked: Asked, found: Chart, series: Iterable[Series]) -> Curves:
    """A chart over the periods of the document, with its measure and its axis told."""
    is_fixed = asked.options.among("axe", {"fixe": True, "ajuste": False}, "fixe")
    axis = "axe de 0 à 100" if is_fixed else "axe ajusté aux points"
    places = tuple(period.label for period in found.periods)
    return Curves(places, tuple(series), is_fixed, f"{measure_told(asked).capitalize()}, {axis}")


def _lines(asked: Asked, found: Chart, sheet: CurveSheet) -> Iterator[Series]:
    """The lines of a pupil, each followed by that of his class when it is asked: never by a family."""
    has_class = asked.options.is_yes("courbe_classe") and asked.seen_on is None
    for series in lines_of_pupil(asked, sheet):
        yield series
        if has_class:
            label = f"{series.label} (tous)" if len(sheet.curves) > 1 else "Élèves choisis"
            yield mean_series(asked, found.means(series.label), label)


def lines_of_pupil(asked: Asked, sheet: CurveSheet) -> list[Series]:
    """The lines of a pupil alone."""
    return [Series(curve.label, tuple(_figure(asked, point) for point in curve.points)) for curve in sheet.curves]


def mean_series(asked: Asked, curve: MeanCurve, label: str) -> Series:
    """The line of many pupils."""
    is_share = _is_share(asked)
    return Series(label, tuple(point.percent if is_share else point.simple for point in curve.points))


CHART = ("courbes", "mesure", "pas", "axe")
_OPTIONS = ("courbe_classe", *CHART, "ordre", *PERIOD)
_FAMILY = "Bilan chronologique"
reports.register(
    Report(
        "chronologie",
        "Bilan chronologique",
        ("toute_matiere", *_OPTIONS),
        _make,
        Page(
            "chronologie",
            _FAMILY,
            "Bilan chronologique",
            _lay,
            lead="Comment un élève avance, d'un mois ou d'une période à l'autre.",
        ),
    )
)
reports.register(
    Report(
        "chronologie_items",
        "Bilan chronologique d'items choisis",
        ("items", *_OPTIONS),
        _make_of_items,
        Page(
            "chronologie/items",
            _FAMILY,
            "Items choisis",
            _lay,
            right=SEE_CLASSES,
            lead="Comment un élève avance sur les items d'un regroupement.",
        ),
    )
)
