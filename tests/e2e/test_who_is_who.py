"""« À vérifier »: a file and the school say two things of somebody, and an administrator chooses with a mouse."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
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


def keep_pictures(page: Page) -> None:
    folder = os.environ.get("PICTURES")
    if not folder:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for name, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=Path(folder) / f"a-verifier-{name}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1366, "height": 768})


def test_doubt_is_read_left_for_later_decided_both_ways_and_undone(head, page):
    go_to_users(head, "ine_repris_2.csv")
    expect(doubt(page)).to_contain_text("Son numéro est celui de LAGRUME Tom")
    expect(doubt(page).get_by_role("radio", name=re.compile("Décider plus tard"))).to_be_checked()
    expect(page.locator("[data-ticked]")).to_have_text("0 ligne cochée sur 0")
    assert violations(page) == []
    keep_pictures(page)

    # Left for later: nobody moves, and the line is named.
    head.follow(WRITE)
    head.expect_text("1 ligne à vérifier est restée sans réponse")
    head.expect_text("Ligne 2 :")
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
