"""The import of the pupils held in one hand, and lists as cards (S7 to S39 on a phone and a tablet)."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.procedures import BASE_ELEVES, Administrator
from tests.e2e.server import SchoolOnServer
from tests.e2e.touch import PHONE, TABLET, fits, targets_too_small, touch_page

ECOLE = BASE_ELEVES.parent
WRITE = "→ Valider et afficher le bilan obtenu."


class Thumb(Administrator):
    """The head of the school, standing in the corridor with her phone."""

    school: SchoolOnServer

    def press(self, words: str) -> None:
        """The strong action of the page: in sight without scrolling, and large."""
        strong = self.page.get_by_text(words, exact=True)
        strong.wait_for()
        assert fits(self.page)
        assert (
            targets_too_small(self.page, "main .btn, main select, main input[type=search], main td:has(> input)") == []
        )
        strong.tap()


@pytest.fixture
def head_at(make_school, sign_in, new_context, server):
    """head_at(PHONE): somebody signed in as the administrator of a new school, on such a screen."""

    def sign_in_at(size):
        page = touch_page(new_context, server, size)
        school = make_school("École du Couloir")
        sign_in(school, on=page)
        head = Thumb(page)
        head.school = school
        return head

    return sign_in_at


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_import_works_with_one_thumb(head_at, size):
    head = head_at(size)
    page = head.page
    head.choose_niveaux("Cours moyen 1e année", "Cours moyen 2e année")
    head.send_base_eleves()
    head.press("→ Passer à l'étape 2.")
    head.press("→ Passer à l'étape 3.")

    expect(page.get_by_role("button", name=WRITE)).to_be_in_viewport()
    expect(page.locator(".stepper [aria-current=step]")).to_be_in_viewport()
    boxes = page.get_by_role("checkbox", name=re.compile("^Ajouter la classe"))
    for box in boxes.all():
        box.set_checked("CM2" in (box.get_attribute("aria-label") or ""))
    head.press(WRITE)
    head.pass_to_step(4)
    expect(page.get_by_role("button", name=WRITE)).to_be_in_viewport()
    head.press(WRITE)

    head.press("→ Récupérer les identifiants de tout nouvel utilisateur inscrit.")
    head.pass_to_step(5)
    head.expect_text("Fichiers temporaires effacés, procédure d'import terminée !")


@pytest.fixture
def head_of_pupils_at(head_at, manage):
    """The same, in a school that has the 151 pupils of the file of Base Élèves."""

    def with_pupils(size):
        head = head_at(size)
        options = ("--school", str(head.school.number), "--source", "base_eleves_eleves", "--activate-niveaux")
        manage("import_users", str(BASE_ELEVES), *options)
        return head

    return with_pupils


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
@pytest.mark.full
def test_loud_question_is_read_and_answered_with_one_thumb_s118(head_of_pupils_at, size):
    head = head_of_pupils_at(size)
    page = head.page
    head.send_base_eleves(ECOLE / "variants" / "CSVExtraction_one_class_only.csv")
    head.press("→ Passer à l'étape 2.")
    expect(page.get_by_role("alert").locator("strong")).to_be_in_viewport(ratio=1)
    head.expect_text("Est-ce bien l'extraction de toute l'école ?")
    head.press("Oui, c'est toute l'école")
    head.expect_text(re.compile("les retraits et les suppressions seront cochés d'avance"))
    head.press("→ Passer à l'étape 3.")
    for box in page.get_by_role("checkbox", name=re.compile("^Supprimer la classe")).all():
        expect(box).to_be_checked()
    head.press(WRITE)
    head.pass_to_step(4)
    expect(page.locator("#bloc-remove input[name=tick]").first).to_be_checked()
    assert cards_stacked(page)


@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
@pytest.mark.full
def test_corrected_name_is_renamed_or_kept_apart_with_one_thumb(head_of_pupils_at, size):
    head = head_of_pupils_at(size)
    page = head.page
    head.send_base_eleves(ECOLE / "reimport" / "CSVExtraction.csv")
    head.press("→ Passer à l'étape 2.")
    head.press("→ Passer à l'étape 3.")
    head.press(WRITE)
    head.pass_to_step(4)
    rename = page.get_by_role("checkbox", name="Renommer BERGER Anne-Sophie-Marie")
    apart = page.get_by_role("checkbox", name=re.compile("ce sont deux élèves"))
    assert targets_too_small(page, ".separate") == []
    apart.tap()
    expect(apart).to_be_checked()
    expect(rename).not_to_be_checked()
    rename.tap()
    expect(rename).to_be_checked()
    expect(apart).not_to_be_checked()
    head.press(WRITE)
    head.expect_text(re.compile("3 utilisateurs modifiés"))


def cards_stacked(page) -> bool:
    """Whether the rows of the review are cards when the screen is that of a phone, and a table otherwise."""
    display = page.locator("#analyse tr[data-search]").first.evaluate("row => getComputedStyle(row).display")
    return (display != "table-row") is (page.viewport_size["width"] < 700)


@pytest.mark.full
def test_box_of_a_card_is_ticked_from_anywhere_beside_it(head_at):
    head = head_at(PHONE)
    head.choose_niveaux("Cours moyen 2e année")
    head.send_base_eleves()
    head.pass_to_step(2)
    head.pass_to_step(3)
    box = head.page.get_by_role("checkbox", name="Ajouter la classe CM2_7B5F")
    cell = head.page.locator("td").filter(has=box)
    before = box.is_checked()

    cell.tap(position={"x": 4, "y": 4})

    assert box.is_checked() is not before
    box.tap()
    assert box.is_checked() is before


def test_rows_of_a_list_are_cards_that_name_their_cells(head_at):
    head = head_at(PHONE)
    head.choose_niveaux("Cours moyen 2e année")
    name = head.page.locator("tbody td").filter(has_text="Cours moyen 2e année").first

    expect(name).to_have_attribute("data-label", "Nom")
    assert name.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Nom : "'
    assert name.evaluate("cell => getComputedStyle(cell.closest('tr')).display") == "flex"
    head.page.set_viewport_size({"width": 1024, "height": 740})
    assert name.evaluate("cell => getComputedStyle(cell, '::before').content") == "none"
