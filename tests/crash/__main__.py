"""`make crash`: the server is killed a hundred times while it writes, on SQLite and on PostgreSQL, and must not mind.

`KILLS=10 make crash` does fewer on each database, `ONLY=évaluation make crash` what has this word in its title. Every
process that is killed was started here; nothing leaves this machine.
"""

import os
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from scripts.find_postgres import with_database
from tests.crash.drill import Tally, drill

KILLS = int(os.environ.get("KILLS", "50"))


def main() -> None:
    began = time.monotonic()
    with _postgres() as postgres:
        databases = {"SQLite": ""} | ({"PostgreSQL": postgres} if postgres else {})
        tallies = _drill_all(databases)
    for tally in tallies:
        _tell(tally)
    seconds = time.monotonic() - began
    print(f"make crash: {_sentence(tallies)} in {seconds:.0f} s")
    is_missing = not postgres and os.environ.get("REQUIRE_ALL") == "1"
    if not postgres:
        print("SKIPPED PostgreSQL: no server answers (TEST_POSTGRES_URL, or the local socket)")
    sys.exit(1 if is_missing or any(tally.faults for tally in tallies) else 0)


@contextmanager
def _postgres() -> Iterator[str]:
    """The address of an empty database, dropped at the end; empty when no server answers."""
    found = subprocess.run([sys.executable, "scripts/find_postgres.py"], capture_output=True, text=True, check=False)
    server = found.stdout.strip()
    if not server:
        yield ""
        return
    name = f"crash_{uuid.uuid4().hex[:12]}"
    _run(server, f'CREATE DATABASE "{name}"')
    try:
        yield with_database(server, name)
    finally:
        _run(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(with_database(server, "postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def _drill_all(databases: dict[str, str]) -> list[Tally]:
    """Each database in a process of its own: Django knows a single one."""
    with ProcessPoolExecutor(len(databases), mp_context=get_context("spawn")) as pool:
        seed = int(time.time())
        return list(pool.map(drill, databases, databases.values(), [KILLS] * 2, [seed, seed + 1]))


def _tell(tally: Tally) -> None:
    print(f"\n{tally.database}")
    for title in dict.fromkeys(title for title, _ in tally.outcomes):
        before, after, between = (tally.outcomes[title, found] for found in ("before", "after", "between"))
        print(f"  {title}: {before} as before, {after} as after, {between} between")
    for fault in tally.faults:
        print(f"  FAULT {fault}")


def _sentence(tallies: list[Tally]) -> str:
    kills, resumed = sum(tally.kills for tally in tallies), sum(tally.resumed for tally in tallies)
    found: Counter[str] = Counter()
    for tally in tallies:
        for (_, outcome), number in tally.outcomes.items():
            found[outcome] += number
    each = ", ".join(f"{tally.database} {tally.kills}" for tally in tallies)
    late = sum(tally.late for tally in tallies)
    return (
        f"{kills} kills before the answer ({each}; {late} more after it): "
        f"{found['before']} as before, {found['after']} as after, {found['between']} between; "
        f"{resumed} gone on with to the end; {sum(len(tally.faults) for tally in tallies)} faults"
    )


if __name__ == "__main__":
    main()
