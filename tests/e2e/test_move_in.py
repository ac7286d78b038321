"""A school comes from SACoche in a browser: its backup sent, seen, taken, a teacher in her grid, then given back."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.grid import GridPage
from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.procedures import Teacher
from tests.e2e.server import SchoolOnServer, Server
from tests.e2e.test_percentages import BOX
from tests.imports.sacoche.figures import figures

BACKUP = Path(__file__).parents[1] / "data" / "sacoche" / "2012.zip"
NEW_PASSWORD = "quatre lampes bleues ici"
PALIER, PILIER = "Palier 2 (fin CM2)", 8
COMPETENCE = "Compétence 1 – La maîtrise de la langue française"
# The school as the figures call it: its pupils, and the items of the compétence by their number.
ITEMS = """
from socle.models import Item
answer = {{str(item.pk): item.label for item in Item.objects.filter(domaine__pilier={pilier})}}
"""
LEFT = """
from accounts.models import Account
from evaluations.models import Evaluation, Mark
from referentiels.models import Referentiel
from sacoche.kit.tenancy import school_scope
from schools.models import Group, Matiere, School, SchoolClass
from socle.models import ItemValidation
with school_scope(School.objects.get(number={number})):
    emptied = (SchoolClass, Group, Matiere, Referentiel, Evaluation, Mark, ItemValidation)
    answer = {{
        "logins": sorted(Account.objects.values_list("login", flat=True)),
        "rows": sum(model.objects.count() for model in emptied),
    }}
"""


class Mover(AnyPage):
    """The administrator of an empty space."""

    def send(self, file: Path) -> None:
        self.follow_menu("Administration générale", "Venir de SACoche")
        self.page.locator("input[type=file]").set_input_files(file)
        self.expect_heading("Ce qui serait repris")

    def ask_for_it(self) -> None:
        """« Reprendre », that a worker is to do: the page says how far it is."""
        self.page.get_by_role("button", name="Reprendre", exact=True).click()
        expect(self.page.get_by_role("heading", name="En attente")).to_be_visible()
        expect(self.page.get_by_role("progressbar").first).to_be_visible()

    def see_it_end(self) -> None:
        main = self.page.get_by_role("main")
        expect(main).to_contain_text(re.compile(r"Votre établissement est là, avec 2.653 résultats"), timeout=90_000)
        main.get_by_role("button", name="Continuer").click()
        self.expect_heading("Bilan de la reprise")

    def figure(self, label: str) -> list[str]:
        row = self.page.locator("#chiffres tr").filter(has=self.page.get_by_role("rowheader", name=label, exact=True))
        return row.locator("td").all_inner_texts()

    def undo(self) -> None:
        self.page.get_by_role("link", name="Annuler cette reprise").click()
        self.page.get_by_label("J'ai compris").check()
        self.page.get_by_role("button", name="Annuler cette reprise").click()


def test_school_moves_in_a_teacher_finds_her_percentages_and_it_is_given_back_empty(
    server: Server, make_school: Callable[..., SchoolOnServer], sign_in_by_form: Callable[..., SignInPage], page: Page
) -> None:
    school = make_school("École qui arrive", town="Saint-Exemple")
    head = Mover(page)
    sign_in_by_form(school)
    head.send(BACKUP)
    expect(page.get_by_text("École du Banc").first).to_be_visible()
    assert server.evaluate(LEFT.format(number=school.number))["rows"] == 0
    with server.expected_worker() as come:
        head.ask_for_it()
        come()
        head.see_it_end()
    assert head.figure("résultats")[:2] == ["2653", "2653"]
    head.sign_out()

    _enter_with_the_old_code(page, school)
    _find_the_percentages(page, server.evaluate(ITEMS.format(pilier=PILIER)))
    AnyPage(page).show_address("/")
    head.sign_out()

    sign_in_by_form(school)
    head.follow_menu("Administration générale", "Venir de SACoche")
    page.get_by_role("link", name="2012.zip").click()
    head.undo()
    head.expect_message("La reprise est annulée : l'espace est vide, comme avant.")
    expect(page.get_by_role("heading", name="Envoyer la sauvegarde")).to_be_visible()
    assert server.evaluate(LEFT.format(number=school.number)) == {"logins": [school.login], "rows": 0}
    head.sign_out()
    form = SignInPage(page)
    form.open(school.number)
    form.submit("ann.durand", NEW_PASSWORD)
    form.expect_heading("Se connecter")


def _enter_with_the_old_code(page: Page, school: SchoolOnServer) -> None:
    """She reads the notice, then changes the password that everybody had."""
    form = SignInPage(page)
    form.open(school.number)
    form.submit("ann.durand", "sacoche1")
    form.expect_heading("Activation de votre compte")
    form.activate()
    form.expect_heading("Un nouveau mot de passe")
    page.get_by_label("Nouveau mot de passe").fill(NEW_PASSWORD)
    page.get_by_label("Le même, pour vérification").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Changer le mot de passe").click()
    form.expect_message("Votre mot de passe est changé")


def _find_the_percentages(page: Page, items: dict[str, str]) -> None:
    """By the menu, in her own grid: each that was captured, at its pupil and its item, and none where none was."""
    captured = [
        row for row in figures("grid_percentages_2012") if (row["pilier_id"], row["mode"]) == (str(PILIER), "auto")
    ]
    assert len(captured) == 15
    teacher, grid = Teacher(page), GridPage(page)
    teacher.open_form()
    teacher.choose(palier=PALIER, competence=COMPETENCE, class_name="[CE2] CE2 A")
    grid.show()
    page.get_by_label(BOX).check()
    expect(page.locator("td[data-f]").first).to_be_attached()
    for row in captured:
        percent = None if row["percent"] == "-" else row["percent"]
        cell = grid.cell(row["eleve"], items[row["entree_id"]])
        assert cell.get_attribute("data-f") == percent, row
