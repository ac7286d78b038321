"""Heads that sort a list cut in pages: the server puts the whole list in order, the address keeps it (« ?tri=nom »)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet

FIELD = "tri"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Head:
    """The head of a column: what it is asked by, empty when it sorts nothing; `sort` is what is said of the order."""

    label: str
    asked: str = ""
    sort: str = ""


@dataclass(frozen=True)
class SortedHeads(Generic[Row]):
    """The columns of a list, by what an address calls each: its label and the fields that put the rows in order."""

    columns: Mapping[str, tuple[str, Sequence[str]]]

    def heads(self, asked: str) -> list[Head]:
        """The heads, from left to right; the one of the order, asked again, turns it round."""
        code, is_down = self._read(asked)
        return [self._head(each, label, fields, code, is_down) for each, (label, fields) in self.columns.items()]

    def _head(self, each: str, label: str, fields: Sequence[str], code: str, is_down: bool) -> Head:
        if not fields:
            return Head(label)
        sort = ("descending" if is_down else "ascending") if each == code else ""
        return Head(label, f"-{each}" if each == code and not is_down else each, sort)

    def put(self, rows: "QuerySet[Row]", asked: str, *, within: Sequence[Any] = ()) -> "QuerySet[Row]":
        """The rows in the order asked, those that say nothing last; as they were when nothing that sorts is asked.

        `within`: what they are put in order by before that, when the list is made of blocks.
        """
        code, is_down = self._read(asked)
        if not code:
            return rows
        fields = [F(name) for name in self.columns[code][1]]
        order = [each.desc(nulls_last=True) if is_down else each.asc(nulls_last=True) for each in fields]
        return rows.order_by(*within, *order, "pk")

    def _read(self, asked: str) -> tuple[str, bool]:
        code = asked.removeprefix("-")
        known = code in self.columns and bool(self.columns[code][1])
        return (code if known else "", asked.startswith("-"))
