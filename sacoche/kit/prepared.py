"""Queries written once and asked thousands of times: the ORM takes several times longer to build one than to run it.

For what every request asks, and only for it: the query of a page is written as any other.
"""

import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, Expression, Field, QuerySet

from sacoche.kit.tenancy import all_schools

Row = TypeVar("Row")


class Given(Expression):
    """The place of a value that comes with each question: `.filter(pk=Given("pk", IntegerField()))`."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Prepared(Generic[Row]):
    """What a query finds, a query that each thread writes once.

    `build` makes it with no school open, so that none stays in it: who asks gives his school, as any other value.
    """

    def __init__(self, build: "Callable[[], QuerySet[Any, Row]]") -> None:
        self._build = build
        self._kept = threading.local()

    def __call__(self, **given: Any) -> list[Row]:
        """The rows that answer to these values; KeyError when one that the query asks for is missing."""
        connection = connections[DEFAULT_DB_ALIAS]
        if getattr(self._kept, "connection", None) is not connection:
            self._write(connection)
        self._kept.given = given
        return list(self._kept.queryset._iterable_class(self._kept.queryset))

    def _write(self, connection: Any) -> None:
        with all_schools():
            queryset = self._build()
        compiler = cast(Any, queryset.query.get_compiler(connection=connection))
        sql, params = compiler.as_sql()
        # What Django asks a compiler for is kept, with the values of the moment in their places.
        compiler.as_sql = lambda *_, **__: (sql, self._filled(params, connection))
        cast(Any, queryset.query).get_compiler = lambda *_, **__: compiler
        self._kept.connection, self._kept.queryset = connection, queryset

    def _filled(self, params: Sequence[Any], connection: Any) -> list[Any]:
        given = self._kept.given
        return [
            param.output_field.get_db_prep_value(given[param.name], connection) if isinstance(param, Given) else param
            for param in params
        ]


class PreparedForSome(Generic[Row]):
    """The same about some tens of rows, however many: `build` is given the places of their numbers, list by list."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]") -> None:
        self._build = build
        self._of_sizes = cache(self._prepare)

    def __call__(self, *lists: Sequence[int], **given: Any) -> list[Row]:
        """The rows found about these; none about nothing."""
        if not all(lists):
            return []
        # Written for 1, 2, 4, 8… of them: the last one, said again, fills the places that remain.
        sizes = [1 << (len(pks) - 1).bit_length() for pks in lists]
        for rank, (pks, size) in enumerate(zip(lists, sizes, strict=True)):
            filled = [*pks, *[pks[-1]] * (size - len(pks))]
            given |= {_place(rank, number): pk for number, pk in enumerate(filled)}
        return self._of_sizes(*sizes)(**given)

    def _prepare(self, *sizes: int) -> Prepared[Row]:
        some = [
            [Given(_place(rank, number), BigIntegerField()) for number in range(size)]
            for rank, size in enumerate(sizes)
        ]
        return Prepared(lambda: self._build(*some))


def _place(rank: int, number: int) -> str:
    return f"some_{rank}_{number}"
