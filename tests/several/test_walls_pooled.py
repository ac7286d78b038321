"""Behind a PgBouncer in transaction mode, as the role of the servers: another school never shows.

A school said once for a connection would show to whoever has it next; here it is said with each statement.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.several.bouncer import bounced
from tests.several.conftest import make_school
from tests.several.people import Person
from tests.several.servers import OneOfSeveral, new_database, run_sql

pytestmark = pytest.mark.timeout(240)
ROLE = f"sacoche_pooled_{os.getpid()}"
# Six hundred reads by eight people of two schools, past every filter of Python: how many showed another school.
_READS = """
from concurrent.futures import ThreadPoolExecutor
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School

schools = [School.objects.get(number=number) for number in {numbers!r}]
for rank, school in enumerate(schools, 1):
    with school_scope(school):
        Account.objects.pupils().update(last_name=f"PUPIL{{rank}}")

def seen(rank):
    school = schools[rank % 2]
    with school_scope(school):
        return [school.pk, sorted(set(Account._base_manager.values_list("school_id", flat=True)))]

with ThreadPoolExecutor(8) as people:
    answers = list(people.map(seen, range(600)))
unscoped = Account._base_manager.count()
answer = {{"astray": [each for each in answers if each[1] != [each[0]]], "reads": len(answers), "unscoped": unscoped}}
"""


def test_other_school_never_shows_through_pgbouncer(ready_folder: Path, tmp_path: Path) -> None:
    with walled_server(ready_folder, tmp_path) as server:
        schools = [make_school(server, name) for name in ("Collège du Nord", "Collège du Sud")]
        told = server.evaluate(_READS.format(numbers=[school.number for school in schools]))
        admins = [school.signed_in(server, "admin") for school in schools]
        with ThreadPoolExecutor(8) as people:
            files = list(people.map(lambda rank: pupils_of(server, admins[rank % 2]), range(32)))

        assert told == {"astray": [], "reads": 600, "unscoped": 0}
        assert files == [["PUPIL1"], ["PUPIL2"]] * 16
        assert server.complaints() == ""


@contextmanager
def walled_server(ready_folder: Path, folder: Path) -> Iterator[OneOfSeveral]:
    """Prepared by the owner of the tables, serving as a role that is kept apart, through PgBouncer."""
    with new_role() as owned, new_database() as database:
        owned.append(database)
        run_sql(database, f"CREATE ROLE {ROLE}")
        server = OneOfSeveral(folder, database, ready=ready_folder)
        server.prepare()
        assert "tables cloisonnées" in server.manage("walls", "--install", ROLE)
        with bounced(database, role=ROLE) as pooled:
            server.environment |= {"DATABASE_URL": pooled, "PGBOUNCER": "1", "ROW_SECURITY": "1"}
            assert "Cette connexion y est soumise." in server.manage("walls")
            server.serve()
            try:
                yield server
            finally:
                server.stop()


@contextmanager
def new_role() -> Iterator[list[str]]:
    """A role is of the whole PostgreSQL: it goes once the database where it was given rows is gone."""
    owned: list[str] = []
    try:
        yield owned
    finally:
        for database in owned:
            run_sql(database, f"DROP ROLE IF EXISTS {ROLE}")


def pupils_of(server: OneOfSeveral, admin: Person) -> list[str]:
    """Whom the file of the pupils names, as this administrator takes it."""
    asked = {"extraction": "eleves", "is_with_left": "on", "table_format": "csv"}
    text = admin.post(server, "/extraction/", **asked).body.decode("utf-8-sig")
    return [name for name in ("PUPIL1", "PUPIL2") if name in text]
