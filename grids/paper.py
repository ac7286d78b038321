"""A grid on paper, as it is or blank: A4 on its side, its heads again on each page, signs over the colours of states.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from grids.queries import Grid, Head, Row
from grids.queries.grid import Cell as Stored
from sacoche.kit.pdf.brush import FAINT, Align, Colour, Text
from sacoche.kit.pdf.document import Document, Flow, Footer, Header
from sacoche.kit.pdf.table import Cell, Column, Table
from sacoche.kit.pdf.table import Row as Line

# As many columns as a page has room for; more are shared out between several.
_ABREAST = 32
_NARROWEST, _WIDEST = 6.2, 13.0
# The longest head that leaves room for rows under it, in signs of the smallest letters; a longer one takes two lines.
_LONGEST_HEAD = 34
_SIZE, _SMALL = 8.0, 6.8
_LEAST = 6.4
# The colours of the screen in daylight, by the word that a state gives.
_FILLS: dict[str, Colour] = {"ok": (191, 232, 200), "no": (247, 195, 195), "blank": (228, 233, 250)}


@dataclass(frozen=True)
class Sheet:
    """What is said around a grid: its title, of whom and when, the school."""

    title: str
    about: str
    school: str
    is_blank: bool = False
    is_grey: bool = False


def write_grids(grids: Sequence[Grid], sheet: Sheet) -> bytes:
    """The PDF of these grids, one after another; a blank one has its heads alone, to be filled by hand."""
    stream = io.BytesIO()
    document = Document(stream, title=sheet.title, is_landscape=True, is_grey=sheet.is_grey, margin=10)
    header = Header(Text(sheet.title, size=11, is_bold=True), Text(sheet.about, ink=FAINT))
    with document.part(header=header, footer=Footer(sheet.school, right=_legend(grids[0]))) as page:
        for rank, grid in enumerate(grids):
            if rank:
                page.new_page()
            _put(page, grid, sheet, is_alone=len(grids) == 1)
    document.close()
    return stream.getvalue()


def _put(page: Flow, grid: Grid, sheet: Sheet, *, is_alone: bool) -> None:
    for number, (first, columns) in enumerate(_shared_out(grid.columns)):
        if number:
            page.new_page()
        if not is_alone:
            page.heading(grid.title)
        page.table(_table(page, grid, sheet, first, columns))


def _shared_out(columns: Sequence[Head]) -> Iterator[tuple[int, Sequence[Head]]]:
    """As many on each page, or nearly, each with the rank of its first."""
    pages = max(1, ceil(len(columns) / _ABREAST))
    most = max(1, ceil(len(columns) / pages))
    for first in range(0, max(len(columns), 1), most):
        yield first, columns[first : first + most]


def _table(page: Flow, grid: Grid, sheet: Sheet, first: int, columns: Sequence[Head]) -> Table:
    width = min(max((page.width - 90) / max(len(columns), 1), _NARROWEST), _WIDEST)
    heads = [Column(_turned(head.name), width=width, align=Align.CENTRE, is_turned=True) for head in columns]
    lines: list[Line] = []
    for section in grid.sections:
        lines.append(Line([Cell(section.label, span=len(columns) + 1)], is_heading=True))
        lines += [_line(grid, row, sheet, first, len(columns)) for row in section.rows]
    return Table([Column(" "), *heads], lines, size=_SIZE, least=_LEAST)


def _turned(name: str) -> list[Text]:
    """A name on one line, or cut at a space where it is the shortest on two."""
    if len(name) <= _LONGEST_HEAD or " " not in name:
        return [Text(name, size=_fitting(name))]
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    middle = min(spaces, key=lambda at: abs(at - len(name) / 2))
    half = max(name[:middle], name[middle + 1 :], key=len)
    return [Text(part, size=_fitting(half)) for part in (name[:middle], name[middle + 1 :])]


def _fitting(text: str) -> float:
    """Smaller letters for a text that would leave no room for rows."""
    return _SMALL * min(1.0, _LONGEST_HEAD * 1.25 / max(len(text), 1))


def _line(grid: Grid, row: Row, sheet: Sheet, first: int, number: int) -> Line:
    cells = [Cell("") if sheet.is_blank else _cell(grid, cell) for cell in row.cells[first : first + number]]
    return Line([Cell(row.label), *cells])


def _cell(grid: Grid, stored: Stored) -> Cell:
    alphabet = grid.subject.alphabet
    if not alphabet.has(stored[0]):
        return Cell(str(stored[0]))
    state = alphabet[stored[0]]
    return Cell(state.sign, fill=_FILLS.get(state.colour), is_bold=True)


def _legend(grid: Grid) -> str:
    states = grid.subject.alphabet.states
    return " · ".join(f"{state.sign or 'vide'} : {state.label}" for state in states)
