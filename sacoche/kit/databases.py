"""The databases of an installation: the one that takes writes, and a standby of it that answers long reads."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_ROUTER = "sacoche.kit.replica.LongReads"
_WALLED = "sacoche.kit.walls"


def databases(
    url: str, *, replica: str, data_dir: Path, is_pooled: bool, is_walled: bool = False
) -> dict[str, dict[str, Any]]:
    """DATABASES for DATABASE_URL and REPLICA_URL. Raises ImproperlyConfigured, in words.

    Several machines may be named, `…@one:5432,two:5432/base?target_session_attrs=read-write`: the one that takes writes
    is found at each new connection. `is_pooled`: a PgBouncer in transaction mode is in between; `is_walled`: each
    statement says which school is open.
    """
    how = {"is_pooled": is_pooled, "is_walled": is_walled}
    made = {"default": _database(url or f"sqlite:///{data_dir / 'sacoche.sqlite3'}", **how)}
    if not replica:
        return made
    made["replica"] = _database(replica, **how)
    if any(_is_embedded(each) for each in made.values()):
        raise ImproperlyConfigured("REPLICA_URL demande PostgreSQL : une base SQLite n'a pas de réplique.")
    # A standby that is away is not waited for: the primary answers instead.
    made["replica"]["OPTIONS"]["connect_timeout"] = 2
    return made


def routers(replica: str) -> list[str]:
    """DATABASE_ROUTERS: who sends long reads to the standby, where there is one."""
    return [_ROUTER] if replica else []


def _database(url: str, *, is_pooled: bool, is_walled: bool) -> dict[str, Any]:
    made: dict[str, Any] = environ.Env.db_url_config(url)
    # A thread keeps its connection: opening one, and setting it up, costs a small page a third of its time.
    made.setdefault("CONN_MAX_AGE", 60)
    if _is_embedded(made):
        # IMMEDIATE: a transaction takes the write lock when it begins, so that it waits instead of failing half-way.
        made["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
        }
        return made
    made["CONN_HEALTH_CHECKS"] = True
    # A server that is away is told within seconds, not when the system gives up.
    made.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    if is_walled:
        made["ENGINE"] = _WALLED
    # Through PgBouncer in transaction mode, the next question may go to another connection: no cursor stays open there.
    # Nor is one told again which school is open each time that some of its rows are fetched.
    made["DISABLE_SERVER_SIDE_CURSORS"] = is_pooled or is_walled
    return made


def _is_embedded(made: dict[str, Any]) -> bool:
    return bool(made["ENGINE"].endswith("sqlite3"))
