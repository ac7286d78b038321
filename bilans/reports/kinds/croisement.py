"""« Items × matières »: who evaluated the same item in which matière, without any name."""

from bilans.computing import choosing
from bilans.computing.crossing import Crossed, Crossing, crossing
from bilans.paper import pieces
from bilans.paper.pieces import Cell, Column, Figure, Grid, Kind, Label, Note, Paper, Row
from bilans.queries import items_of
from bilans.queries.inputs import marks_by_matiere
from bilans.reports.asked import Asked
from bilans.reports.kinds.sans_noms import FAMILY
from bilans.reports.laying import about
from bilans.reports.options import PERIOD
from bilans.reports.registry import Made, Page, Report, Table, reports
from bilans.rights import SEE_CLASSES
from sacoche.kit.files.tables import Value
from sacoche.kit.text import count


def _make(asked: Asked) -> Made:
    matiere = asked.one_matiere_or_all()
    if matiere is None:
        items = choosing.of_every_matiere(items_of())
    else:
        items = choosing.of_matiere(asked.items_of_matiere(matiere), matiere.pk)
    held = marks_by_matiere(asked.pupils, items, asked.scale.values)
    found = crossing(asked.pupils, items, held, asked.window(), asked.scale.states)
    heads = ["Référence", "Item", *(f"{name} – {what}" for name in found.matieres for what in ("résultats", "moyenne"))]
    rows: list[list[Value]] = []
    for row in found.rows:
        figures: list[Value] = []
        for cell in row.cells:
            figures += [cell.results, cell.level.score] if cell else [None, None]
        rows.append([row.item.full_reference, row.item.name, *figures])
    return Made(found, Table(heads, rows))


def _lay(asked: Asked, found: Crossing) -> Paper:
    columns = (
        Column("Réf.", width=26),
        Column("Item"),
        *(Column(name, Kind.LEVEL, detail="résultats, moyenne", width=34) for name in found.matieres),
    )
    rows = tuple(
        Row((row.item.full_reference, Label(row.item.name), *(_cell(asked, cell) for cell in row.cells)))
        for row in found.rows
    )
    told = Note("Un résultat est compté dans la matière que son auteur enseignait quand il l'a saisi.")
    sheets = (pieces.Sheet("", "Items et matières", (Grid(columns, rows), told)),) if rows else ()
    said = count(len(asked.pupils), "élève", "élèves")
    return Paper(
        "Items évalués, matière par matière", about(asked, said), sheets, subject="", has_codes=False, is_landscape=True
    )


def _cell(asked: Asked, cell: Crossed | None) -> Cell:
    if cell is None:
        return None
    results = count(cell.results, "résultat", "résultats")
    if cell.level.score is None or not asked.shown.scores:
        return results
    return Figure(cell.level, "\u00a0%", results)


reports.register(
    Report(
        "croisement",
        "Items évalués, matière par matière",
        ("toute_matiere", *PERIOD),
        _make,
        Page(
            "sans-noms/matieres",
            FAMILY,
            "Items et matières",
            _lay,
            right=SEE_CLASSES,
            lead="Dans quelles matières un même item est évalué, combien de fois, avec quelle moyenne.",
        ),
    )
)
