"""Pieces on a page. Long tables are written as text: a template takes ten times as long."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from bilans.computing.figures import Share
from bilans.computing.levels import Level
from bilans.paper.charts import bar_svg, curves_svg, sign_svg
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
    Piece,
    Reached,
    Row,
    Sheet,
)
from bilans.paper.tables import sigle_of
from evaluations.scale.whole import Scale
from evaluations.scoring.states import State
from sacoche.kit.text import unbroken

# Beyond, a browser and its reader are lost: the page says to take a file.
MOST_CELLS = 30_000


def size_of(sheet: Sheet) -> int:
    """How many cells the sheet has."""
    return sum(len(piece.rows) * len(piece.columns) for piece in sheet.pieces if isinstance(piece, Grid))


class Drawer:
    """Draws the sheets of a document with the scale of a school.

    `explains`: figures are buttons of the form « pourquoi », which the page holds; a file has none. `is_in_words`: a
    family reads « Acquis 76 » where a teacher reads « A 76 ».
    """

    def __init__(self, scale: Scale, *, explains: bool = True, is_in_words: bool = False) -> None:
        self._scale = scale
        self._explains = explains
        self._is_in_words = is_in_words
        self._ranks: dict[State, int] = {state: rank for rank, state in enumerate(scale.states)}

    def sheet(self, sheet: Sheet) -> SafeString:
        """The pieces of a sheet, one after the other."""
        return SafeString("".join(self._piece(piece) for piece in sheet.pieces))

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, Grid):
            return self._matrix(piece) if piece.is_matrix else self._lines(piece)
        if isinstance(piece, Bars):
            return self._bars(piece)
        if isinstance(piece, Curves):
            return self._curves(piece)
        return _note(piece)

    # --- Lines --------------------------------------------------------------------------------------------------------

    def _lines(self, grid: Grid) -> str:
        heads = "".join(_head(column) for column in grid.columns)
        rows = "".join(self._row(row, grid.columns) for row in grid.rows)
        caption = f"<caption>{_text(grid.caption)}</caption>" if grid.caption else ""
        table = f'<table class="table rel-lines">{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        return f'<div class="scroll-x">{table}</div>'

    def _row(self, row: Row, columns: Sequence[Column]) -> str:
        if row.is_heading:
            head = f'<th scope="colgroup" colspan="{len(columns)}">{self._cell(row.cells[0])}</th>'
            return f'<tr class="rel-heading">{head}</tr>'
        if row.is_foot:
            return self._foot(row, columns)
        named = next(rank for rank, cell in enumerate(row.cells) if isinstance(cell, Label))
        cells = []
        for rank, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
            tag = 'th scope="row"' if rank == named else f"td{_class_of(column)}"
            cells.append(f"<{tag}>{self._cell(cell)}</{tag[:2]}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _foot(self, row: Row, columns: Sequence[Column]) -> str:
        """Its label stands over the columns that it leaves empty; on a phone its cells have no name of a column."""
        blanks = 1
        while blanks < len(row.cells) - 1 and row.cells[blanks] is None:
            blanks += 1
        head = f'<th scope="row" colspan="{blanks}">{self._cell(row.cells[0])}</th>'
        pairs = zip(columns[blanks:], row.cells[blanks:], strict=True)
        cells = "".join(f'<td colspan="1"{_class_of(column)}>{self._cell(cell)}</td>' for column, cell in pairs)
        return f'<tr class="rel-foot">{head}{cells}</tr>'

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell, Label):
            return _label(cell)
        if isinstance(cell, Marks):
            return self._marks(cell)
        if isinstance(cell, Reached):
            return self._reached(cell)
        if isinstance(cell, Figure):
            return self._figure(cell)
        return "" if cell is None else _text(str(cell))

    def _marks(self, marks: Marks) -> str:
        return (
            f'<span class="rel-marks">{"".join(self._mark(marks, rank) for rank in range(len(marks.results)))}</span>'
        )

    def _mark(self, marks: Marks, rank: int) -> str:
        result = marks.results[rank]
        sigle = sigle_of(result.code, self._scale)
        before = marks.is_before(result)
        said = '<span class="visually-hidden"> avant la période</span>' if before else ""
        name = f"code-{result.code}" if result.code.isdigit() else "special"
        classes = "rel-mark is-before" if before else "rel-mark"
        drawn = f'<b data-c="{name}">{escape(sigle)}</b>{said}'
        return f'<span class="{classes}" title="{result.given_on:%d/%m/%Y}">{drawn}</span> '

    def _reached(self, cell: Reached) -> str:
        if cell.level.state is None:
            return '<span class="rel-none">–</span>'
        said, name = self._said(cell.level), f"lv lv-{self._ranks[cell.level.state]}"
        if not self._explains or not cell.can_be_explained:
            return f'<span class="{name}">{said}</span>'
        return f'<button class="{name}" name="case" value="{cell.pupil}-{cell.item}">{said}</button>'

    def _said(self, level: Level) -> str:
        """« VA 56 », « VA »; in words « Partiellement acquis 56 »."""
        assert level.state is not None
        named = (level.state.legend if self._is_in_words else "") or level.state.sigle
        return escape(named) if level.score is None else f"{escape(named)} {level.score}"

    def _figure(self, cell: Figure) -> str:
        if cell.level.state is None:
            return '<span class="rel-none">–</span>'
        name = f"lv lv-{self._ranks[cell.level.state]}"
        said = f'<span class="{name}">{cell.level.score}{cell.unit}</span>'
        also = f' <span class="muted nowrap">{escape(cell.also)}</span>' if cell.also else ""
        if not cell.sentence:
            return said + also
        told = f"<p>{_text(cell.sentence)}</p>"
        return f'<details class="rel-why"><summary>{said}{also}</summary>{told}</details>'

    # --- Tables of a class --------------------------------------------------------------------------------------------

    def _matrix(self, grid: Grid) -> str:
        heads = "".join(_matrix_head(column, rank) for rank, column in enumerate(grid.columns))
        body = "".join(self._matrix_row(row, grid.columns) for row in grid.rows if not row.is_foot)
        foot = "".join(self._matrix_row(row, grid.columns) for row in grid.rows if row.is_foot)
        keys = "Flèches : aller · Entrée : expliquer · Espace : cocher · clic sur un titre : trier"
        by_state = " data-by-state" if grid.sorts_by_state else ""
        keys += " par état" if grid.sorts_by_state else ""
        table = (
            f'<table class="rel-matrix" data-matrix{by_state}><thead><tr>{heads}</tr></thead>'
            f"<tbody>{body}</tbody><tfoot>{foot}</tfoot></table>"
        )
        box = f'<div class="scroll-x rel-matrix-box" tabindex="0" role="region" aria-label="Tableau">{table}</div>'
        return f'{box}<p class="rel-keys muted small">{keys}</p>'

    def _matrix_row(self, row: Row, columns: Sequence[Column]) -> str:
        cells = "".join(self._matrix_cell(cell, column) for cell, column in zip(row.cells, columns, strict=True))
        return f"<tr>{cells}</tr>"

    def _matrix_cell(self, cell: Cell, column: Column) -> str:
        if isinstance(cell, Label):
            return f'<th scope="row">{_label(cell)}</th>'
        if not isinstance(cell, (Reached, Figure)):
            return f"<td>{'' if cell is None else _text(str(cell))}</td>"
        level = cell.level
        if level.state is None:
            return '<td class="rel-none">–</td>'
        said = level.state.sigle if level.score is None else str(level.score)
        name = f' class="lv-{self._ranks[level.state]}"'
        if not self._explains or level.score is None:
            return f"<td{name}>{said}</td>"
        if isinstance(cell, Reached):
            return f'<td{name}><button name="case" value="{cell.pupil}-{cell.item}" tabindex="-1">{said}</button></td>'
        if cell.sentence:
            told = f'data-told="{escape(cell.sentence)}"'
            return f'<td{name}><button type="button" {told} tabindex="-1">{said}</button></td>'
        return f"<td{name}>{said}</td>"

    # --- Charts -------------------------------------------------------------------------------------------------------

    def _bars(self, bars: Bars) -> str:
        drawn = (self._bar(bar, shows_percent=bars.shows_percent) for bar in bars.bars)
        return f'<div class="rel-bars">{"".join(drawn)}</div>'

    def _bar(self, bar: Bar, *, shows_percent: bool) -> str:
        note = f' <span class="muted small">{_text(bar.note)}</span>' if bar.note else ""
        percent = f'<b class="rel-percent">{self._percent(bar.share)}</b>' if shows_percent else ""
        line = f'<span class="rel-bar-label">{_text(bar.label)}{note}</span>{bar_svg(bar.share, self._scale)}{percent}'
        if bar.detail is None and not bar.sentence:
            return f'<div class="rel-bar{" is-total" if bar.is_total else ""}">{line}</div>'
        told = f'<p class="muted">{_text(bar.sentence)}</p>' if bar.sentence and shows_percent else ""
        detail = self._lines(bar.detail) if bar.detail else ""
        summary = f'<summary class="rel-bar{" is-total" if bar.is_total else ""}">{line}</summary>'
        return f"<details>{summary}{told}{detail}</details>"

    @staticmethod
    def _percent(share: Share) -> str:
        return "–" if share.percent is None else f"{share.percent} %"

    def _curves(self, curves: Curves) -> str:
        caption = f"<caption>{_text(curves.caption)}</caption>" if curves.caption else ""
        heads = "".join(f'<th scope="col" class="num">{_text(place)}</th>' for place in curves.places)
        rows = "".join(_curve_row(series.label, series.figures, rank) for rank, series in enumerate(curves.series))
        table = (
            f'<div class="scroll-x"><table class="table pairs">{caption}<thead><tr><th scope="col">Courbe</th>'
            f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )
        return f'<figure class="rel-chart" data-chart tabindex="0">{curves_svg(curves, self._scale)}</figure>{table}'


_CLASSES = {Kind.TEXT: "rel-text", Kind.MARKS: "rel-results", Kind.LEVEL: "rel-level", Kind.NUMBER: "num"}


def _class_of(column: Column) -> str:
    """A column of words without a width takes what the others leave."""
    return "" if column.kind is Kind.TEXT and column.width is None else f' class="{_CLASSES[column.kind]}"'


def _head(column: Column) -> str:
    detail = f' <span class="muted">{_text(column.detail)}</span>' if column.detail else ""
    return f'<th scope="col"{_class_of(column)}>{_text(column.label)}{detail}</th>'


def _matrix_head(column: Column, rank: int) -> str:
    detail = f'<span class="muted">{_text(column.detail)}</span>' if column.detail else ""
    key = f' data-key="{column.key}"' if column.key else ""
    named = f'<span class="rel-head">{_text(column.label)}</span>{detail}'
    label = f'<button type="button" data-sort="{rank}" title="{_text(column.label)}">{named}</button>'
    return f'<th scope="col"{" class=is-turned" if column.is_turned else ""}{key}>{label}</th>'


def _curve_row(label: str, figures: Sequence[int | None], rank: int) -> str:
    cells = "".join(f'<td class="num">{"–" if figure is None else figure}</td>' for figure in figures)
    return f'<tr><th scope="row">{sign_svg(rank)} {_text(label)}</th>{cells}</tr>'


def _label(label: Label) -> str:
    named = (
        f'<a href="{escape(label.link)}" rel="noreferrer">{_text(label.text)}</a>' if label.link else _text(label.text)
    )
    return named + "".join(f' <span class="rel-note">{_text(note)}</span>' for note in label.notes)


def _note(note: Note) -> str:
    tone = f" notice-{note.tone}" if note.tone else ""
    return f'<p class="notice{tone}">{_text(note.text)}</p>'


def _text(text: str) -> str:
    return escape(unbroken(text))
