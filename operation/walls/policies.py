"""The policies of every table that has a school, as SQL of PostgreSQL; and which ones a database has."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from sacoche.kit.parts.tables import every_table, keys_of
from sacoche.kit.tenancy import SharedOrOwned
from sacoche.kit.walls.state import ALL_SCHOOLS, SETTING

OWN, SHARED = "sacoche_own_school", "sacoche_national_list"
# Asked once a statement, not once a row: each stands in a sub-select.
_TOLD = f"current_setting('{SETTING}', true)"
_SCHOOL = f"(SELECT nullif(nullif({_TOLD}, '{ALL_SCHOOLS}'), '')::bigint)"
_ALL = f"(SELECT {_TOLD} = '{ALL_SCHOOLS}')"
_NONE = f"(SELECT coalesce({_TOLD}, '') = '')"


def walled_tables() -> list[type[models.Model]]:
    """The tables whose rows are of a school."""
    return [model for model in every_table() if any(key.name == "school" for key in keys_of(model))]


def statements(model: type[models.Model], role: str) -> Iterator[str]:
    """What makes the policies of a table, those that it had put aside.

    A row is seen and written by its school, and inside `all_schools()`; what has no school, where none is open. A
    national list is read by all. Whoever is neither this role nor the owner of the table sees nothing.
    """
    quote = connection.ops.quote_name
    table, column = quote(model._meta.db_table), quote("school_id")
    is_own = f"{column} = {_SCHOOL} OR {_ALL}"
    if model._meta.get_field("school").null:
        is_own += f" OR ({column} IS NULL AND {_NONE})"
    yield from removal(model)
    yield f"CREATE POLICY {OWN} ON {table} FOR ALL TO {quote(role)} USING ({is_own}) WITH CHECK ({is_own})"
    if issubclass(model, SharedOrOwned):
        yield f"CREATE POLICY {SHARED} ON {table} FOR SELECT TO {quote(role)} USING ({column} IS NULL)"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"


def removal(model: type[models.Model]) -> Iterator[str]:
    """What takes the policies of a table away."""
    table = connection.ops.quote_name(model._meta.db_table)
    yield f"DROP POLICY IF EXISTS {OWN} ON {table}"
    yield f"DROP POLICY IF EXISTS {SHARED} ON {table}"
    yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


def role_of_walls() -> str:
    """The role that the policies of this database are for, empty when it has none."""
    found = _rows("SELECT DISTINCT unnest(roles)::text FROM pg_policies WHERE policyname = %s", OWN)
    return str(found[0][0]) if found else ""


def without_wall() -> list[str]:
    """The tables of schools that PostgreSQL does not keep apart, by their names in the database."""
    query = """
        SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
        WHERE c.relrowsecurity AND p.polname = %s AND c.relnamespace = current_schema()::regnamespace
    """
    kept = {name for (name,) in _rows(query, OWN)}
    return sorted(model._meta.db_table for model in walled_tables() if model._meta.db_table not in kept)


def _rows(query: str, *params: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())
