"""Classes from period to period, side by side, without any name."""

from bilans.computing import choosing
from bilans.computing.chronology import Chart, chart
from bilans.computing.targets import FEWEST
from bilans.paper import pieces
from bilans.paper.pieces import Note, Paper
from bilans.reports.asked import Asked
from bilans.reports.kinds.chronologie import curves_of, mean_series, measure_told, periods_asked
from bilans.reports.kinds.sans_noms import FAMILY, by_class
from bilans.reports.laying import about
from bilans.reports.options import PERIOD
from bilans.reports.registry import Made, Page, Report, Table, reports
from bilans.rights import SEE_SCHOOL

# A class, and the chart of its pupils under the one label of the matière.
OfClasses = tuple[tuple[str, Chart], ...]


def _make(asked: Asked) -> Made:
    matiere = asked.matiere()
    items = choosing.of_matiere(asked.items_of_matiere(matiere), matiere.pk)
    periods, marks = periods_asked(asked), asked.marks(items)
    found = tuple(
        (name, chart(pupils, [(name, items)], marks, periods, asked.window(), asked.scale.states, cuts=False))
        for name, pupils in by_class(asked.pupils)
    )
    heads = ["Classe", *(period.label for period in periods)]
    rows = [[name, *mean_series(asked, of.means(name, fewest=FEWEST), name).figures] for name, of in found]
    return Made(found, Table(heads, rows))


def _lay(asked: Asked, found: OfClasses) -> Paper:
    matiere = asked.matiere().label
    series = [mean_series(asked, of.means(name, fewest=FEWEST), name) for name, of in found]
    told = [each for each in series if any(figure is not None for figure in each.figures)]
    sheets: tuple[pieces.Sheet, ...] = ()
    if told:
        few = Note(f"Quand moins de {FEWEST} élèves sont évalués, la classe n'a pas de point : il nommerait quelqu'un.")
        sheets = (pieces.Sheet("", matiere, (curves_of(asked, found[0][1], told), few)),)
    said = about(asked, measure_told(asked))
    return Paper(f"Progression des classes – {matiere}", said, sheets, subject="", has_codes=False, is_landscape=True)


reports.register(
    Report(
        "progression",
        "Progression des classes, sans les noms",
        ("matiere", "mesure", "pas", "axe", *PERIOD),
        _make,
        Page(
            "sans-noms/progression",
            FAMILY,
            "Progression",
            _lay,
            right=SEE_SCHOOL,
            has_pupils=False,
            lead="Comment les classes avancent dans une matière, d'un mois à l'autre.",
        ),
    )
)
