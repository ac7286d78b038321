"""The cells of a grid, by the thousand: written as text, since a template would take ten times as long."""

from collections.abc import Sequence
from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from socle.queries import Cell

register = template.Library()


@cache
def _cell(state: int, decision: int | None) -> str:
    number = "" if decision is None else f' data-k="{decision:d}"'
    return f'<td data-v="{state:d}"{number}>'


@register.simple_tag
def grid_cells(cells: Sequence[Cell]) -> SafeString:
    """The state cells of one row: state and number of the decision, both integers."""
    return mark_safe("".join(_cell(state, decision) for state, decision in cells))  # noqa: S308


@register.simple_tag
def pupil_arrows(count: int) -> SafeString:
    """One down arrow per pupil; the page names them for what they do."""
    return mark_safe('<td><button type="button" tabindex="-1">↓</button>' * count)  # noqa: S308


@register.simple_tag
def languages(count: int) -> SafeString:
    """The language of each pupil under a compétence of a foreign language: nobody has chosen one yet."""
    return mark_safe('<td class="language"><span role="img" aria-label="langue non choisie">?</span>' * count)  # noqa: S308
