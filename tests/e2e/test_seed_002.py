"""The guide of the correspondant ENT, from its first page to its last, with a real ENT at the other end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from entrance.cas.connectors import COLUMNS
from tests import ent as ents
from tests.e2e import axe
from tests.e2e.conftest import Witness
from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.procedures import Administrator
from tests.e2e.server import SchoolOnServer, Server, temporary_folder
from tests.ent import PASSWORD, Ent

# One worker starts the server of these tests, once.
pytestmark = pytest.mark.xdist_group("ent")

HOME = "Bienvenue dans votre espace identifié"
TEACHER = {"last_name": "LÉRY", "first_name": "Sylvette", "login": "syl.lery", "password": "craie-et-tableau-42"}
# What the ENT extracts: two lines of titles, the identifier, the profile, the name, the first name.
EXTRACTION = (
    '"Extraction";"";"";""\r\n"Identifiant";"Profil";"Nom";"Prénom"\r\n'
    '"e00f12ab";"ENS";"Lery";"Sylvette"\r\n"e00f99zz";"ELV";"Inconnu";"Zoé"\r\n'
)


@pytest.fixture(scope="module")
def ent() -> Iterator[Ent]:
    """An ENT where a teacher of the school has an account, and somebody whom SACoche does not know."""
    if not ents.PYTHON.exists():
        pytest.skip("no CAS server: make setup installs it in .venv-cas")
    with temporary_folder() as folder:
        running = Ent(Path(folder))
        try:
            running.start()
            running.know(e00f12ab={}, e00f99zz={})
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="module")
def server(ent: Ent, ready_folder: Path) -> Iterator[Server]:
    """A server whose operator lets this ENT be called, and has added its connector."""
    with temporary_folder() as folder:
        running = Server(Path(folder), ready=ready_folder)
        running.environment |= ent.settings
        running.start()
        try:
            row = dict.fromkeys(COLUMNS, "") | {"code": "mon_bureau", "departements": "34", "ent": "Mon Bureau"}
            row |= {"hote": ent.host, "port": str(ent.port), "chemin": "cas", "format": "esup"}
            connectors = Path(folder) / "connecteurs.csv"
            connectors.write_text(f"{';'.join(COLUMNS)}\n{';'.join(row.values())}\n", encoding="utf-8")
            running.manage("connectors", "load", str(connectors))
            running.manage("connectors", "confirm", "mon_bureau")
            yield running
        finally:
            running.stop()


class Correspondent(Administrator):
    """What the guide asks of the correspondant ENT."""

    def choose_mode(self, connector: str) -> None:
        self.follow_menu("Paramétrages établissement", "Mode d'identification / Connecteur ENT")
        self.page.get_by_label("Choix :").select_option(connector)
        self.page.get_by_role("button", name="Tester").click()
        expect(self.page.get_by_text("il a bien refusé notre faux ticket")).to_be_visible()
        expect(self.page.get_by_text("✓ bon")).to_have_count(2)
        self.page.get_by_role("button", name="Valider ce mode d'identification").click()
        self.expect_message("Mode de connexion enregistré !")

    def import_identifiers(self, file: Path) -> None:
        self.follow_menu("Administration générale", "Importer / Imposer des identifiants")
        self.page.get_by_label("Objectif :").select_option("Importer / Imposer les identifiants d'un ENT.")
        expect(self.page.get_by_label("Format du fichier")).to_have_value("esup")
        self.page.get_by_label("Fichier", exact=True).set_input_files(file)
        self.page.get_by_role("button", name="Envoyer le fichier").click()
        expect(self.page.get_by_text("1 ligne à modifier")).to_be_visible()
        expect(self.page.get_by_text("1 introuvable")).to_be_visible()
        self.page.get_by_role("button", name="Enregistrer les lignes cochées").click()


class Desk(AnyPage):
    """The « Bureau » of the ENT, where the link is."""

    def follow_the_link(self, address: str) -> None:
        self.page.goto(address)

    def sign_in_at_the_ent(self, login: str) -> None:
        self.page.locator("input[name=username]").fill(login)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Entrer").click()


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext], server: Server, witness: Witness, ent: Ent) -> Desk:
    """The browser of somebody who is at the ENT."""
    witness.friends.append(ent.root)
    return Desk(new_context(base_url=server.origin, ignore_https_errors=True).new_page())


def connect_the_school(
    make_school: Callable[..., SchoolOnServer], sign_in_by_form: Callable[..., SignInPage], page: Page, folder: Path
) -> SchoolOnServer:
    """« Définir le mode d'accès », the teachers, « Unification des identifiants »."""
    school = make_school("Collège Via Exemple", town="Saint-Exemple")
    sign_in_by_form(school)
    correspondent = Correspondent(page)
    correspondent.choose_mode("mon_bureau")
    number = page.get_by_label("La même, pour les ENT qui demandent « base= »").input_value().rpartition("base=")[2]
    assert number == str(school.number)
    correspondent.create_teacher(**TEACHER)
    file = folder / "extraction.csv"
    file.write_bytes(EXTRACTION.encode("latin-1"))
    correspondent.import_identifiers(file)
    return school


def test_school_is_connected_and_its_users_arrive_from_the_ent(
    make_school: Callable[..., SchoolOnServer],
    sign_in_by_form: Callable[..., SignInPage],
    page: Page,
    desk: Desk,
    server: Server,
    ent: Ent,
    witness: Witness,
    tmp_path: Path,
) -> None:
    """S41, S42, S54, S55, S69, S74 to S77, S98: an administrator does it all, and nobody types a password here."""
    school = connect_the_school(make_school, sign_in_by_form, page, tmp_path)

    # « Bureau » > « SACoche »: « Vous êtes connecté… », once the personal-data notice is read.
    link = server.url(f"/?sso&base={school.number}")
    desk.follow_the_link(link)
    desk.sign_in_at_the_ent("e00f12ab")
    SignInPage(desk.page).activate()
    desk.expect_heading(HOME)
    expect(desk.page.get_by_text("Sylvette LÉRY (professeur)")).to_be_visible()
    assert "ticket" not in desk.page.url
    expect(desk.page.get_by_role("link", name=f"{server.origin}/?sso&base={school.number}")).to_be_visible()

    # Later the link goes straight in: the ENT knows who it is.
    desk.page.get_by_role("button", name="Déconnexion").click()
    desk.expect_heading("Vous êtes déconnecté de SACoche")
    expect(desk.page.get_by_role("link", name="Se déconnecter de Mon Bureau")).to_be_visible()
    assert violations_of(desk.page) == []
    desk.follow_the_link(link)
    desk.expect_heading(HOME)

    # Leaving the ENT leaves here too: a page asked for then leads back to the ENT, which asks who it is.
    desk.page.goto(f"{ent.root}logout")
    desk.page.goto(server.url("/accueil/"))
    expect(desk.page.get_by_role("heading", name="ENT de démonstration")).to_be_visible()

    # Somebody whom the school has not entered reads what to do.
    witness.allow("403")
    desk.page.goto(server.url(f"/?base={school.number}"))
    assert violations_of(desk.page) == []
    desk.page.get_by_role("link", name="Se connecter avec Mon Bureau").click()
    desk.sign_in_at_the_ent("e00f99zz")
    desk.expect_heading("Compte introuvable")
    expect(desk.page.get_by_role("alert")).to_contain_text("« e00f99zz »")
    assert violations_of(desk.page) == []


COLLEAGUE = {"last_name": "PETIT", "first_name": "Anne", "login": "ann.petit", "password": "craie-et-tableau-42"}


def test_colleague_at_the_computer_of_the_staff_room_is_not_in_the_session_left_open(
    make_school: Callable[..., SchoolOnServer],
    sign_in: Callable[..., SignInPage],
    new_context: Callable[..., BrowserContext],
    page: Page,
    desk: Desk,
    server: Server,
    ent: Ent,
    tmp_path: Path,
) -> None:
    """Two browsers: the computer of the staff room, where two people follow one another, and that of the second."""
    school = connect_the_school(make_school, sign_in, page, tmp_path)
    Correspondent(page).create_teacher(**COLLEAGUE)
    server.evaluate(
        "from accounts.models import Account; from sacoche.kit.tenancy import all_schools\n"
        f"with all_schools(): answer = Account.objects.filter(school__number={school.number}, login='ann.petit')"
        ".update(id_ent='e00f99zz')"
    )
    link = server.url(f"/?sso&base={school.number}")
    desk.follow_the_link(link)
    desk.sign_in_at_the_ent("e00f12ab")
    SignInPage(desk.page).activate()
    expect(desk.page.get_by_text("Sylvette LÉRY (professeur)")).to_be_visible()
    hers = Desk(new_context(base_url=server.origin, ignore_https_errors=True).new_page())
    hers.follow_the_link(link)
    hers.sign_in_at_the_ent("e00f99zz")
    SignInPage(hers.page).activate()

    # The ENT forgot the first without telling; her SACoche is open still.
    desk.page.context.clear_cookies(domain=ent.host)
    desk.follow_the_link(link)
    desk.sign_in_at_the_ent("e00f99zz")
    expect(desk.page.get_by_text("Anne PETIT (professeur)")).to_be_visible()
    expect(desk.page.get_by_text("Sylvette LÉRY")).to_have_count(0)

    # The link again asks nothing of her, and her other computer is as it was.
    for each in (desk, hers):
        each.follow_the_link(link)
        expect(each.page.get_by_text("Anne PETIT (professeur)")).to_be_visible()


def violations_of(page: Page) -> list[str]:
    """What axe complains of, on a page that no sample of the product shows."""
    axe.load(page)
    return axe.violations(page)
