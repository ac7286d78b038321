"""Bilan chronologique: the mean, or the share of acquired items, of a pupil from period to period."""

import datetime
from collections.abc import Iterator, Sequence

from bilans.computing import choosing
from bilans.computing.chronology import Chart, Curve, Period, Point, chart
from bilans.computing.inputs import Item
from bilans.paper import pieces
from bilans.paper.pieces import Curves, Paper, Series
from bilans.queries import items_of
from bilans.queries.offered import periods_of
from bilans.reports.asked import Asked
from bilans.reports.laying import about
from bilans.reports.options import PERIOD, WrongOption
from bilans.reports.registry import Made, Page, Report, Table, reports
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
    groups = _groups(asked, items, is_one=matiere is not None)
    window = asked.window()
    found = chart(asked.pupils, groups, asked.marks(items), _periods(asked), window, asked.scale.states)
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


def _periods(asked: Asked) -> list[Period]:
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
    is_share = asked.options.among("mesure", _MEASURES, "moyenne")
    # A share or a mean that a right hides is no curve.
    is_shown = asked.shown.has_percent if is_share else asked.shown.has_mean
    measure = "pourcentage d'items acquis" if is_share else "moyenne simple des scores"
    places = tuple(period.label for period in found.periods)
    is_fixed = asked.options.among("axe", {"fixe": True, "ajuste": False}, "fixe")
    axis = "axe de 0 à 100" if is_fixed else "axe ajusté aux points"
    sheets = [
        pieces.Sheet(
            str(sheet.pupil.key),
            sheet.pupil.name,
            (
                Curves(
                    places,
                    tuple(_series(asked, curve) for curve in sheet.curves),
                    is_fixed,
                    f"{measure.capitalize()}, {axis}",
                ),
            ),
        )
        for sheet in found.sheets
    ]
    matiere = asked.one_matiere_or_all()
    title = f"Bilan chronologique – {matiere.label}" if matiere else "Bilan chronologique"
    kept = tuple(sheets) if is_shown else ()
    return Paper(title, about(asked, measure), kept, has_codes=False, is_landscape=True)


def _series(asked: Asked, curve: Curve) -> Series:
    return Series(curve.label, tuple(_figure(asked, point) for point in curve.points))


reports.register(
    Report(
        "chronologie",
        "Bilan chronologique",
        ("toute_matiere", "courbes", "mesure", "pas", "axe", "ordre", *PERIOD),
        _make,
        Page(
            "chronologie",
            "Bilan chronologique",
            "Bilan chronologique",
            _lay,
            lead="Comment un élève avance, d'un mois ou d'une période à l'autre.",
        ),
    )
)
