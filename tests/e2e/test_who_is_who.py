"""« À vérifier »: a file and the school say two things of somebody, and an administrator chooses with a mouse."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe
from tests.e2e.procedures import Administrator

FILES = Path(__file__).parent.parent / "data" / "identites"
ONDE = ("Fichiers extraits de ONDE", "Importer les élèves")
WRITE = "→ Valider et afficher le bilan obtenu."
SIZES = {"1366": (1366, 768), "768": (768, 1024), "360": (360, 740)}


@pytest.fixture
def head(make_school, sign_in, page) -> Administrator:
    """The administrator of a school where Tom has his INE."""
    sign_in(make_school("École des Deux Tom"))
    head = Administrator(page)
    head.choose_niveaux("Cours moyen 1e année")
    go_to_users(head, "ine_repris_1.csv")
    head.follow(WRITE)
    finish(head)
    return head


def go_to_users(head: Administrator, name: str) -> None:
    head.send_file(*ONDE, FILES / name)
    head.pass_to_step(2)
    head.pass_to_step(3)
    head.follow(WRITE)
    head.pass_to_step(4)


def finish(head: Administrator) -> None:
    head.follow("→ Récupérer les identifiants de tout nouvel utilisateur inscrit.")
    head.pass_to_step(5)


def doubt(page: Page):
    return page.get_by_role("group", name=re.compile("PAQUERET Zoé"))


def read_at_every_width(page: Page, name: str) -> None:
    """Nothing stands out of the screen, axe finds nothing; with PICTURES=folder, each width is kept there."""
    axe.load(page)
    assert axe.violations(page) == []
    folder = os.environ.get("PICTURES")
    before = page.viewport_size
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
            if folder:
                page.screenshot(path=Path(folder) / f"{name}-{size}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


def test_doubt_is_read_left_for_later_decided_both_ways_and_undone(head, page):
    go_to_users(head, "ine_repris_2.csv")
    expect(doubt(page)).to_contain_text("Son numéro est celui de LAGRUME Tom")
    expect(doubt(page).get_by_role("radio", name=re.compile("Décider plus tard"))).to_be_checked()
    expect(page.locator("[data-ticked]")).to_have_text("0 ligne cochée sur 0")
    read_at_every_width(page, "a-verifier")

    # Left for later: nobody moves, and the line is named.
    head.follow(WRITE)
    head.expect_text("1 ligne à vérifier est restée sans réponse")
    head.expect_text("Ligne 2 :")
    read_at_every_width(page, "a-verifier-laisse")
    finish(head)

    # The same person, with the keyboard; then undone.
    go_to_users(head, "ine_repris_2.csv")
    later = doubt(page).get_by_role("radio", name=re.compile("Décider plus tard"))
    later.focus()
    page.keyboard.press("ArrowDown")
    expect(doubt(page).get_by_role("radio", name=re.compile("C'est LAGRUME Tom"))).to_be_checked()
    head.follow(WRITE)
    head.expect_text(re.compile("1 utilisateur modifié"))
    finish(head)
    page.goto("/imports/precedents/")
    page.get_by_role("link", name="Annuler cet import").first.click()
    page.get_by_role("button", name="Annuler cet import").click()
    head.expect_text("Import annulé le")

    # Somebody else: one account more, and Tom keeps his.
    go_to_users(head, "ine_repris_2.csv")
    doubt(page).get_by_text("C'est quelqu'un d'autre : créer son compte").click()
    head.follow(WRITE)
    head.expect_text(re.compile("1 utilisateur ajouté"))
    expect(page.locator("#bilan")).to_contain_text("LAGRUME")
    expect(page.locator("#bilan")).to_contain_text("PAQUERET")


TABLES = Path(__file__).parent.parent / "data" / "tableurs"
BASE = "Fichier extrait de Base Élèves"
PARENTS = (BASE, "Importer les parents")


@pytest.mark.full
def test_guardians_sent_before_the_pupils_then_one_of_whom_the_child_is_not_found_are_told_why(
    make_school, sign_in, page
):
    sign_in(make_school("École des Noms Proches"))
    head = Administrator(page)
    head.choose_niveaux("Cours moyen 2e année")
    head.send_file(*PARENTS, TABLES / "noms_proches_parents.csv")
    head.pass_to_step(2)
    head.expect_text(re.compile("Importez d'abord les élèves"))
    read_at_every_width(page, "parents-sans-eleves")

    page.get_by_role("button", name="Annuler / Retour").click()
    head.import_base_eleves(TABLES / "noms_proches_eleves.csv")
    head.send_file(*PARENTS, TABLES / "noms_proches_parents.csv")
    head.pass_to_step(2)
    head.expect_text("PARENTLONG Ida")
    read_at_every_width(page, "parents-laisses")


@pytest.mark.full
def test_class_that_a_spreadsheet_made_a_number_is_refused_with_what_to_do(make_school, sign_in, page, witness):
    witness.allow("422")
    sign_in(make_school("École du Tableur"))
    head = Administrator(page)
    head.choose_niveaux("Cours moyen 1e année")
    head.send_file("Fichiers fabriqués avec un tableur", "Importer les élèves", TABLES / "classe_scientifique.csv")
    head.follow("→ Passer à l'étape 2.")
    head.expect_text(re.compile("Un tableur a changé des classes"))
    read_at_every_width(page, "classe-abimee")
