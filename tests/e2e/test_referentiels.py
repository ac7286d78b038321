"""A coordinator brings a référentiel in and makes it his own by keyboard, beside a colleague."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.touch import PHONE, fits, touch_page

# Two teachers who coordinate mathematics, in a school that uses CM1.
FURNISH = """
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau
from tests.factories import AccountFactory, MatiereFactory, MatiereTeachingFactory
school = School.objects.get(number={number})
with school_scope(school):
    SchoolNiveau(school=school, niveau=Niveau.objects.get(reference="CM1")).save()
    maths = MatiereFactory(reference="MATHS", label="Mathématiques", is_own=False)
    for login, name in (("pau.durand", "DURAND"), ("zoe.martin", "MARTIN")):
        account = AccountFactory(profile="ENS", login=login, last_name=name, first_name="Alix")
        MatiereTeachingFactory(teacher=account, matiere=maths, is_coordonnateur=True)
    answer = maths.pk
"""


@pytest.fixture
def maths_school(make_school, server):
    school = make_school("École des Fractions")
    server.evaluate(FURNISH.format(number=school.number))
    return school


@pytest.fixture
def coordinator(maths_school, sign_in, page: Page) -> Page:
    sign_in(maths_school, "pau.durand")
    page.goto("/referentiels/gestion/")
    return page


def _create(page: Page, content: str) -> None:
    page.get_by_role("link", name="Créer un référentiel").click()
    page.get_by_label("Matière").select_option(label="Mathématiques")
    page.get_by_label("Niveau").select_option(label="Cours moyen 1e année")
    page.get_by_label("Contenu").select_option(label=content)
    page.get_by_role("button", name="Créer le référentiel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mathématiques")


def _picture(page: Page, name: str) -> None:
    """Kept where PICTURES says, in the three widths and both themes."""
    folder = os.environ.get("PICTURES")
    if not folder:
        return
    for width, height in ((1366, 768), (768, 1024), (360, 740)):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(Path(folder) / f"{name}-{width}-{scheme}.png"))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


def test_tree_is_typed_without_the_mouse_p6(coordinator: Page) -> None:
    page = coordinator
    _create(page, "Vierge : j'écris les items")
    page.get_by_role("link", name="+ Domaine").focus()
    page.keyboard.press("Enter")
    for words, key in (
        ("Nombres", "Tab"),
        ("Fractions", "Tab"),
        ("Nommer une fraction", "Enter"),
        ("Placer une fraction", "Shift+Tab"),
        ("Calcul", "Tab"),
        ("Ajouter deux décimaux", "Enter"),
    ):
        field = page.get_by_role("textbox").and_(page.locator(".rt-field"))
        expect(field).to_be_focused()
        page.keyboard.insert_text(words)
        page.keyboard.press(key)
        expect(page.get_by_role("treeitem", name=words, exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("treeitem", name="Ajouter deux décimaux")).to_be_focused()
    tree = page.get_by_role("tree")
    expect(tree.get_by_role("treeitem")).to_have_count(6)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-tree-said]")).to_contain_text("CM1.A20 → CM1.A12")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-tree-said]")).to_contain_text("1 changement annulé")
    expect(page.locator("#arbre .ref-code").last).to_have_text("CM1.A20")
    assert page.locator("#arbre [tabindex='0']").count() == 1
    axe.load(page)
    assert axe.violations(page) == []


@pytest.mark.full
def test_pasted_lines_are_shown_first_p6(coordinator: Page) -> None:
    page = coordinator
    _create(page, "Vierge : j'écris les items")
    page.get_by_role("link", name="+ Domaine").click()
    page.locator(".rt-field").evaluate(
        """field => {
            const data = new DataTransfer();
            data.setData("text/plain", "Nombres\\nEspace\\nMesures");
            field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("3 domaines")
    page.keyboard.press("Enter")
    expect(page.get_by_role("treeitem")).to_have_text([re.compile(word) for word in ("Nombres", "Espace", "Mesures")])


@pytest.mark.full
def test_library_is_copied_then_changed_beside_a_colleague_p16(
    coordinator: Page, maths_school, sign_in, new_context, server
) -> None:
    page = coordinator
    _create(page, "Bibliothèque : Mathématiques, CM1 (27 items)")
    _picture(page, "contenu")
    other = new_context(base_url=server.origin).new_page()
    sign_in(maths_school, "zoe.martin", on=other)
    other.goto(page.url)

    first = page.locator("[data-kind=item]").first
    first.locator(".rt-name").click()
    panel = page.get_by_role("complementary", name="Fiche")
    panel.get_by_label("Nom", exact=True).fill("Lire les grands nombres")
    panel.get_by_label("Chercher dans le socle").fill("démarches")
    panel.get_by_role("checkbox", name=re.compile(r"cycle 3, 4\.1")).check()
    _picture(page, "fiche")
    panel.get_by_role("button", name="Enregistrer").click()
    expect(panel.get_by_text("Enregistré.")).to_be_visible()
    expect(page.get_by_role("treeitem", name="Lire les grands nombres")).to_contain_text("4.1")

    expect(other.get_by_role("treeitem", name="Lire les grands nombres")).to_be_visible(timeout=4_000)
    expect(other.locator("[data-tree-said]")).to_contain_text("DURAND")
    first.locator("input").check()
    expect(page.locator("[data-bulk-count]")).to_have_text("1 item coché")
    _picture(page, "coche")
    page.get_by_role("link", name="Derniers changements").click()
    _picture(page, "changements")
    page.get_by_role("button", name=re.compile("^Annuler")).first.click()
    expect(page.get_by_text("1 changement annulé.")).to_be_visible()


def test_referentiel_of_the_library_is_changed_by_keyboard_linked_shared_then_copied_by_another_school(
    coordinator: Page, maths_school, make_school, sign_in, server
) -> None:
    page = coordinator
    _create(page, "Bibliothèque : Mathématiques, CM1 (27 items)")
    # The script of the tree gives one of its lines the tab stop.
    expect(page.locator("[data-kind][tabindex='0']")).to_have_count(1)
    item = page.locator("[data-kind=item]").first
    item.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rt-field")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Lire les grands nombres")
    page.keyboard.press("Enter")
    expect(page.get_by_role("treeitem", name="Lire les grands nombres")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("treeitem", name="Lire les grands nombres").press("Alt+ArrowDown")
    expect(page.locator("[data-tree-said]")).to_contain_text("CM1.A10 → CM1.A11")

    page.goto("/referentiels/liens/")
    page.get_by_role("link", name=re.compile("^Relier")).press("Enter")
    box = page.get_by_role("checkbox", name=re.compile(r"^CM1\.A11 Lire les grands nombres, 4\.2"))
    first = page.locator("#grid [tabindex='0']")
    expect(first).to_have_count(1)
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#save-state")).to_contain_text("Enregistré")
    page.keyboard.press("Control+z")
    expect(page.locator("#save-state")).to_contain_text("Annulé")
    expect(box).not_to_be_checked()
    page.keyboard.press("Space")
    expect(page.locator("#save-state")).to_contain_text("Enregistré")
    page.reload()
    expect(box).to_be_checked()
    axe.load(page)
    assert axe.violations(page) == []
    _picture(page, "liens")

    page.goto("/referentiels/gestion/")
    page.get_by_role("link", name="Partager Mathématiques").press("Enter")
    page.get_by_label("Note pour les autres établissements").fill("Revu en équipe")
    page.get_by_role("button", name="Partager").press("Enter")
    expect(page.get_by_text(re.compile("partagé\\."))).to_be_visible()

    other = make_school("École des Tilleuls")
    server.evaluate(FURNISH.format(number=other.number))
    sign_in(other, "pau.durand")
    page.goto("/referentiels/gestion/partages/")
    row = page.get_by_role("row", name=re.compile("École des Fractions"))
    expect(row).to_contain_text("Revu en équipe")
    row.get_by_role("link", name="Voir").press("Enter")
    page.get_by_role("button", name=re.compile("^Copier")).press("Enter")
    expect(page.get_by_role("treeitem", name="Lire les grands nombres")).to_contain_text("4.2")
    expect(page.locator("[data-kind=item] .ref-code").nth(1)).to_have_text("CM1.A11")


# A référentiel of the library in that school.
COPIED = """
from referentiels.library import offers
from referentiels.services.making import create
from sacoche.kit.tenancy import school_scope
from schools.models import Matiere, Niveau, School
with school_scope(School.objects.get(number={number})):
    niveau = Niveau.objects.get(reference="CM1")
    matiere = Matiere.objects.get(reference="MATHS")
    answer = create(author=None, matiere=matiere, niveau=niveau, tree=offers()["maths-cm1"].tree).pk
"""


def test_tree_is_read_folded_renamed_and_added_to_on_a_phone_p39(maths_school, sign_in, new_context, server) -> None:
    key = server.evaluate(COPIED.format(number=maths_school.number))
    page = touch_page(new_context, server, PHONE)
    sign_in(maths_school, "pau.durand", on=page)
    page.goto(f"/referentiels/contenu/{key}/")

    # What a voice says of a line: its rank, how many stand beside it, how deep.
    third = page.locator("[data-kind=item]").nth(2)
    said = [third.get_attribute(f"aria-{name}") for name in ("level", "posinset")]
    assert said == ["3", "3"]
    beside = third.evaluate("line => line.parentElement.children.length")
    assert third.get_attribute("aria-setsize") == str(beside)
    assert page.locator("#arbre [tabindex='0']").count() == 1
    assert fits(page)

    domaine = page.locator("[data-kind=domaine]").first
    domaine.locator(".ref-code").first.tap()
    expect(domaine).to_have_attribute("aria-expanded", "false")
    expect(third).to_be_hidden()
    domaine.locator(".ref-code").first.tap()
    expect(third).to_be_visible()

    # There is no room beside the tree: the sheet of a line is a page.
    third.locator(".rt-name").tap()
    page.get_by_label("Nom", exact=True).fill("Comparer de grands nombres")
    page.get_by_role("button", name="Enregistrer").tap()
    expect(page.get_by_role("treeitem", name="Comparer de grands nombres")).to_be_visible()

    page.locator("[data-kind=theme] .rt-name").first.tap()
    page.get_by_role("link", name="Ajouter des items").tap()
    page.get_by_label("Une ligne par élément").fill("Encadrer un nombre")
    page.get_by_role("button", name="Continuer").tap()
    expect(page.get_by_role("treeitem", name="Encadrer un nombre")).to_be_visible()
    assert fits(page)
    axe.load(page)
    assert axe.violations(page) == []


SHEET = "Domaine;Thème;Item\nNombres;Fractions;Nommer des fractions\nNombres;Mesures;Mesurer\n"


@pytest.mark.full
def test_file_completes_a_referentiel_and_one_click_takes_it_back_p26(coordinator: Page, maths_school, server) -> None:
    server.evaluate(COPIED.format(number=maths_school.number))
    page = coordinator
    page.get_by_role("link", name="Importer un fichier").click()
    page.get_by_label("Matière").select_option(label="Mathématiques")
    page.get_by_label("Niveau").select_option(label="Cours moyen 1e année")
    sheet = {"name": "collegue.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    page.get_by_label("Fichier").set_input_files(sheet)
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comparer et compléter")
    _picture(page, "comparer")
    added = page.get_by_role("region", name=re.compile("^À ajouter"))
    added.get_by_role("button", name="Tout décocher").click()
    added.get_by_role("checkbox", name=re.compile("^Mesurer")).check()
    page.get_by_role("button", name="Appliquer ce qui est coché").click()
    expect(page.get_by_text("ajout", exact=False).first).to_be_visible()
    page.get_by_role("button", name=re.compile("^Annuler cet import")).click()
    expect(page.get_by_text("changements annulés")).to_be_visible()
