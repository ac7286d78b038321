"""Behind a PgBouncer in transaction mode, the next question may go to another connection: nothing is left on one."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.several.bouncer import bounced
from tests.several.conftest import make_school
from tests.several.servers import OneOfSeveral, new_database

pytestmark = pytest.mark.timeout(240)


def test_tables_and_the_journal_come_whole_through_pgbouncer(ready_folder: Path, tmp_path: Path) -> None:
    with new_database() as database, bounced(database) as pooled:
        server = OneOfSeveral(tmp_path, database, ready=ready_folder)
        # Migrations go to PostgreSQL itself: their lock belongs to a connection.
        server.prepare()
        server.environment |= {"DATABASE_URL": pooled, "PGBOUNCER": "1"}
        server.serve()
        try:
            school = make_school(server, "Collège derrière PgBouncer")
            admin = school.signed_in(server, "admin")
            asked = {"extraction": "eleves", "is_with_left": "on"}

            # Many at once, so that two questions of one request seldom have the same connection.
            with ThreadPoolExecutor(8) as people:
                take = partial(admin.post, server, "/extraction/", **asked)
                csv = list(people.map(lambda _: take(table_format="csv"), range(8)))
                xlsx = take(table_format="xlsx")
                journals = list(people.map(lambda _: admin.get(server, "/journal/"), range(8)))
                taken = admin.post(server, "/journal/telecharger/")

            assert [answer.status for answer in (*csv, xlsx, *journals, taken)] == [200] * 18
            assert all("MARTIN" in answer.body.decode("utf-8-sig") for answer in csv)
            assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(xlsx.body)).namelist()
            assert server.complaints() == ""
        finally:
            server.stop()
