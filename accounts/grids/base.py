"""What a tick grid declares, and what all of them share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.grids.filters import Filter
from accounts.grids.links import Cells, LinkKind, set_links
from accounts.models import Account

# The column of those who have none, in a grid where everybody has one at most.
NOWHERE = 0


@dataclass(frozen=True)
class Line:
    """A row or a column. `hint` is said beside its name: the class of a pupil, the reference of a class."""

    pk: int
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Missing:
    """What to say, and where to go, when there is no row or no column yet."""

    sentence: str
    link: str
    url_name: str


@dataclass(frozen=True)
class Link:
    """A ticked box: ids of its row and of its column. `has_role`: professeur principal, coordonnateur…"""

    row: int
    column: int
    has_role: bool = False


class TickGrid:
    """A page where each box is saved as soon as it is ticked.

    `is_exclusive`: a row has one column at most, and a column « Sans … » of its own (`nowhere`).
    `summary_title`: the second table, each column with its rows; `role` is then the box beside each of them.
    """

    code: ClassVar[str]
    address: ClassVar[str]
    right: ClassVar[str]
    path: ClassVar[str]
    title: ClassVar[str]
    lead: ClassVar[str] = ""
    row_word: ClassVar[str]
    search_label: ClassVar[str]
    no_rows: ClassVar[Missing]
    no_columns: ClassVar[Missing]
    is_exclusive: ClassVar[bool] = False
    nowhere: ClassVar[str] = ""
    summary_title: ClassVar[str] = ""
    summary_word: ClassVar[str] = ""
    summary_search: ClassVar[str] = ""
    role: ClassVar[str] = ""
    row_filter: ClassVar[Filter | None] = None
    column_filter: ClassVar[Filter | None] = None

    def rows(self, account: Account) -> QuerySet[Any]:
        """The people of the rows, in order; `account` is who reads."""
        raise NotImplementedError

    def columns(self, account: Account) -> QuerySet[Any]:
        """What they may have, in order."""
        raise NotImplementedError

    def links(self, account: Account) -> list[Link]:
        """Every box ticked, whatever the filters."""
        raise NotImplementedError

    def save(self, *, actor: Account, cells: Cells) -> None:
        """Write the boxes of one gesture."""
        raise NotImplementedError

    def row_line(self, row: Any) -> Line:
        return Line(row.pk, row.full_name)

    def column_line(self, column: Any) -> Line:
        label = column.label
        return Line(column.pk, label, "" if f"({column.reference})" in label else column.reference)

    @property
    def save_url_name(self) -> str:
        return f"accounts:save_{self.code}"


class LinkGrid(TickGrid):
    """A grid whose boxes are the rows of a link table."""

    kind: ClassVar[LinkKind]

    def links(self, account: Account) -> list[Link]:
        kind = self.kind
        rows, columns = self.rows(account).order_by().values("pk"), self.columns(account).order_by().values("pk")
        found = kind.model.objects.filter(**{f"{kind.row}__in": rows, f"{kind.column}__in": columns})
        fields = [f"{kind.row}_id", f"{kind.column}_id", *([kind.role] if kind.role else [])]
        return [Link(*values) for values in found.values_list(*fields)]

    def save(self, *, actor: Account, cells: Cells) -> None:
        set_links(actor=actor, kind=self.kind, cells=cells)


def columns_by_pk(grid: TickGrid, columns: Iterable[Any]) -> dict[int, Any]:
    """The columns by id; that of those who have none is None."""
    found: dict[int, Any] = {column.pk: column for column in columns}
    return {NOWHERE: None} | found if grid.is_exclusive else found


def column_lines(grid: TickGrid, columns: Sequence[Any]) -> list[Line]:
    """The columns as the page names them, that of those who have none first."""
    lines = [grid.column_line(column) for column in columns]
    return [Line(NOWHERE, grid.nowhere), *lines] if grid.is_exclusive else lines
