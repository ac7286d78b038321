"""A school on two servers that share no folder: each page is asked of the one or of the other, as a balancer does."""

import csv
import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.apart import KEY, Apart, empty_database, postgres_address, two_servers
from tests.crash.browser import review_form
from tests.e2e.backstage import ROOT
from tests.e2e.server import Server

PUPILS = 320
ROWS = "\n".join(f"NOM{rank:03d};Zoé;CP;CP A" for rank in range(PUPILS))
FILE = f"Nom Eleve;Prenom Eleve;Niveau;Classe\n{ROWS}\n".encode()
DECIDE = """
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from accounts.models import Account
from schools.models import School
from socle.models import ItemValidation
with school_scope(School.objects.get(number={number})):
    pupil = Account.objects.pupils().first()
    ItemValidation.objects.create(pupil=pupil, item_id=2111, state=1, decided_on=today(), author_label="DURAND P.")
answer = None
"""
LEVELS = """
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau
with school_scope(School.objects.get(number={number})):
    SchoolNiveau.objects.create(niveau=Niveau.objects.get(reference="CP"))
answer = None
"""


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
    apart.one.evaluate(LEVELS.format(number=school.number))
    one, two = apart.browsers(school)
    apart.start_worker()

    # The wizard: received by one, read by the other, each review sent to another server than the one that shows it.
    chosen = [("categorie", "base_eleves_eleves"), ("vue", "complete")]
    address = one.post_file("/imports/", chosen, "eleves.csv", FILE, status=302).location.rsplit("/", 2)[0]
    two.post(f"{address}/extraction/")
    for rank, step in enumerate(("classes", "utilisateurs")):
        shown, sent = (one, two) if rank % 2 else (two, one)
        sent.post(f"{address}/{step}/", review_form(shown.get(f"{address}/{step}/").page()) or [])

    # The labels: asked of one, made by a worker elsewhere, printed by the other; the CSV says the same.
    one.post(f"{address}/identifiants/preparer/")
    _until(lambda: "mots de passe sont prêts" in two.get(f"{address}/identifiants/").text())
    pdf = "\n".join(page.extract_text() for page in _pdf(two.get(f"{address}/identifiants/etiquettes.pdf").body).pages)
    with zipfile.ZipFile(io.BytesIO(one.get(f"{address}/identifiants/identifiants.csv").body)) as handed_out:
        [table] = [handed_out.read(name).decode("utf-8-sig") for name in handed_out.namelist()]
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))[1:]
    assert len(rows) == PUPILS
    assert all(row[7] in pdf for row in rows)
    two.post(f"{address}/nettoyage/")

    # The archive of the whole school: asked of one, made by the worker, fetched from the other.
    apart.one.evaluate(DECIDE.format(number=school.number))
    sent = [("procedure", "export-sacoche"), ("regroupement", "d2")]
    job = one.post("/validations/generer/", sent).location
    assert "/travaux/" in job
    _until(lambda: "Fichier prêt" in two.get(job).text())
    page = two.post(f"{job}lu/").location
    link = two.get(page).page().xpath("//a[starts-with(normalize-space(), 'Récupérer le fichier')]/@href")[0]
    with zipfile.ZipFile(io.BytesIO(two.get(link).body)) as archive:
        assert archive.namelist() == ["import_validations.xml"]
    assert "/travaux/" not in one.get("/accueil/").text()


def _pdf(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def _until(is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not is_done():
        assert time.monotonic() < deadline
        time.sleep(0.5)


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
