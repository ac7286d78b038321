"""The cells of a grid, by the thousand: written as text, since a template would take ten times as long."""

from collections.abc import Sequence
from functools import cache

from django import template
from django.http import QueryDict  # noqa: TID251 (a type: the address of another page is made from it)
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from socle.models import Language, State
from socle.queries import Cell, Grid
from socle.queries.past import PastCell

register = template.Library()


@cache
def _cell(state: int, decision: int | None, is_of_validated: bool) -> str:
    number = "" if decision is None else f' data-k="{decision:d}"'
    return f'<td data-v="{state:d}"{number}{" data-d" if is_of_validated else ""}>'


@register.simple_tag
def grid_cells(cells: Sequence[Cell], grid: Grid) -> SafeString:
    """The state cells of one row: state and number of the decision, both integers; whether the compétence is done."""
    validated = [pupil.pk in grid.validated for pupil in grid.pupils]
    drawn = [_cell(state, decision, is_done) for (state, decision), is_done in zip(cells, validated, strict=True)]
    return mark_safe("".join(drawn))  # noqa: S308


@register.simple_tag
def pupil_arrows(count: int) -> SafeString:
    """One down arrow per pupil; the page names them for what they do."""
    return mark_safe('<td><button type="button" tabindex="-1">↓</button>' * count)  # noqa: S308


@register.simple_tag
def past_cells(cells: Sequence[PastCell]) -> SafeString:
    """The cells of one row of a grid of the past: nothing gives them a name later, so the state is a word in each."""
    return mark_safe("".join(map(_past_cell, cells)))  # noqa: S308


def _past_cell(cell: PastCell) -> str:
    state, on, by = cell.decided
    title = f' title="le {on[8:]}/{on[5:7]}/{on[:4]}, par {escape(by)}"' if on else ""
    words, mark = State(state).label, ""
    if cell.has_changed:
        words, mark = f"{words}, a changé depuis", ' class="has-changed"'
    return f'<td data-v="{state:d}"{mark}{title}><span class="visually-hidden">{words}</span>'


@register.simple_tag
def grid_query(params: QueryDict) -> str:
    """The choice of a grid as its address says it, without the day."""
    kept = params.copy()
    kept.pop("au", None)
    return kept.urlencode()


@register.simple_tag
def language_cells(languages: Sequence[Language | None]) -> SafeString:
    """The language of each pupil under a compétence of a foreign language."""
    return mark_safe("".join(f'<td class="language">{language_badge(each)}' for each in languages))  # noqa: S308


@register.simple_tag
@cache
def language_badge(language: Language | None) -> SafeString:
    """Three letters, and the whole name for who rests on them or does not see them."""
    badge, name = (language.badge, str(language.label)) if language else ("?", "langue non choisie")
    return format_html('<span class="badge" role="img" aria-label="{0}" title="{0}">{1}</span>', name, badge)
