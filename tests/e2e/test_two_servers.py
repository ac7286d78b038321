"""A school on two servers that share no folder: each page is asked of the one or of the other, as a balancer does."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apart import KEY, Apart, empty_database, postgres_address, two_servers
from tests.e2e.backstage import ROOT
from tests.e2e.server import Server
from tests.september import import_labels_and_archive


@pytest.fixture(scope="module")
def postgres() -> str:
    address = postgres_address()
    if not address:
        pytest.skip("no PostgreSQL server answers")
    return address


@pytest.fixture(scope="module")
def apart(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    with two_servers(tmp_path_factory.mktemp("apart"), postgres) as servers:
        yield servers


def test_import_labels_and_archive_of_a_school_go_from_one_server_to_the_other(apart: Apart) -> None:
    school = apart.one.create_school("École des Deux Serveurs")
    one, two = apart.browsers(school)
    apart.start_worker()

    import_labels_and_archive(apart.one, school, one, two)


def test_second_server_with_a_folder_of_its_own_is_refused_in_words(postgres: str, tmp_path: Path) -> None:
    with empty_database(postgres) as database_url:
        first, second = (Server(tmp_path / name, database_url) for name in ("first", "second"))
        for server in (first, second):
            server.folder.mkdir()
            server.environment["SECRET_KEY"] = KEY
        first.prepare()
        refused = subprocess.run(
            [sys.executable, "scripts/prepare.py"], cwd=ROOT, env=second.environment, capture_output=True, check=False
        )
        said = refused.stderr.decode()

        assert refused.returncode != 0
        assert "Donnez aux deux la même PRIVATE_STORAGE_URL" in said
        assert json.dumps(second.environment["DATA_DIR"]) not in said
        second.manage("storage", "--take")
        second.prepare()
