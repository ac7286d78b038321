"""Relevés d'items, their table of a class, and the relevé « bulletin »."""

from collections.abc import Callable, Iterator, Sequence

from django.db.models import Q

from bilans.computing import choosing
from bilans.computing.bulletin import bulletin
from bilans.computing.collective import Collective, Margin, collective
from bilans.computing.figures import shown_out_of_20
from bilans.computing.inputs import Item
from bilans.computing.levels import Level
from bilans.computing.releve import Line, Releve, releve
from bilans.queries import items_of
from bilans.reports.asked import Asked
from bilans.reports.options import PERIOD, WrongOption
from bilans.reports.registry import Made, Report, Table, reports
from evaluations.scale.whole import Scale
from evaluations.scoring.states import State
from sacoche.kit.files.tables import Value

Choosing = Callable[[Asked], tuple[Item, ...]]


def _of_matiere(asked: Asked) -> tuple[Item, ...]:
    matiere = asked.matiere()
    return _kept(asked, choosing.of_matiere(asked.items_of_matiere(matiere), matiere.pk))


def _of_every_matiere(asked: Asked) -> tuple[Item, ...]:
    return _kept(asked, choosing.of_every_matiere(items_of()))


def _chosen(asked: Asked) -> tuple[Item, ...]:
    keys = set(asked.options.numbers("items"))
    found = items_of(Q(pk__in=keys))
    missing = sorted(keys - {item.key for item in found})
    if not keys or missing:
        raise WrongOption(f"Items inconnus : {missing}." if missing else "Donnez les items : « items=12,13 ».")
    return _kept(asked, found)


def _kept(asked: Asked, items: tuple[Item, ...]) -> tuple[Item, ...]:
    return choosing.linked(items) if asked.options.is_yes("socle") else items


def _releve(choose: Choosing) -> Callable[[Asked], Made]:
    def make(asked: Asked) -> Made:
        items = choose(asked)
        found = releve(asked.pupils, items, asked.levels(items))
        heads = ("Élève", "Matière", "Référence", "Item", "Coefficient", "Résultats", "Score", "État")
        return Made(found, Table(heads, list(_lines(found, asked.scale))))

    return make


def _lines(found: Releve, scale: Scale) -> Iterator[Sequence[Value]]:
    for sheet in found.sheets:
        for block in sheet.blocks:
            for line in block.lines:
                yield (sheet.pupil.name, block.matiere.label, *line_cells(line, scale))


def line_cells(line: Line, scale: Scale) -> tuple[Value, ...]:
    """Reference, name, coefficient, results, score and state of a line."""
    sigles = {str(code.number): code.sigle for code in scale.codes}
    results = " ".join(sigles.get(result.code, result.code) for result in line.results)
    item = line.item
    return item.reference, item.name, item.coefficient, results, line.level.score, sigle(line.level.state)


def sigle(state: State | None) -> str:
    return state.sigle if state else ""


def _table(choose: Choosing) -> Callable[[Asked], Made]:
    def make(asked: Asked) -> Made:
        items = choose(asked)
        found = collective(asked.pupils, items, asked.levels(items), is_weighted=asked.options.is_yes("coefficients"))
        return Made(found, Table(_heads(found), _rows(found)))

    return make


def _heads(found: Collective) -> list[str]:
    return ["Élève", *(column.item.full_reference for column in found.columns), "Moyenne", "% acquis"]


def _rows(found: Collective) -> list[list[Value]]:
    columns = found.columns
    return [
        *(_row(row.pupil.name, row.levels, row.margin) for row in found.rows),
        _row("Moyenne", [column.margin.mean for column in columns], found.whole),
        ["% acquis", *(column.margin.percent.score for column in columns), None, None],
    ]


def _row(name: str, levels: Sequence[Level], margin: Margin) -> list[Value]:
    return [name, *(level.score for level in levels), margin.mean.score, margin.percent.score]


def _bulletin(asked: Asked) -> Made:
    items = _of_matiere(asked)
    found = bulletin(asked.pupils, items, asked.levels(items))
    lines: list[Sequence[Value]] = [
        (line.pupil.name, shown_out_of_20(line.mark), line.sentence) for line in found.lines
    ]
    lines.append(("Classe", shown_out_of_20(found.mark), "" if found.percent is None else f"{found.percent}% acquis"))
    return Made(found, Table(("Élève", "Note sur 20", "Appréciation"), lines))


_ALL = (*PERIOD, "socle")
for code, label, options, make in (
    ("releve_matiere", "Relevé d'items d'une matière", ("matiere", *_ALL), _releve(_of_matiere)),
    ("releve_pluridisciplinaire", "Relevé d'items pluridisciplinaire", _ALL, _releve(_of_every_matiere)),
    ("releve_items", "Relevé d'items choisis", ("items", *_ALL), _releve(_chosen)),
    ("tableau_matiere", "Tableau d'une matière", ("matiere", "coefficients", *_ALL), _table(_of_matiere)),
    ("tableau_items", "Tableau d'items choisis", ("items", "coefficients", *_ALL), _table(_chosen)),
    ("bulletin", "Relevé « bulletin » d'une matière", ("matiere", *_ALL), _bulletin),
):
    reports.register(Report(code, label, options, make))
