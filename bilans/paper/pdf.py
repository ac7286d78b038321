"""Pieces on paper: A4, in colour or in grey, with or without backgrounds; sigles and pips say what colours say.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from bilans.computing.levels import Level
from bilans.paper.charts_pdf import bars_table, put_curves
from bilans.paper.marks_pdf import Painter
from bilans.paper.pieces import (
    Bars,
    Cell,
    Column,
    Curves,
    Figure,
    Grid,
    Kind,
    Label,
    Marks,
    Note,
    Paper,
    Piece,
    Reached,
    Row,
    Sheet,
)
from evaluations.scale.whole import Scale
from sacoche.kit.pdf import table as kit
from sacoche.kit.pdf.brush import FAINT, SHADE, Align, Brush, Picture, Text
from sacoche.kit.pdf.document import Document, Flow, Footer, Header
from sacoche.kit.pdf.rows import Content
from sacoche.kit.pdf.tags import words

_SIZE = 8.5
_SMALL = 7.0
# The columns of a table of a class, in millimetres: names, margins, the least for a figure.
_NAMES, _MARGIN_COLUMN, _LEAST = 46.0, 11.0, 7.0
_LONGEST_HEAD = 44
# How many signs a line of the legend explains.
_LEGENDS = 3


@dataclass(frozen=True, slots=True)
class Printing:
    """How a document is printed: `margin` in millimetres."""

    is_landscape: bool = False
    margin: int = 10
    is_grey: bool = False
    has_ground: bool = True
    has_legend: bool = True
    is_one_per_sheet: bool = True


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands at the head and at the foot of each page."""

    school: str
    made: str


def write_pdf(
    stream: BinaryIO,
    paper: Paper,
    scale: Scale,
    printing: Printing,
    imprint: Imprint,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write the document; return how many pages it has. `progress` is told the sheets that are done."""
    document = Document(
        stream,
        title=f"{paper.title} – {paper.about}",
        is_landscape=printing.is_landscape,
        is_grey=printing.is_grey,
        margin=printing.margin,
    )
    drawer = _Drawer(paper, scale, printing)
    pages = 0
    groups = [[sheet] for sheet in paper.sheets] if printing.is_one_per_sheet else [list(paper.sheets)]
    done = 0
    for group in groups:
        with document.part(
            name=group[0].title, header=_header(paper, group, imprint), footer=_footer(paper, group, imprint)
        ) as flow:
            for sheet in group:
                drawer.put(flow, sheet, is_named=len(group) > 1)
                done += 1
                progress(done, len(paper.sheets))
            drawer.legend(flow)
            pages += len(flow.pages)
    document.close()
    return pages


def _header(paper: Paper, group: Sequence[Sheet], imprint: Imprint) -> Header:
    left = [Text(paper.title, size=12, is_bold=True, level=1), Text(paper.about, size=8, ink=FAINT)]
    right = [Text(imprint.school, size=8, ink=FAINT)]
    if len(group) == 1 and paper.subject:
        right.append(Text(group[0].title, size=11, is_bold=True, level=2))
    return Header(left, right)


def _footer(paper: Paper, group: Sequence[Sheet], imprint: Imprint) -> Footer:
    named = f" – {group[0].title}" if len(group) == 1 and paper.subject else ""
    return Footer(imprint.made, right=f"{paper.title}{named}")


class _Drawer:
    """Puts sheets in the flow of a document."""

    def __init__(self, paper: Paper, scale: Scale, printing: Printing) -> None:
        self._paper, self._scale, self._printing = paper, scale, printing
        self._painter = Painter(scale, has_ground=printing.has_ground)

    def put(self, flow: Flow, sheet: Sheet, *, is_named: bool) -> None:
        if is_named:
            flow.heading(sheet.title)
        for note in self._paper.notes:
            flow.text(note.text, like=Text("", size=_SMALL, ink=FAINT))
        for piece in sheet.pieces:
            self._piece(flow, piece)

    def _piece(self, flow: Flow, piece: Piece) -> None:
        if isinstance(piece, Grid):
            if piece.is_matrix:
                self._matrix(flow, piece)
            else:
                flow.table(self._lines(piece, flow.width))
        elif isinstance(piece, Bars):
            told = piece.shows_percent
            flow.table(bars_table(piece.bars, flow.width, self._scale, self._painter, shows_percent=told))
        elif isinstance(piece, Curves):
            put_curves(flow, piece, self._scale)
        elif isinstance(piece, Note):
            flow.text(piece.text)
        flow.space(3)

    # --- Lines --------------------------------------------------------------------------------------------------------

    def _lines(self, grid: Grid, width: float) -> kit.Table:
        columns = [
            kit.Column(_head(column), width=_width(column), align=_align(column))
            for column in _fitted(grid.columns, width)
        ]
        return kit.Table(columns, [self._row(row, grid.columns) for row in grid.rows], size=_SIZE)

    def _row(self, row: Row, columns: Sequence[Column]) -> kit.Row:
        if row.is_heading:
            return kit.Row([kit.Cell(_words(row.cells[0]), span=len(columns), is_bold=True)], is_heading=True)
        if row.is_foot and len(columns) > 1:
            return self._foot(row, columns)
        cells = (self._cell(cell, column) for cell, column in zip(row.cells, columns, strict=True))
        return kit.Row([kit.Cell(content) for content in cells], fill=SHADE if row.is_foot else None)

    def _foot(self, row: Row, columns: Sequence[Column]) -> kit.Row:
        """The label over the columns that the foot leaves empty, on the right, then what it says."""
        first, rest = row.cells[0], list(zip(row.cells, columns, strict=True))[1:]
        span = 1
        while len(rest) > 1 and rest[0][0] is None:
            rest, span = rest[1:], span + 1
        said = [kit.Cell(self._cell(cell, column), is_bold=True) for cell, column in rest]
        align = Align.RIGHT if span > 1 else Align.LEFT
        return kit.Row([kit.Cell(_words(first), span=span, is_bold=True, align=align), *said], fill=SHADE)

    def _cell(self, cell: Cell, column: Column) -> Content:
        if isinstance(cell, Label):
            lines = [Text(note, size=_SMALL, ink=FAINT) for note in cell.notes if len(note) > 40]
            short = [note for note in cell.notes if len(note) <= 40]
            named = f"{cell.text} ({', '.join(short)})" if short else cell.text
            return [Text(named, size=_SIZE), *lines] if lines else named
        if isinstance(cell, Marks):
            wide = (column.width or 40) / max(column.cells, 1)
            return self._painter.marks(cell, wide, column.cells)
        if isinstance(cell, Reached):
            return self._painter.level(cell.level)
        if isinstance(cell, Figure):
            return self._figure(cell)
        return "" if cell is None else str(cell)

    def _figure(self, cell: Figure) -> Content:
        if cell.level.score is None:
            return "–"
        said = f"{cell.level.score}{cell.unit}"
        return [Text(said, size=_SIZE, is_bold=True), Text(cell.also, size=_SMALL)] if cell.also else said

    # --- Tables of a class --------------------------------------------------------------------------------------------

    def _matrix(self, flow: Flow, grid: Grid) -> None:
        """The table, its columns cut in as many tables as the width of the page asks for."""
        fixed = [rank for rank, column in enumerate(grid.columns) if not column.is_turned]
        margins = [rank for rank, column in enumerate(grid.columns) if column.kind is Kind.NUMBER]
        narrow = [rank for rank in range(len(grid.columns)) if rank not in fixed and rank not in margins]
        names = _NAMES + sum(grid.columns[rank].width or 0 for rank in fixed)
        room = flow.width - names - _MARGIN_COLUMN * len(margins)
        most = max(int(room / _LEAST), 1)
        for start in range(0, max(len(narrow), 1), most):
            kept = [*fixed, *narrow[start : start + most], *margins]
            flow.table(self._part(grid, kept))
            flow.space(4)

    def _part(self, grid: Grid, kept: Sequence[int]) -> kit.Table:
        columns = [self._matrix_column(grid.columns[rank]) for rank in kept]
        rows = [self._matrix_row(row, grid, kept) for row in grid.rows]
        return kit.Table(columns, rows, size=7.5)

    @staticmethod
    def _matrix_column(column: Column) -> kit.Column:
        if not column.is_turned:
            return kit.Column(column.label, width=column.width or _NAMES)
        head = [Text(_cut(column.label), size=_SMALL)]
        if column.detail:
            head.append(Text(column.detail, size=_SMALL, ink=FAINT))
        width = _MARGIN_COLUMN if column.kind is Kind.NUMBER else None
        return kit.Column(head, width=width, align=Align.CENTRE, is_turned=True)

    def _matrix_row(self, row: Row, grid: Grid, kept: Sequence[int]) -> kit.Row:
        cells = [self._matrix_cell(row.cells[rank]) for rank in kept]
        return kit.Row(cells, fill=SHADE if row.is_foot and not self._printing.has_ground else None)

    def _matrix_cell(self, cell: Cell) -> kit.Cell:
        if isinstance(cell, (Reached, Figure)):
            return kit.Cell(_shown(cell.level), fill=self._painter.fill(cell.level), align=Align.CENTRE)
        return kit.Cell(_words(cell))

    # --- Legend -------------------------------------------------------------------------------------------------------

    def legend(self, flow: Flow) -> None:
        """What codes, states and backgrounds mean: those that the document has."""
        if not self._printing.has_legend or not (self._paper.has_codes or self._paper.has_states):
            return
        marks = [piece for sheet in self._paper.sheets for piece in sheet.pieces]
        pairs = self._painter.legend_of_codes(marks) if self._paper.has_codes else []
        if self._paper.has_states:
            pairs += self._painter.legend_of_states()
        if not pairs:
            return
        flow.space(3)
        for start in range(0, len(pairs), _LEGENDS):
            line = pairs[start : start + _LEGENDS]
            line += [(None, "")] * (_LEGENDS - len(line))
            flow.draw(6.5, partial(_legend_line, line))


def _legend_line(
    line: Sequence[tuple[Picture | None, str]], brush: Brush, left: float, top: float, width: float
) -> None:
    wide = width / len(line)
    for rank, (picture, said) in enumerate(line):
        if picture is None:
            continue
        at = left + rank * wide
        with brush.inside(words()), brush.said(f"{picture.said} : {said}" if picture.said else said):
            picture.draw(brush, at, top)
            brush.text(at + picture.width + 1.5, top + 3.8, said, Text("", size=_SMALL))


def _head(column: Column) -> Content:
    head = [Text(column.label, size=_SIZE, is_bold=True)]
    return [*head, Text(column.detail, size=_SMALL, ink=FAINT)] if column.detail else head


def _fitted(columns: Sequence[Column], width: float) -> Sequence[Column]:
    """The same, results narrowed so that names keep a third of the page."""
    taken = sum(column.width or 0 for column in columns)
    return columns if taken <= width * 0.67 else [_narrowed(column, taken, width) for column in columns]


def _narrowed(column: Column, taken: float, width: float) -> Column:
    if column.kind is not Kind.MARKS or column.width is None:
        return column
    return Column(
        column.label,
        column.kind,
        column.detail,
        width=max(column.width - (taken - width * 0.67), 5.0 * 3),
        cells=column.cells,
    )


def _width(column: Column) -> float | None:
    if column.width is None:
        return None
    return column.width + 3.2 if column.kind is Kind.MARKS else column.width


def _align(column: Column) -> Align:
    return Align.CENTRE if column.kind in (Kind.LEVEL, Kind.NUMBER) else Align.LEFT


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_HEAD else f"{text[: _LONGEST_HEAD - 1].rstrip()}…"


def _words(cell: Cell) -> str:
    if isinstance(cell, Label):
        return cell.text
    return "" if cell is None else str(cell)


def _shown(level: Level) -> str:
    if level.state is None:
        return "–"
    return level.state.sigle if level.score is None else str(level.score)
