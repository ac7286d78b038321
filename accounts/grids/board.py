"""What the page of a tick grid reads, in a number of queries that does not grow."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.grids.base import NOWHERE, Line, Link, TickGrid, column_lines
from accounts.grids.filters import ALL, Choice, Filter
from accounts.models import Account


@dataclass(frozen=True)
class Column:
    """A column, with how many rows have it among all those of the school."""

    line: Line
    count: int


@dataclass(frozen=True)
class BoardRow:
    """A row with its boxes. `held`: the one column that it has, shown or not, where nobody has several."""

    line: Line
    ticks: list[bool]
    held: int = NOWHERE


@dataclass(frozen=True)
class Summary:
    """A column with the rows that have it: (row, whether it has the role)."""

    line: Line
    people: list[tuple[Line, bool]]


@dataclass(frozen=True)
class Board:
    """The grid as it is shown. `has_rows`, `has_columns`: whether there are any, whatever the filters."""

    columns: list[Column]
    rows: list[BoardRow]
    summaries: list[Summary]
    choices: list[Choice]
    has_rows: bool
    has_columns: bool


def read_board(grid: TickGrid, account: Account, wishes: Mapping[str, str]) -> Board:
    """The rows and columns that `wishes` (by name of filter) ask for; raises UnknownChoice."""
    rows, row_choice = _narrowed(grid.rows(account), grid.row_filter, account, wishes)
    columns, column_choice = _narrowed(grid.columns(account), grid.column_filter, account, wishes)
    row_lines = [grid.row_line(row) for row in rows]
    lines = column_lines(grid, list(columns))
    links = grid.links(account)
    ticked = {(link.row, link.column) for link in links}
    held = {link.row: link.column for link in links}
    counts = counts_of(links)
    choices = [choice for choice in (row_choice, column_choice) if choice and choice.is_open]
    return Board(
        columns=[Column(line, counts[line.pk]) for line in lines],
        rows=[
            BoardRow(row, [(row.pk, line.pk) in ticked for line in lines], held.get(row.pk, NOWHERE))
            for row in row_lines
        ],
        summaries=_summaries(lines, _all_lines(grid, account, row_lines, row_choice), links)
        if grid.summary_title
        else [],
        choices=choices,
        has_rows=bool(row_lines) or (row_choice is not None and grid.rows(account).exists()),
        has_columns=len(lines) > grid.is_exclusive,
    )


def _all_lines(grid: TickGrid, account: Account, shown: list[Line], choice: Choice | None) -> list[Line]:
    """The rows of the second table, which has all of them whatever is shown of the first."""
    is_whole = choice is None or choice.chosen == ALL
    return shown if is_whole else [grid.row_line(row) for row in grid.rows(account)]


def counts_of(links: Collection[Link]) -> Counter[int]:
    """How many rows have each column."""
    return Counter(link.column for link in links)


def read_summaries(grid: TickGrid, account: Account, columns: Collection[int]) -> list[Summary]:
    """The second table again, for some columns."""
    lines = [line for line in column_lines(grid, list(grid.columns(account))) if line.pk in columns]
    return _summaries(lines, [grid.row_line(row) for row in grid.rows(account)], grid.links(account))


def _narrowed(lines: Any, chooser: Filter | None, account: Account, wishes: Mapping[str, str]) -> tuple[Any, Any]:
    if chooser is None:
        return lines, None
    choice = chooser.choice(lines, account, wishes.get(chooser.name, ""))
    return chooser.narrow(lines, choice.chosen), choice


def _summaries(columns: list[Line], rows: list[Line], links: Collection[Link]) -> list[Summary]:
    held = {(link.column, link.row): link.has_role for link in links}
    return [
        Summary(column, [(row, held[column.pk, row.pk]) for row in rows if (column.pk, row.pk) in held])
        for column in columns
    ]
