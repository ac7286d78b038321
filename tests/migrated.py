"""The empty database that tests begin with, kept from one run to the next: its migrations take half a minute.

It is kept by the digest of all migrations. Whoever uses it still runs `migrate`, which finds nothing left to do, then
brings the national lists up to date as at any start. A fresh machine has none: the migrations run there, and the next
workers find what they made.
"""

import hashlib
import os
import sqlite3
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.signals import connection_created
from django.db.utils import OperationalError, ProgrammingError

_PREFIX = "sacoche_migrated_"
# One a branch that somebody works on; those of long ago go.
_MOST = 8


@cache
def digest() -> str:
    """Of what every migration of the product says."""
    told = hashlib.sha256()
    for path in sorted(Path(settings.BASE_DIR).glob("*/migrations/*.py")):
        told.update(path.parent.parent.name.encode() + path.name.encode() + path.read_bytes())
    return told.hexdigest()[:16]


def sqlite_file() -> Path:
    """Where that of SQLite is kept, made or not."""
    folder = Path(tempfile.gettempdir()) / f"sacoche-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{digest()}.sqlite3"


def begin() -> None:
    """Have the database of this run, not made yet, begin as the one that is kept, if there is one."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        if sqlite_file().exists():
            connection_created.connect(_fill, dispatch_uid="tests.migrated")
    elif _postgres_has(_PREFIX + digest()):
        connection.settings_dict["TEST"]["TEMPLATE"] = _PREFIX + digest()


def keep() -> None:
    """Keep the database of this run, just made, for the next ones."""
    connection_created.disconnect(dispatch_uid="tests.migrated")
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        _keep_file(connection)
    elif not _postgres_has(_PREFIX + digest()):
        _keep_on_postgres(connection)


def _fill(connection: Any, **_: Any) -> None:
    connection_created.disconnect(dispatch_uid="tests.migrated")
    kept = sqlite3.connect(sqlite_file())
    kept.backup(connection.connection)
    kept.close()


def _keep_file(connection: Any) -> None:
    file = sqlite_file()
    if file.exists():
        return
    for old in sorted(file.parent.glob("*.sqlite3"), key=os.path.getmtime)[: 1 - _MOST]:
        old.unlink(missing_ok=True)
    connection.ensure_connection()
    making = file.with_suffix(f".{os.getpid()}")
    copy = sqlite3.connect(making)
    connection.connection.backup(copy)
    copy.close()
    making.replace(file)


def _postgres_has(name: str) -> bool:
    connection = connections[DEFAULT_DB_ALIAS]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _keep_on_postgres(connection: Any) -> None:
    made = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{_PREFIX}%"])
        for (old,) in cursor.fetchall()[: 1 - _MOST]:
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        # Another worker may be making it.
        with suppress(OperationalError, ProgrammingError):
            cursor.execute(f'CREATE DATABASE "{_PREFIX}{digest()}" TEMPLATE "{made}"')
