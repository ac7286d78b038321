"""Many rows at once: five times faster than bulk_create on 130,000 rows, the same rows on both databases."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache, partial
from itertools import chain, islice
from types import MappingProxyType
from typing import Any

from django.db import connections, models, router, transaction
from django.db.models.fields import NOT_PROVIDED
from django_scopes import get_scope

from sacoche.kit.clock import now
from sacoche.kit.lowered import LoweredField
from sacoche.kit.tenancy import CrossSchoolWrite, SchoolOwned, ScopeError
from sacoche.kit.walls.state import is_walled

_AS_IT_IS = frozenset({int, str, type(None)})
Row = Mapping[str, Any]
_NOTHING: Row = MappingProxyType({})
# So many rows are inserted in less time than a table is made; the table of the moment, when there are more.
_FEW, _ASIDE = 500, '"rows_to_insert"'
# The values of some rows, column by column.
Batch = list[list[Any]]


def bulk_insert(model: type[models.Model], rows: Iterable[Row], *, common: Row = _NOTHING, batch: int = 5000) -> int:
    """Insert rows given as mappings of column attributes (`pupil_id`, `state`…) and say how many there were.

    Every row has the keys of the first one, and `common` besides; what neither gives takes the default of its field.
    The school of school-owned rows is that of the open scope. No signal is sent and no primary key comes back.
    Raises IntegrityError like any insert: nothing is then written.
    """
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return 0
    using = router.db_for_write(model)
    shared = _with_school(model, first, common)
    fields = _fields(model, first.keys() | shared.keys())
    columns = [_Column(field, using, shared) for field in fields]
    batches = _batches(columns, chain([first], iterator), batch)
    # Without a savepoint, two round trips: the transaction around, if there is one, fails with this.
    with transaction.atomic(using=using, savepoint=False):
        write = _copy if connections[using].vendor == "postgresql" else _executemany
        return write(model, fields, batches, using)


def _with_school(model: type[models.Model], row: Row, common: Row) -> Row:
    """What all rows share, the open school among it; rows that name their school are read one by one."""
    school_id = _school_id(model)
    if school_id is None or "school_id" in row:
        return common
    _refuse_other_schools(model, {common.get("school_id", school_id)}, school_id)
    return {**common, "school_id": school_id}


def _fields(model: type[models.Model], given: Set[str]) -> list[models.Field]:
    """The columns to write: all but the numbers and values that the database gives by itself."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.attname in given
        or isinstance(field, LoweredField)
        or not (field.primary_key or field.has_db_default())
    ]
    unknown = given - {field.attname for field in fields}
    if unknown:
        raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    return fields


def _batches(columns: Sequence["_Column"], rows: Iterator[Row], size: int) -> Iterator[Batch]:
    """The rows fit for the database, some at a time; worked on column by column, which is twice as fast."""
    while chunk := list(islice(rows, size)):
        yield [column.values(chunk) for column in columns]


def _refuse_other_schools(model: type[models.Model], school_ids: Set[int], school_id: int) -> None:
    strangers = school_ids - {school_id}
    if strangers:
        raise CrossSchoolWrite(f"{model.__name__} of school {min(strangers)} from school {school_id}")


def _school_id(model: type[models.Model]) -> int | None:
    """The school that the rows must be of, None when the rows of this model may be of any."""
    scope = get_scope()
    if not issubclass(model, SchoolOwned) or not scope.get("_enabled", True):
        return None
    if scope.get("school") is None:
        raise ScopeError(f"A school must be open to write {model.__name__} rows.")
    return int(scope["school"].pk)


# Functions, but what they make is the same for every row.
_ALWAYS_THE_SAME = (dict, list, NOT_PROVIDED)


def _json(prepare: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """JSON cannot be remembered, save the empty object that most rows share."""
    nothing = prepare({})
    return lambda value: nothing if value == {} else prepare(value)


class _Column:
    """A column to write: reads its values in rows, or makes them up, and makes them fit for the database."""

    def __init__(self, field: models.Field, using: str, shared: Row) -> None:
        def prepare(value: Any) -> Any:
            return field.get_db_prep_save(value, connections[using])

        self._field = field
        self._shared = shared
        self._moment = now()
        is_json = isinstance(field, models.JSONField)
        # Days come back often: each is made fit once.
        self._prepare = _json(prepare) if is_json else lru_cache(maxsize=1024)(prepare)
        self._as_it_is = frozenset({type(None)}) if is_json else _AS_IT_IS

    def values(self, chunk: list[Row]) -> list[Any]:
        name = self._field.attname
        if isinstance(self._field, LoweredField):
            # Whatever a backup of another version says of it.
            return [row[self._field.of].lower() for row in chunk]
        if name not in chunk[0]:
            return self._made_up(len(chunk))
        values = [row[name] for row in chunk]
        if name == "school_id":
            self._check_schools(values)
        if set(map(type, values)) <= self._as_it_is:
            return values
        return [value if type(value) in self._as_it_is else self._prepare(value) for value in values]

    def _made_up(self, number: int) -> list[Any]:
        """What all rows share is made fit once, and so is a default that is no function."""
        if self._field.attname in self._shared:
            return [self._prepare(self._shared[self._field.attname])] * number
        if getattr(self._field, "auto_now", False) or getattr(self._field, "auto_now_add", False):
            return [self._prepare(self._moment)] * number
        if callable(self._field.default) and self._field.default not in _ALWAYS_THE_SAME:
            return [self._prepare(self._field.get_default()) for _ in range(number)]
        return [self._prepare(self._field.get_default())] * number

    def _check_schools(self, values: list[Any]) -> None:
        school_id = _school_id(self._field.model)
        if school_id is not None:
            _refuse_other_schools(self._field.model, set(values), school_id)


def _executemany(model: type[models.Model], fields: list[models.Field], batches: Iterator[Batch], using: str) -> int:
    """Some rows a statement: half the time of one, where a statement may hold that many values."""
    together = max(1, (connections[using].features.max_query_params or 0) // len(fields))
    written = 0
    with connections[using].cursor() as cursor:
        for columns in batches:
            rows = list(zip(*columns, strict=True))
            whole = len(rows) - len(rows) % together
            if groups := [tuple(chain(*rows[start : start + together])) for start in range(0, whole, together)]:
                cursor.executemany(_insert(model, fields, together, using), groups)
            if rest := rows[whole:]:
                cursor.execute(_insert(model, fields, len(rest), using), tuple(chain(*rest)))
            written += len(rows)
    return written


def _insert(model: type[models.Model], fields: list[models.Field], rows: int, using: str) -> str:
    places = f"({', '.join(['%s'] * len(fields))})"
    return f"INSERT INTO {_table(model, fields, using)} VALUES {', '.join([places] * rows)}"  # noqa: S608 names come from the model


def _copy(model: type[models.Model], fields: list[models.Field], batches: Iterator[Batch], using: str) -> int:
    """The text that COPY reads, written here: rows given one by one to psycopg would take five times as long."""
    connection = connections[using]
    if is_walled(connection):
        return _copy_beside(model, fields, batches, using)
    with connection.cursor() as cursor:
        return _copied(cursor, connection, f"COPY {_table(model, fields, using)} FROM STDIN", batches)


def _copy_beside(model: type[models.Model], fields: list[models.Field], batches: Iterator[Batch], using: str) -> int:
    """PostgreSQL copies nothing into a table whose rows are chosen by policies: a few rows are inserted, many come by a
    table of the moment.
    """
    connection, table, written = connections[using], _table(model, fields, using), 0
    with connection.cursor() as cursor:
        for batch in batches:
            if len(batch[0]) > _FEW:
                names = table.partition(" (")[2].removesuffix(")")
                none = f"SELECT {names} FROM {connection.ops.quote_name(model._meta.db_table)} WITH NO DATA"  # noqa: S608 names come from the model
                cursor.execute(f"CREATE TEMPORARY TABLE {_ASIDE} ON COMMIT DROP AS {none}")
                written += _copied(cursor, connection, f"COPY {_ASIDE} FROM STDIN", chain([batch], batches))
                cursor.execute(f"INSERT INTO {table} SELECT * FROM {_ASIDE}")  # noqa: S608
                cursor.execute(f"DROP TABLE {_ASIDE}")
            else:
                values = tuple(chain(*zip(*batch, strict=True)))
                cursor.execute(_insert(model, fields, len(batch[0]), using), values)
                written += len(batch[0])
    return written


def _copied(cursor: Any, connection: Any, statement: str, batches: Iterator[Batch]) -> int:
    written = 0
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        in_text = _CopyText(connection.connection)
        for columns in batches:
            rows = map(b"\t".join, zip(*map(in_text.column, columns), strict=True))
            copy.write(b"\n".join(rows) + b"\n")
            written += len(columns[0])
    return written


class _CopyText:
    """Values in the text format of COPY (PostgreSQL, « COPY »: tabs between, backslashes before what is special)."""

    _ESCAPES = str.maketrans(
        {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
    )

    def __init__(self, connection: Any) -> None:
        from psycopg.adapt import PyFormat, Transformer

        self._dumper = partial(Transformer(connection).get_dumper, format=PyFormat.TEXT)

    def column(self, values: list[Any]) -> list[bytes]:
        """Each value once: the columns of an import hold few different ones."""
        texts = {value: self._text(value) for value in set(values)}
        return [texts[value] for value in values]

    def _text(self, value: Any) -> bytes:
        dumped = None if value is None else self._dumper(value).dump(value)
        if dumped is None:
            return b"\\N"
        return bytes(dumped).decode().translate(self._ESCAPES).encode()


def _table(model: type[models.Model], fields: list[models.Field], using: str) -> str:
    quote = connections[using].ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return f"{quote(model._meta.db_table)} ({columns})"


def sync_rows(model: type[models.Model], rows: Iterable[Row], *, key: str) -> int:
    """Make the table of a national list say what `rows` say, and return how many rows were written.

    Rows are recognised by `key` (a unique column attribute); what already says so is not written again, and rows
    that the list no longer has stay: schools may use them.
    """
    wanted = {row[key]: row for row in rows}
    names = list(next(iter(wanted.values()))) if wanted else []
    manager = model._default_manager
    stored = {row[key]: row for row in manager.values("pk", *names)}
    added = [model(**row) for value, row in wanted.items() if value not in stored]
    changed = [
        model(**{**row, "pk": stored[value]["pk"]})
        for value, row in wanted.items()
        if value in stored and any(stored[value][name] != row[name] for name in names)
    ]
    # Another server of the same database may be doing it too.
    manager.bulk_create(added, ignore_conflicts=True)
    manager.bulk_update(changed, [name for name in names if name not in (key, model._meta.pk.attname)])
    return len(added) + len(changed)
