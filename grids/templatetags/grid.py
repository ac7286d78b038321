"""The cells of a grid, by the thousand: written as text, since a template would take ten times as long."""

from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict  # noqa: TID251 (a type: the address of another page is made from it)
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from grids.alphabet import Alphabet, State, Value
from grids.figures import Figures
from grids.queries import Grid, Head, Row, Save, Section, Whole
from grids.queries.past import PastCell, PastGrid, PastRow
from grids.subject import Subject

register = template.Library()


@register.simple_tag
def grid_cells(row: Row, grid: Grid, figures: Figures | None = None, section: Section | None = None) -> SafeString:
    """The cells of one row: value, look, number of the decision, figure; whether the column is marked, or typed on."""
    looks = {state.code: _look(state) for state in grid.subject.alphabet.states}
    marked = section.whole.marked if section and section.whole else grid.marked
    found = figures.cells if figures else {}
    drawn = [
        _typed_cell(value, number)
        if row.head.is_typed or column.is_typed
        else _state_cell(looks[value], number, column.id in marked, found.get(grid.key_of(row, column)))
        for column, (value, number) in zip(grid.columns, row.cells, strict=True)
    ]
    return mark_safe("".join(drawn))  # noqa: S308


def _typed_cell(value: Value, number: int | None) -> str:
    text = escape(value)
    return f'<td data-v="{text}" data-t{_number(number)}>{text}'


@lru_cache(maxsize=4096)
def _state_cell(look: str, number: int | None, is_marked: bool, figure: tuple[int, int] | None) -> str:
    return f"<td {look}{_number(number)}{' data-d' if is_marked else ''}{_figure(figure)}>"


def _figure(found: tuple[int, int] | None) -> str:
    """The figure of a cell and the rank of its level, for the style sheet and for the script."""
    return f' data-f="{found[0]}" data-l="{found[1]}"' if found else ""


def _number(number: int | None) -> str:
    return "" if number is None else f' data-k="{number:d}"'


def _look(state: State) -> str:
    """The value, the colour and the sign of a state, for the style sheet."""
    sign = f' data-s="{escape(state.sign)}"' if state.sign else ""
    return f'data-v="{escape(state.code)}" data-c="{state.colour}"{sign}'


@register.simple_tag
def grid_sign(state: State) -> SafeString:
    """A state in a legend: its colour and its sign."""
    sign = state.sign or "·"
    return format_html('<span class="grid-sign" data-c="{}" data-s="{}" aria-hidden="true"></span>', state.colour, sign)


@register.simple_tag
def grid_sign_of(alphabet: Alphabet, code: Value) -> SafeString:
    """The state of a code in a legend; codes that are texts may be given as numbers."""
    return grid_sign(alphabet[code if alphabet.has(code) else str(code)])


@register.simple_tag
def column_arrows(grid: Grid) -> SafeString:
    """One down arrow per column; the page names them for what they do. Nothing governs what is typed."""
    drawn = [
        "<td>" if column.is_typed else '<td><button type="button" tabindex="-1">↓</button>' for column in grid.columns
    ]
    return mark_safe("".join(drawn))  # noqa: S308


@register.simple_tag
def whole_head(whole: Whole, grid: Grid, is_folded: bool) -> SafeString:
    """The line over the parts of a whole: what is blank under each column, which the page counts, and what folds it."""
    cells = "<td>" * len(grid.columns)
    fold = format_html(
        '<button type="button" class="whole-fold" aria-expanded="{}">{}</button>',
        "false" if is_folded else "true",
        whole.label,
    )
    line = f'<tr>{cells}<td class="whole-done"><th scope="row">{fold}</tr>'
    return mark_safe(f'<tbody class="whole" data-whole="{whole.id:d}">{line}</tbody>')  # noqa: S308


@register.simple_tag
def past_cells(row: PastRow, past: PastGrid, figures: Figures | None) -> SafeString:
    """The cells of one row of a grid of the past: nothing gives them a name later, so the state is a word in each."""
    drawn = [
        _past_cell(past.subject, row, column, cell, figures)
        for column, cell in zip(past.columns, row.cells, strict=True)
    ]
    return mark_safe("".join(drawn))  # noqa: S308


def _past_cell(subject: Subject, row: PastRow, column: Head, cell: PastCell, figures: Figures | None) -> str:
    value, on, by = cell.decided
    is_typed = row.head.is_typed or column.is_typed
    look = f'data-v="{escape(value)}" data-t' if is_typed else _look(subject.alphabet[value])
    words = (escape(value) or subject.alphabet.blank.label) if is_typed else subject.alphabet[value].label
    when = f"le {on[8:]}/{on[5:7]}/{on[:4]}, " if on else ""
    title = f' title="{when}par {escape(by)}"' if on or by else ""
    mark = ' class="has-changed"' if cell.has_changed else ""
    since = ", a changé depuis" if cell.has_changed else ""
    if is_typed and value:
        return f'<td {look}{mark}{title}>{words}<span class="visually-hidden">{since}</span>'
    place = (row.head.id, column.id) if subject.pupils_are_rows else (column.id, row.head.id)
    said = f", {escape(figures.said(place))}" if figures else ""
    figure = _figure(figures.cells.get(place) if figures else None)
    return f'<td {look}{mark}{title}{figure}><span class="visually-hidden">{words}{said}{since}</span>'


@register.simple_tag
def grid_query(params: QueryDict) -> str:
    """The choice of a grid as its address says it, without the day."""
    kept = params.copy()
    kept.pop("au", None)
    return kept.urlencode()


@register.simple_tag
def note_cells(grid: Grid) -> SafeString:
    """What there is to know of each column, at its foot."""
    return mark_safe("".join(f'<td class="note">{_badge(*note)}' for note in grid.notes))  # noqa: S308


@register.simple_tag
def badge(short: str, words: str) -> SafeString:
    """A few letters, and the whole words for who rests on them or does not see them."""
    return _badge(short, words)


@lru_cache(maxsize=1024)
def _badge(short: str, words: str) -> SafeString:
    return format_html('<span class="badge" role="img" aria-label="{1}" title="{1}">{0}</span>', short, words)


@register.simple_tag
def undo_address(screen: Any, save: Save) -> str:
    """Where a save is undone."""
    return reverse(screen.undo_url, args=[*screen.named, save.batch])
