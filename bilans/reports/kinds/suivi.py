"""« Suivi d'un élève », for the staff: results by matière, curves, évaluations, requests, comments, socle."""

from collections.abc import Iterator, Sequence

from bilans.computing import choosing
from bilans.computing.chronology import Chart, chart
from bilans.computing.inputs import Item, Marks
from bilans.computing.portrait import Around, Happening, MatiereLine, Portrait, evaluations_of, matiere_lines
from bilans.computing.releve import releve
from bilans.paper import pieces
from bilans.paper.pieces import Column, Grid, Kind, Label, Paper, Row
from bilans.queries import items_of
from bilans.queries.around import around, own_matieres, titles_of
from bilans.reports.asked import Asked
from bilans.reports.kinds.chronologie import curves_of, lines_of_pupil, periods_asked
from bilans.reports.laying import about
from bilans.reports.options import PERIOD
from bilans.reports.registry import Made, Page, Report, Table, reports
from bilans.rights import SEE_CLASSES, SEE_EVERY_MATIERE, SEE_SOCLE
from evaluations.scoring.series import Result
from sacoche.kit.access import may
from sacoche.kit.files.tables import Value
from sacoche.kit.text import count

SUIVI = "suivi"
_LATEST = 15
_CELLS = 8


def _items(asked: Asked) -> tuple[Item, ...]:
    """Those of every matière, or of the reader's own when the school says so."""
    items = choosing.of_every_matiere(items_of())
    if asked.reader is None or may(asked.reader, SEE_EVERY_MATIERE):
        return items
    own = own_matieres(asked.reader)
    return tuple(item for item in items if item.matiere.key in own)


def _make(asked: Asked) -> Made:
    items = _items(asked)
    marks, levels = asked.marks(items), asked.levels(items)
    sheets = {sheet.pupil.key: sheet for sheet in releve(asked.pupils, items, levels).sheets}
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.matiere.label, []).append(item)
    curves = chart(
        asked.pupils, list(groups.items()), marks, periods_asked(asked), asked.window(), asked.scale.states, cuts=False
    )
    own = _results(asked, marks)
    evaluations = {result.evaluation for results in own.values() for result in results}
    socle = asked.reader is None or may(asked.reader, SEE_SOCLE)
    beside = around(asked.pupils, items, evaluations, asked.reader, socle=socle)
    titles, drawn = titles_of(evaluations), {sheet.pupil.key: sheet for sheet in curves.sheets}
    found = tuple(
        Portrait(
            pupil,
            matiere_lines(sheets.get(pupil.key)),
            drawn.get(pupil.key),
            curves.periods,
            evaluations_of(own.get(pupil.key, ()), titles),
            beside[pupil.key],
        )
        for pupil in asked.pupils
    )
    heads = ("Élève", "Rubrique", "Date", "Quoi", "Résultats", "Précisions")
    return Made(found, Table(heads, [line for one in found for line in _lines(asked, one)]))


def _results(asked: Asked, marks: Marks) -> dict[int, list[Result]]:
    """The results of each pupil in the period."""
    window = asked.window().window
    assert window.start
    assert window.end
    found: dict[int, list[Result]] = {}
    for (pupil, _item), results in marks.items():
        found.setdefault(pupil, []).extend(one for one in results if window.start <= one.given_on <= window.end)
    return found


def _lines(asked: Asked, one: Portrait) -> Iterator[Sequence[Value]]:
    """The sheet as the command writes it: a line each."""
    sigles = {str(code.number): code.sigle for code in asked.scale.codes}
    for line in one.matieres:
        yield (one.pupil.name, "Résultats", "", line.matiere.label, line.summary.share.counted, _told(asked, line))
    for title, held in (("Évaluations", one.evaluations), *_beside(one.around)):
        for each in held:
            results = " ".join(sigles.get(result.code, result.code) for result in each.results)
            yield (one.pupil.name, title, each.on.isoformat(), each.label, results, each.said)
    for pilier in one.around.piliers:
        yield (one.pupil.name, "Socle", "", pilier.label, _items_told(pilier.validated, pilier.items), pilier.decided)


def _beside(of: Around) -> Iterator[tuple[str, Sequence[Happening]]]:
    yield "Demandes d'évaluation", of.requests
    yield "Commentaires", of.comments
    yield "Documents remis", of.documents


def _told(asked: Asked, line: MatiereLine) -> str:
    """« 5 items, moyenne 69 %, items acquis 80 % »."""
    shown, said = asked.shown, [count(line.items, "item", "items")]
    mean = line.summary.mean(is_weighted=shown.is_weighted)
    if shown.has_mean and mean is not None:
        said.append(f"moyenne {mean} %")
    if shown.has_percent and line.summary.share.percent is not None:
        said.append(f"items acquis {line.summary.share.percent} %")
    return ", ".join(said)


def _items_told(validated: int, items: int) -> str:
    return f"{count(validated, 'item validé', 'items validés')} sur {items}"


def _lay(asked: Asked, found: Sequence[Portrait]) -> Paper:
    sheets = tuple(
        pieces.Sheet(str(one.pupil.key), one.pupil.name, tuple(_pieces(asked, one)), ", ".join(one.around.places))
        for one in found
    )
    return Paper("Suivi d'un élève", about(asked), sheets)


def _pieces(asked: Asked, one: Portrait) -> Iterator[pieces.Piece]:
    columns = (
        Column("Date", width=21),
        Column("Quoi"),
        Column("Résultats", Kind.MARKS, width=_CELLS * asked.shown.width, cells=_CELLS),
        Column("Précisions"),
    )
    rows = list(_rows(asked, one))
    if not rows:
        yield pieces.Note("Aucun résultat dans cette période, et rien d'autre à dire.")
        return
    yield Grid(columns, tuple(rows))
    if one.curves and asked.shown.has_mean:
        yield curves_of(asked, Chart(one.periods, (one.curves,)), lines_of_pupil(asked, one.curves))


def _rows(asked: Asked, one: Portrait) -> Iterator[Row]:
    if one.around.places:
        yield _heading("Sa classe et ses groupes")
        yield Row((None, Label(", ".join(one.around.places)), None, None))
    if one.matieres:
        yield _heading("Ses résultats, matière par matière")
        for line in one.matieres:
            counted = line.summary.share.counted if asked.shown.states else ""
            yield Row((None, Label(line.matiere.label), counted, _told(asked, line)))
    for title, held in (("Ses évaluations", one.evaluations[:_LATEST]), *_beside(one.around)):
        if held:
            yield _heading(title)
            yield from (_happening(each) for each in held)
    if one.around.piliers:
        yield _heading("Le socle commun")
        for pilier in one.around.piliers:
            yield Row((None, Label(pilier.label), _items_told(pilier.validated, pilier.items), pilier.decided))


def _heading(title: str) -> Row:
    return Row((Label(title),), is_heading=True)


def _happening(each: Happening) -> Row:
    results = pieces.Marks(each.results[-_CELLS:]) if each.results else None
    more = len(each.results) - _CELLS
    label = Label(each.label, (f"{more} autres résultats",) if more > 1 else ())
    return Row((f"{each.on:%d/%m/%Y}", label, results, each.said))


reports.register(
    Report(
        SUIVI,
        "Suivi d'un élève",
        ("pas", *PERIOD, "ordre"),
        _make,
        Page(
            "suivi",
            "Suivi d'un élève",
            "Suivi d'un élève",
            _lay,
            right=SEE_CLASSES,
            display=("etat", "moyenne", "pourcentage"),
            lead="Ce qui est su d'un élève, en un seul endroit : résultats, courbes, évaluations, demandes, socle.",
        ),
    )
)
