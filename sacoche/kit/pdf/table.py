"""Tables: columns that share the width, heads that come back on each page, rows that are not cut in two."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sacoche.kit.pdf.brush import SHADE, Align, Colour, Text
from sacoche.kit.pdf.rows import PADDING_X, Content, LaidCell, LaidRow, Line, lines_of
from sacoche.kit.pdf.tags import Role, Scope, Tag


@dataclass(frozen=True)
class Column:
    """A column: what its head says, and its width in millimetres, or the share that it takes of what others leave."""

    head: Content = ""
    width: float | None = None
    share: float = 1
    align: Align = Align.LEFT
    # The head is written from bottom to top, on one line for each of its texts.
    is_turned: bool = False


@dataclass(frozen=True)
class Cell:
    """What stands in a table, over one column or several."""

    content: Content = ""
    span: int = 1
    fill: Colour | None = None
    align: Align | None = None
    is_bold: bool = False


@dataclass(frozen=True)
class Row:
    """Cells from left to right. A heading (« Mathématiques ») stays with the row that follows it."""

    cells: Sequence[Cell | Content]
    is_heading: bool = False
    fill: Colour | None = None


@dataclass(frozen=True)
class Table:
    """Rows under heads; `size` is that of bare strings, in points, `least` the least height of a row."""

    columns: Sequence[Column]
    rows: Sequence[Row | Sequence[Cell | Content]]
    size: float = 8.5
    least: float = 0
    is_middle: bool = True
    heads: Sequence[Row] = field(default=())
    tag: Tag = field(default_factory=lambda: Tag(Role.TABLE), compare=False)

    def widths(self, width: float) -> list[float]:
        """The width of each column. Raises ValueError when those that are given are wider than the whole."""
        spare = width - sum(column.width or 0 for column in self.columns)
        if spare < -1e-6:
            raise ValueError(f"columns are {-spare:.1f} mm wider than the page")
        shares = sum(column.share for column in self.columns if column.width is None)
        return [spare * column.share / shares if column.width is None else column.width for column in self.columns]

    def laid_heads(self, width: float) -> list[LaidRow]:
        """The rows that come back at the top of each page: those given, then the heads of the columns."""
        above = [self._laid(row, width, is_head=True) for row in self.heads]
        return [*above, self._laid_columns(width)] if any(column.head for column in self.columns) else above

    def _laid_columns(self, width: float) -> LaidRow:
        cells, left = [], 0.0
        like = Text("", size=self.size, is_bold=True)
        tag = Tag(Role.ROW, self.tag)
        for column, wide in zip(self.columns, self.widths(width), strict=True):
            lines = (
                _turned_lines(column.head, Text("", size=self.size))
                if column.is_turned
                else lines_of(column.head, width=wide - 2 * PADDING_X, like=like)
            )
            cell = _cell_tag(tag, Scope.COLUMN if column.head else None)
            cells.append(LaidCell(left, wide, lines, fill=SHADE, is_middle=True, is_turned=column.is_turned, tag=cell))
            left += wide
        return LaidRow(cells)

    def laid_rows(self, width: float) -> list[LaidRow]:
        """The rows, in their order."""
        return [self._laid(row if isinstance(row, Row) else Row(row), width) for row in self.rows]

    def _laid(self, row: Row, width: float, *, is_head: bool = False) -> LaidRow:
        widths = self.widths(width)
        cells, rank = [], 0
        tag = Tag(Role.ROW, self.tag)
        for given in row.cells:
            cell = given if isinstance(given, Cell) else Cell(given)
            over = widths[rank : rank + cell.span]
            fill = cell.fill or row.fill or (SHADE if is_head or row.is_heading else None)
            like = Text(
                "",
                size=self.size,
                is_bold=cell.is_bold or row.is_heading or is_head,
                align=cell.align or self.columns[rank].align,
            )
            lines = lines_of(cell.content, width=sum(over) - 2 * PADDING_X, like=like)
            own = _cell_tag(tag, _scope(cell, rank, is_head=is_head), cell.span)
            cells.append(LaidCell(sum(widths[:rank]), sum(over), lines, fill=fill, is_middle=self.is_middle, tag=own))
            rank += cell.span
        if rank != len(widths):
            raise ValueError(f"a row fills {rank} of the {len(widths)} columns of its table")
        return LaidRow(cells, is_heading=row.is_heading, least=self.least)


def _cell_tag(row: Tag, scope: Scope | None, span: int = 1) -> Tag:
    return Tag(Role.HEAD if scope else Role.CELL, row, scope=scope, span=span)


def _scope(cell: Cell, rank: int, *, is_head: bool) -> Scope | None:
    """What a cell names: the first one of a row names the row; one that is empty names nothing."""
    if not cell.content:
        return None
    if is_head:
        return Scope.COLUMN
    return None if rank else Scope.ROW


def _turned_lines(head: Content, like: Text) -> list[Line]:
    return lines_of(head, width=float("inf"), like=like)
