"""A document in a spreadsheet: one table of all its sheets, each line with what it is about."""

from collections.abc import Iterator, Sequence

from bilans.paper.pieces import (
    Bar,
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
    Reached,
    Row,
    Sheet,
)
from evaluations.scale.whole import Scale
from sacoche.kit.files.tables import Value

Line = Sequence[Value]


def table_of(paper: Paper, scale: Scale) -> tuple[list[str], list[Line]]:
    """The heads and the lines. Sheets of one shape share their heads; a line of another shape is as long."""
    first = next((piece for sheet in paper.sheets for piece in sheet.pieces if not isinstance(piece, Note)), None)
    if first is None:
        return [paper.subject or "Document"], []
    has_parts = any(_has_headings(piece) for sheet in paper.sheets for piece in sheet.pieces)
    heads = [*([paper.subject] if paper.subject else []), *(["Rubrique"] if has_parts else []), *_heads(first, scale)]
    lines = [line for sheet in paper.sheets for line in _sheet(sheet, paper, scale, has_parts)]
    # A sheet of several pieces may have lines longer than its first one.
    wide = max([len(heads), *map(len, lines)])
    return [*heads, *[""] * (wide - len(heads))], [[*line, *[None] * (wide - len(line))] for line in lines]


def _has_headings(piece: object) -> bool:
    return isinstance(piece, Grid) and any(row.is_heading for row in piece.rows)


def _heads(piece: object, scale: Scale) -> list[str]:
    if isinstance(piece, Grid):
        return [head for column in piece.columns for head in _column_heads(column, is_matrix=piece.is_matrix)]
    if isinstance(piece, Bars):
        return ["Ligne", *(state.sigle for state in scale.states), *(["% acquis"] if piece.shows_percent else [])]
    return ["Courbe", *piece.places] if isinstance(piece, Curves) else []


def _column_heads(column: Column, *, is_matrix: bool) -> list[str]:
    label = " ".join(part for part in (column.detail, column.label) if part) if is_matrix else column.label
    if column.kind is Kind.LEVEL and not is_matrix:
        return ["Score", "État"] if column.label == "Score" else [label]
    return [label]


def _sheet(sheet: Sheet, paper: Paper, scale: Scale, has_parts: bool) -> Iterator[Line]:
    first = [sheet.title] if paper.subject else []
    for piece in sheet.pieces:
        if isinstance(piece, Grid):
            yield from _grid(piece, first, scale, has_parts)
        elif isinstance(piece, Bars):
            yield from ([*first, *_bar(bar, shows_percent=piece.shows_percent)] for bar in piece.bars)
        elif isinstance(piece, Curves):
            yield from ([*first, series.label, *series.figures] for series in piece.series)


def _grid(grid: Grid, first: list[str], scale: Scale, has_parts: bool) -> Iterator[Line]:
    part = ""
    for row in grid.rows:
        if row.is_heading:
            part = _text(row.cells[0])
            continue
        said = [part if not row.is_foot else ""] if has_parts else []
        yield [*first, *said, *_cells(row, grid, scale)]


def _cells(row: Row, grid: Grid, scale: Scale) -> Iterator[Value]:
    for column, cell in zip(grid.columns, row.cells, strict=True):
        if column.kind is Kind.LEVEL and not grid.is_matrix:
            yield from _level(cell, has_score=column.label == "Score")
        elif isinstance(cell, (Reached, Figure)):
            state = cell.level.state
            yield cell.level.score if cell.level.score is not None else (state.sigle if state else None)
        elif isinstance(cell, Marks):
            yield " ".join(sigle_of(result.code, scale) for result in cell.results)
        else:
            yield cell if isinstance(cell, int) else _text(cell)


def _level(cell: Cell, *, has_score: bool) -> Iterator[Value]:
    level = cell.level if isinstance(cell, (Reached, Figure)) else None
    if has_score:
        yield level.score if level else None
    yield level.state.sigle if level and level.state else ""


def _bar(bar: Bar, *, shows_percent: bool) -> Line:
    counts = [count for _state, count in bar.share.counts]
    return [bar.label, *counts, *([bar.share.percent] if shows_percent else [])]


def _text(cell: Cell) -> str:
    if isinstance(cell, Label):
        return f"{cell.text} ({', '.join(cell.notes)})" if cell.notes else cell.text
    return "" if cell is None else str(cell)


def sigle_of(code: str, scale: Scale) -> str:
    """The sigle of a code as marks hold it: « 3 », « AB »."""
    return next((each.sigle for each in scale.codes if str(each.number) == code), code)
