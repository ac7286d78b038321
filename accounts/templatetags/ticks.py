"""The rows of the tick grids: thousands of boxes, too many for a loop of the template."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts.grids.board import Board, BoardRow
from sacoche.kit.markup import write_rows

register = template.Library()

_BOX = '<td><input type="checkbox" autocomplete="off"{}></td>'
_CHOICE = '<td><input type="radio" name="r{}" autocomplete="off"{}></td>'
_HINT = '<span class="muted small hint">{hint}</span>'
_ROW = (
    '<tr data-pk="{pk}"><th scope="row"><button type="button" class="line-name" data-line="row" disabled data-name '
    'title="Cocher ou décocher toute la ligne">{label}</button>{hint}</th>{boxes}</tr>\n'
)
_EXCLUSIVE_ROW = (
    '<tr data-pk="{pk}" data-held="{held}"><th scope="row"><span data-name>{label}</span>{hint}</th>{boxes}</tr>\n'
)


@register.simple_tag
def tick_rows(board: Board, is_exclusive: bool) -> SafeString:
    """The rows of a grid, each with its name and its boxes: to tick, or one choice among them."""
    return write_rows(_EXCLUSIVE_ROW if is_exclusive else _ROW, _values(board.rows, is_exclusive))


def _values(rows: Iterable[BoardRow], is_exclusive: bool) -> Iterable[Mapping[str, object]]:
    for row in rows:
        hint = write_rows(_HINT, [{"hint": row.line.hint}]) if row.line.hint else SafeString("")
        boxes = _boxes(row, is_exclusive)
        yield {"pk": row.line.pk, "held": row.held, "label": row.line.label, "hint": hint, "boxes": boxes}


def _boxes(row: BoardRow, is_exclusive: bool) -> SafeString:
    """Nothing here comes from people but a number."""
    on, off = (_cell(row, is_exclusive, checked) for checked in (" checked", ""))
    return mark_safe("".join([on if is_ticked else off for is_ticked in row.ticks]))  # noqa: S308


def _cell(row: BoardRow, is_exclusive: bool, checked: str) -> str:
    return _CHOICE.format(row.line.pk, checked) if is_exclusive else _BOX.format(checked)
