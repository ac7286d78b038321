"""The boxes of the tick grids: thousands of them, too many for a loop of the template."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts.grids.board import BoardRow

register = template.Library()

_BOX = '<td><input type="checkbox" autocomplete="off"{}></td>'
_CHOICE = '<td><input type="radio" name="r{}" autocomplete="off"{}></td>'


@register.simple_tag
def boxes(row: BoardRow, is_exclusive: bool) -> SafeString:
    """The cells of a row: boxes to tick, or one choice among them. Nothing here comes from people but a number."""
    on, off = (_cell(row, is_exclusive, checked) for checked in (" checked", ""))
    return mark_safe("".join(on if is_ticked else off for is_ticked in row.ticks))  # noqa: S308


def _cell(row: BoardRow, is_exclusive: bool, checked: str) -> str:
    return _CHOICE.format(row.line.pk, checked) if is_exclusive else _BOX.format(checked)
