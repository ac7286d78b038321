"""Build the walls, or take them away: run as the owner of the tables, who is kept apart from nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from operation.walls.policies import removal, role_of_walls, statements, walled_tables, without_wall

# What a server does with rows; no TRUNCATE, which no policy stops.
_VERBS = "SELECT, INSERT, UPDATE, DELETE"


class WrongRole(Exception):
    """This role cannot be that of the servers; the argument says why, in French."""


@dataclass(frozen=True)
class State:
    """What a database has: for which role, which tables are left open, whether who asks is kept apart."""

    role: str
    missing: list[str]
    is_kept_apart: bool


def state() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(%s)", [walled_tables()[0]._meta.db_table])
        is_active = bool(cursor.fetchone()[0])
    return State(role_of_walls(), without_wall(), is_active)


def install(role: str) -> int:
    """Give `role` the rows of every table, school by school, and no more; how many tables have policies.

    A table at a time: each is locked for an instant, and pages go on. Raises WrongRole, and OperationalError when a
    long work holds a table: begun again, it ends what was begun.
    """
    check_role(role)
    _grant(role)
    for model in walled_tables():
        _run(statements(model, role))
    return len(walled_tables())


def keep_up() -> None:
    """After a migration, the tables that it made have their policies and their grants; nothing where there is none."""
    if connection.vendor == "postgresql" and (role := role_of_walls()):
        _grant(role)
        missing = set(without_wall())
        for model in walled_tables():
            if model._meta.db_table in missing:
                _run(statements(model, role))


def remove() -> None:
    """Take every policy away; the role keeps its grants."""
    for model in walled_tables():
        _run(removal(model))


def _run(told: Iterable[str]) -> None:
    """Together; whoever asks for the table meanwhile waits two seconds at most."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        for statement in told:
            cursor.execute(statement)


def check_role(role: str) -> None:
    """Raises WrongRole for a role that is not there, that passes through walls, or that may change tables."""
    query = """
        SELECT rolsuper OR rolbypassrls, rolcreaterole OR rolcreatedb, pg_has_role(oid, current_user, 'MEMBER'),
               has_schema_privilege(oid, current_schema(), 'CREATE')
        FROM pg_roles WHERE rolname = %s
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [role])
        found = cursor.fetchone()
    if found is None:
        raise WrongRole(f"Le rôle « {role} » n'existe pas. Créez-le : CREATE ROLE {role} LOGIN PASSWORD '…';")
    passes, makes, owns, creates = found
    if passes or owns:
        raise WrongRole(f"Le rôle « {role} » passe à travers (superutilisateur, BYPASSRLS ou propriétaire des tables).")
    if makes or creates:
        raise WrongRole(
            f"Le rôle « {role} » peut créer des rôles, des bases ou des tables : les serveurs n'en ont pas besoin "
            "(PostgreSQL d'avant la version 15 : REVOKE CREATE ON SCHEMA public FROM PUBLIC)."
        )


def _grant(role: str) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = map(quote, cursor.fetchone())
        for statement in (
            f"GRANT USAGE ON SCHEMA {schema} TO {quote(role)}",
            f"GRANT {_VERBS} ON ALL TABLES IN SCHEMA {schema} TO {quote(role)}",
            f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {schema} TO {quote(role)}",
            # Many rows at once come by a table of the moment (sacoche.kit.bulk).
            f"GRANT TEMPORARY ON DATABASE {database} TO {quote(role)}",
        ):
            cursor.execute(statement)
