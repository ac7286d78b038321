"""A référentiel on paper: references, items, coefficients, marks of the socle; comments under their item when asked.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from referentiels.queries.pages import DomaineRow, ItemRow
from sacoche.kit.pdf.brush import FAINT, Align, Colour, Text
from sacoche.kit.pdf.document import Document, Footer, Header
from sacoche.kit.pdf.table import Cell, Column, Row, Table

_SIZE = 8.5
# Darker than the heads and the thèmes.
_DOMAINE: Colour = (200, 200, 200)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the tree, and at the head and the foot of each page."""

    matiere: str
    niveau: str
    calculation: str
    school: str
    # « 30/11/2026 ».
    made_on: str


def write_pdf(domaines: Iterable[DomaineRow], heading: Heading, *, with_comments: bool) -> bytes:
    """The PDF of a tree, A4, in black and greys; its columns have their heads again on each page."""
    rows = list(_rows(domaines, with_comments))
    stream = io.BytesIO()
    title = f"{heading.matiere}, {heading.niveau}"
    document = Document(stream, title=title, is_grey=True, margin=12)
    header = Header(Text(title, size=11, is_bold=True, level=1), Text(heading.calculation, ink=FAINT))
    with document.part(header=header, footer=Footer(heading.school, right=heading.made_on)) as page:
        if rows:
            page.table(Table(_COLUMNS, rows, size=_SIZE))
        else:
            page.text("Ce référentiel est vide.")
    document.close()
    return stream.getvalue()


_COLUMNS = (
    Column("Référence", width=24),
    Column("Item"),
    Column("Coef.", width=13, align=Align.CENTRE),
    Column("Socle", width=26, align=Align.CENTRE),
)


def _rows(domaines: Iterable[DomaineRow], with_comments: bool) -> Iterator[Row]:
    for domaine in domaines:
        yield _title(domaine.reference, domaine.domaine.name, fill=_DOMAINE)
        for theme in domaine.themes:
            yield _title(theme.reference, theme.theme.name)
            for item in theme.items:
                yield Row(list(_cells(item, with_comments)))


def _title(reference: str, name: str, *, fill: Colour | None = None) -> Row:
    cells = [Cell(reference, is_bold=True), Cell(name, span=3, is_bold=True)]
    return Row(cells, is_heading=True, fill=fill)


def _cells(row: ItemRow, with_comments: bool) -> Iterator[Cell]:
    yield Cell(row.reference)
    comment = row.item.comment if with_comments else ""
    lines = [Text(line, size=_SIZE - 1, ink=FAINT) for line in comment.splitlines() if line.strip()]
    yield Cell([Text(row.item.name, size=_SIZE), *lines] if lines else row.item.name)
    yield Cell(str(row.item.coefficient))
    yield Cell(", ".join(dict.fromkeys(row.marks)))
