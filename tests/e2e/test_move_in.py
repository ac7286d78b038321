"""A school comes from SACoche in a browser: its backup sent, seen, taken, a teacher in her grid, then given back."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.e2e.pages import AnyPage, SignInPage
from tests.e2e.server import SchoolOnServer, Server

BACKUP = Path(__file__).parents[1] / "data" / "sacoche" / "2012.zip"
NEW_PASSWORD = "quatre lampes bleues ici"
# What the original showed in the validation grid: pupil, item, percentage.
CAPTURED = (("BRUNET Eva", 2111, 100), ("CHARLES Loïc", 2115, 50))
IDS = """
from accounts.models import Account
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from socle.models import Domaine
with school_scope(School.objects.get(number={number})):
    answer = {{
        "domaines": list(Domaine.objects.filter(pilier=8).values_list("pk", flat=True)),
        "class": SchoolClass.objects.get().pk,
        "pupils": {{account.full_name: account.pk for account in Account.objects.pupils()}},
    }}
"""


class Mover(AnyPage):
    """The administrator of an empty space."""

    def send(self, file: Path) -> None:
        self.follow_menu("Administration générale", "Venir de SACoche")
        self.page.locator("input[type=file]").set_input_files(file)
        self.expect_heading("Ce qui serait repris")

    def take(self) -> None:
        self.page.get_by_role("button", name="Reprendre", exact=True).click()
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
    head.take()
    assert head.figure("résultats")[:2] == ["2653", "2653"]
    head.sign_out()

    _enter_with_the_old_code(page, school)
    _find_the_percentages(page, server.evaluate(IDS.format(number=school.number)))
    AnyPage(page).show_address("/")
    head.sign_out()

    sign_in_by_form(school)
    head.follow_menu("Administration générale", "Venir de SACoche")
    page.get_by_role("link", name="2012.zip").click()
    head.undo()
    head.expect_message("La reprise est annulée : l'espace est vide, comme avant.")
    expect(page.get_by_role("heading", name="Envoyer la sauvegarde")).to_be_visible()


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


def _find_the_percentages(page: Page, ids: dict) -> None:
    query = {"palier": 2, "competence": 8, "domaine": ids["domaines"], "classe": ids["class"]}
    query["eleve"] = [ids["pupils"][name] for name, _item, _percent in CAPTURED]
    page.goto(f"{reverse('socle:items_grid')}?{urlencode(query, doseq=True)}")
    page.get_by_label("Afficher / Masquer les pourcentages d'items d'enseignements acquis").check()
    for _pupil, _item, percent in CAPTURED:
        expect(page.get_by_role("gridcell", name=re.compile(rf"\b{percent} % d'items acquis")).first).to_be_attached()
