"""The grid of a compétence as a person works with it, and schools to try it in."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.pages import BLANK, AnyPage

PASSWORD = "lettres-et-42"
MAKE_SCHOOL = """
from django.db.models import Max
from sacoche.kit.tenancy import school_scope
from schools.models import School
from socle.models import SchoolPalier
from tests.factories import AccountFactory, SchoolClassFactory, SchoolFactory, TeachingAssignmentFactory
answer = (School.objects.aggregate(last=Max("number"))["last"] or 0) + 1
with school_scope(SchoolFactory(number=answer, name="École de la Grille")):
    SchoolPalier.objects.create(palier_id=2)
    school_class = SchoolClassFactory(niveau="CM2", reference="CM2_7B5F", name="[CM2] CM2")
    for login, last_name in (("pau.durand", "DURAND"), ("ann.petit", "PETIT")):
        teacher = AccountFactory(profile="ENS", login=login, last_name=last_name, first_name=login[:3].capitalize())
        TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
    AccountFactory(profile="DIR", login="lou.roche", last_name="ROCHE", first_name="Lou")
    for last_name, first_name in (("BAILLY", "Rose"), ("FAURE", "Tom"), ("MÉNARD", "Éloi")):
        AccountFactory(last_name=last_name, first_name=first_name, school_class=school_class)
"""
SECOND_ITEM = "Prendre la parole en respectant le niveau de langue adapté"
C1 = "Compétence 1 – La maîtrise de la langue française"
# The first compétence of the palier 2 has this number in the national table; the one palier and class are meant.
WHOLE_GRID = "/socle/items/grille/?competence=8&tout=1"
WHOLE_PILIER_GRID = "/socle/competences/grille/?tout=1"
FIRST_ITEM = "S'exprimer à l'oral comme à l'écrit dans un vocabulaire approprié et précis"


class GridPage(AnyPage):
    """The grid of a compétence."""

    def open(self, competence: str = C1) -> None:
        """The grid of the whole class: a page that shows nothing yet goes straight to that of the first compétence."""
        if self.page.url == BLANK and competence == C1:
            self.show_address(WHOLE_GRID)
            self.wait()
        else:
            self.choose(competence)

    def choose(self, competence: str = C1) -> None:
        """By the menu and the form, as a teacher comes to it."""
        self.follow_menu("Validation du socle", "Valider les items")
        self.page.get_by_label("Compétence", exact=True).select_option(label=competence)
        self.show()

    def show(self) -> None:
        self.page.get_by_role("button", name="Afficher le tableau des validations").click()
        self.wait()

    def wait(self) -> None:
        expect(self.page.locator("html[data-grid-ready]")).to_be_attached()

    def hear_nothing(self) -> None:
        """What colleagues save does not come before a save finds it."""
        self.page.route("**/presence/**", lambda route: route.fulfill(status=204))

    def look_again(self) -> None:
        """Come back to the tab: the page asks at once who is there and what changed."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def cell(self, pupil: str, item: str = FIRST_ITEM) -> Locator:
        return self.page.get_by_role("gridcell", name=re.compile(f"^{re.escape(f'{pupil}, {item} :')}"))

    def arrow(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def states(self) -> list[str]:
        return self.page.locator("td[data-v]").evaluate_all("cells => cells.map((cell) => cell.dataset.v)")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("complementary", name="Case choisie")

    def tab_into_table(self) -> None:
        """By the keyboard alone, from the tools that stand before it."""
        self.page.get_by_role("button", name="Coller une colonne…").focus()
        for _ in range(12):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.closest('[role=grid]') !== null"):
                return
        raise AssertionError("the table is not reached by Tab")

    def unfold_panel(self) -> None:
        """What the panel keeps folded, in sight."""
        panel = self.page.get_by_role("button", name="Panneau")
        if panel.get_attribute("aria-expanded") != "true":
            panel.click()

    def expect_panel_on(self, pupil: str, item: str) -> None:
        expect(self.panel.get_by_role("heading", level=2)).to_have_text(pupil)
        expect(self.panel).to_contain_text(item)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def save_button(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile("^Enregistrer les validations"))

    def save(self, expected: str = "Validations enregistrées") -> None:
        self.save_button.click()
        self.expect_message(expected)

    @property
    def conflicts(self) -> Locator:
        return self.page.locator("[data-grid-part=conflicts]")

    @property
    def company(self) -> Locator:
        """Who else is there, what came from them."""
        return self.page.locator(".grid-company")

    @property
    def sign_in_dialog(self) -> Locator:
        return self.page.get_by_role("dialog", name="Reconnectez-vous")

    def sign_in_again(self, login: str, password: str) -> None:
        self.sign_in_dialog.get_by_label("Identifiant").fill(login)
        self.sign_in_dialog.get_by_label("Mot de passe").fill(password)
        self.sign_in_dialog.get_by_role("button", name="Se reconnecter").click()

    def expect_focus_on(self, name: str) -> None:
        expect(self.page.locator(":focus")).to_have_accessible_name(name)


class PilierGrid(GridPage):
    """The grid of the compétences of a palier."""

    def open(self, entry: str = "Valider les compétences") -> None:  # type: ignore[override]
        """The grid of the whole class; a page that shows nothing yet goes straight to it."""
        if self.page.url == BLANK:
            self.show_address(WHOLE_PILIER_GRID)
            self.wait()
        else:
            self.choose(entry)

    def choose(self, entry: str = "Valider les compétences") -> None:  # type: ignore[override]
        """By the menu and the form."""
        self.follow_menu("Validation du socle", entry)
        self.page.get_by_role("button", name="Afficher le tableau des validations").click()
        self.wait()

    def cell(self, pupil: str, item: str = C1):  # type: ignore[override]
        return super().cell(pupil, item)
