"""What a school does in September: its pupils come in, have their passwords, and its validations leave in an archive.

Each page is asked of `one` or of `two`: two servers, or a balancer before them.
"""

import csv
import io
import time
import zipfile
from collections.abc import Callable

from pypdf import PdfReader

from tests.crash.browser import Browser, review_form
from tests.e2e.server import SchoolOnServer, Server

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


def import_labels_and_archive(server: Server, school: SchoolOnServer, one: Browser, two: Browser) -> None:
    """From the file to the labels, then to the archive; `server`: one beside which rows are made. A worker runs."""
    server.evaluate(LEVELS.format(number=school.number))
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
    server.evaluate(DECIDE.format(number=school.number))
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
