"""Print the address of a PostgreSQL that answers and lets us create databases; print nothing when there is none.

`TEST_POSTGRES_URL` alone when it is given, else the local socket as oneself, then as `postgres`. The database named in
the answer does not exist yet: tests create `test_…` beside it, under a name of this run, so that two runs never meet.
"""

import os
import re
import sys

import psycopg

SOCKET = ("postgres:///postgres", "postgres://postgres@/postgres")


def answers(url: str) -> bool:
    """Whether the server lets us in with the right to create databases."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        print(f"{url.rsplit('@', 1)[-1]}: {error}".strip(), file=sys.stderr)
        return False
    return bool(row and row[0])


def with_database(url: str, name: str) -> str:
    """The same server, another database; urllib would take one slash from an address without a host."""
    return re.sub(r"^(\w+://[^/?]*)(/[^?]*)?", rf"\1/{name}", url)


def main() -> None:
    given = os.environ.get("TEST_POSTGRES_URL")
    for url in (given,) if given else SOCKET:
        if answers(url):
            print(with_database(url, f"sacoche_{os.getpid()}"))
            return


if __name__ == "__main__":
    main()
