"""How the values of a row are written in a backup, and read again: what JSON holds, in the order of named columns."""

import base64
import datetime
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import models

from sacoche.kit.parts.saved import SavedPart

_BATCH = 2000


def columns_of(part: SavedPart) -> list[Any]:
    """The columns of a table that its rows have in a backup: all but the school."""
    return [field for field in part.model._meta.concrete_fields if field.name != "school"]


def written_rows(part: SavedPart, school: Any) -> Iterator[list[list[Any]]]:
    """The rows of a school that is open, some at a time, as a backup has them, in the order of their numbers."""
    columns = columns_of(part)
    fitting = [(at, fit) for at, field in enumerate(columns) if (fit := _WRITTEN.get(_type(field)))]
    names = [field.attname for field in columns]
    rows = part.rows_of(school).order_by("pk").values_list(*names).iterator(chunk_size=_BATCH)
    batch: list[list[Any]] = []
    for row in rows:
        values = list(row)
        for at, fit in fitting:
            if values[at] is not None:
                values[at] = fit(values[at])
        batch.append(values)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class RowReader:
    """Reads rows of a table: values by column, for the columns that this version still has."""

    def __init__(self, part: SavedPart, names: Sequence[str]) -> None:
        known = {field.attname: field for field in columns_of(part)}
        self._columns = [(at, name, _READ.get(_type(known[name]))) for at, name in enumerate(names) if name in known]
        self._width = len(names)

    def values(self, row: Sequence[Any]) -> dict[str, Any]:
        """The values of a row. Raises ValueError, TypeError for what is not one of this table."""
        if len(row) != self._width:
            raise ValueError("a row that is too short or too long")
        return {name: row[at] if fit is None or row[at] is None else fit(row[at]) for at, name, fit in self._columns}


def _type(field: Any) -> type[models.Field]:
    """What the column holds: that of the row that a key points at."""
    while field.is_relation:
        field = field.target_field
    return type(field)


def _pack(content: Any) -> str:
    return base64.b64encode(bytes(content)).decode("ascii")


_WRITTEN: Mapping[type[models.Field], Callable[[Any], Any]] = {
    models.DateTimeField: datetime.datetime.isoformat,
    models.DateField: datetime.date.isoformat,
    models.UUIDField: str,
    models.DecimalField: str,
    models.BinaryField: _pack,
}
_READ: Mapping[type[models.Field], Callable[[Any], Any]] = {
    models.DateTimeField: datetime.datetime.fromisoformat,
    models.DateField: datetime.date.fromisoformat,
    models.UUIDField: uuid.UUID,
    models.DecimalField: Decimal,
    models.BinaryField: base64.b64decode,
}
