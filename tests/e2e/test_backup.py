"""A school saved in a browser, everything of it deleted, put back on a second server: its people come in as before."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Witness
from tests.e2e.pages import AnyPage, SignInPage, saved
from tests.e2e.server import SchoolOnServer, Server, temporary_folder

WORDS = "quatre mots sans rapport"
PREPARE = """
from accounts.models import Account
from documents.archives.services import Batch, Printed
from evaluations.services.files import keep_file
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolClass
school = School.objects.get(number={number})
with school_scope(school):
    cm2 = SchoolClass.objects.create(niveau=Niveau.objects.get(reference="CM2"), reference="CM2", name="CM2")
    for name in ("BAILLY", "DURAND", "PETIT"):
        Account.objects.create(profile="ELV", login=name, last_name=name, first_name="Rose", school_class=cm2)
    keep_file(school=school, name="Sujet.pdf", content=b"%PDF-1.7 Sujet")
    teacher = Account.objects.create(profile="ENS", login="pau.durand", last_name="DURAND", first_name="Paul")
    batch = Batch(school=school, author=teacher, at=now())
    for rank in range(10):
        about = Account.objects.get(login=("BAILLY", "DURAND", "PETIT")[rank % 3])
        content = b"%PDF-1.7 bulletin " + str(rank).encode()
        told = ("Bulletin", 2026, "T" + str(rank), rank, school.name, "", "CM2", content, 1, {{}})
        batch.add(Printed(about, "bulletin", *told))
    batch.write()
answer = None
"""
DIGESTS = """
import hashlib
from accounts.models import Account
from documents.archives.services import content_of
from documents.models import Archive
from evaluations.models import EvaluationFile
from evaluations.services.files import open_file
from sacoche.kit.parts.saved import in_order
from sacoche.kit.tenancy import school_scope
from schools.models import School
school = School.objects.get(name={name!r})
with school_scope(school):
    answer = {{
        "counts": {{part.code: part.rows_of(school).count() for part in in_order()}},
        "files": [hashlib.sha256(open_file(file).read()).hexdigest() for file in EvaluationFile.objects.all()],
        "archives": sorted(hashlib.sha256(content_of(each)).hexdigest() for each in Archive.objects.all()),
        "passwords": sorted(Account.objects.values_list("login", "password")),
    }}
"""
DELETE = """
from operation.leaving.services import delete_school
from schools.models import School
delete_school(School.objects.get(number={number}))
answer = School.objects.filter(number={number}).count()
"""
JOURNAL = "accounts.JournalEntry"


class Keeper(AnyPage):
    """The administrator before « Sauvegarder / Restaurer la base »."""

    def open(self) -> None:
        self.follow_menu("Administration générale", "Sauvegarder / Restaurer la base")

    def save(self, folder: Path) -> Path:
        self.page.get_by_label("Mot de passe de la sauvegarde").fill(WORDS)
        self.page.get_by_label("Le même mot de passe, encore une fois").fill(WORDS)
        self.page.get_by_role("button", name="Sauvegarder maintenant").click()
        self.expect_heading("Sauvegarde prête")
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="Récupérer la sauvegarde").click()
        return saved(download.value, folder)

    def send(self, file: Path) -> None:
        self.page.get_by_label("Sauvegarde (.sacoche)").set_input_files(file)
        self.page.get_by_label("Mot de passe de cette sauvegarde").fill(WORDS)
        self.page.get_by_role("button", name="Envoyer et lire cette sauvegarde").click()
        self.expect_heading("Restaurer une sauvegarde")

    def confirm(self, number: int) -> None:
        self.page.get_by_label("Recopiez").fill(f"restaurer {number}")
        self.page.get_by_role("button", name="Restaurer cette sauvegarde").click()


@pytest.fixture
def second(ready_folder: Path) -> Iterator[Server]:
    """Another server, which knows nothing of the first."""
    with temporary_folder() as folder:
        running = Server(Path(folder), ready=ready_folder)
        running.start()
        try:
            yield running
        finally:
            running.stop()


def test_school_saved_on_a_server_lives_again_on_another(
    server: Server,
    second: Server,
    make_school: Callable[..., SchoolOnServer],
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
    witness: Witness,
    page: Page,
    tmp_path: Path,
) -> None:
    school = make_school("École qui déménage", town="Saint-Exemple")
    server.evaluate(PREPARE.format(number=school.number))
    sign_in(school)
    keeper = Keeper(page)
    keeper.open()
    file = keeper.save(tmp_path)
    before = server.evaluate(DIGESTS.format(name=school.name))

    assert server.evaluate(DELETE.format(number=school.number)) == 0

    # The administrator of an empty space of the second server puts it there.
    witness.friends.append(second.origin)
    empty = second.create_school("Espace vide")
    elsewhere = new_context(base_url=second.origin).new_page()
    SignInPage(elsewhere).sign_in(empty.number, empty.login, empty.password)
    keeper = Keeper(elsewhere)
    keeper.open()
    keeper.send(file)
    keeper.confirm(empty.number)
    expect(elsewhere.get_by_text("La sauvegarde est restaurée")).to_be_visible()

    after = second.evaluate(DIGESTS.format(name=school.name))
    # But the lines of the journal that say that it was saved, and put back.
    assert after["counts"].pop(JOURNAL) >= 1
    before["counts"].pop(JOURNAL)
    assert after == before
    assert (len(after["files"]), len(set(after["archives"]))) == (1, 10)
    SignInPage(elsewhere).sign_in(empty.number, school.login, school.password)
    expect(elsewhere.get_by_role("button", name="Déconnexion")).to_be_visible()
