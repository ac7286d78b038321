"""A year set up by its administrator, then a group that a teacher makes for himself, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.procedures import Administrator

PASSWORD = "craie-et-tableau-42"


@pytest.fixture
def college(make_school):
    return make_school("Collège Sophie Germain")


@pytest.fixture
def desk(college, sign_in, page):
    """An administrator signed in to a school that has a class, a pupil in it and its teacher."""
    sign_in(college)
    desk = Administrator(page)
    desk.choose_niveaux("Cours moyen 2e année")
    desk.follow_menu("Gestion courante", "Classes (gestion)")
    _fill_place(page, "Ajouter une classe", reference="CM2", name="CM2 A")
    page.get_by_role("button", name="Ajouter la classe").click()
    desk.create_teacher(last_name="Durand", first_name="Paul", login="pau.durand", password=PASSWORD)
    desk.assign("DURAND Paul", "CM2 A")
    desk.follow_menu("Gestion courante", "Élèves (gestion)")
    page.get_by_label("Ajouter un élève").click()
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Prénom", exact=True).fill("Zoé")
    page.locator("select[name=school_class]").select_option(index=1)
    page.get_by_role("button", name="Créer le compte").click()
    expect(page.locator("[data-issued=login]")).to_be_visible()
    return desk


def _fill_place(page, button, *, reference, name):
    page.get_by_label(button).click()
    page.get_by_label("Niveau").select_option(label="CM2 – Cours moyen 2e année")
    page.get_by_label("Référence").fill(reference)
    page.get_by_label("Nom complet").fill(name)


def test_terms_are_made_then_dated_and_their_gap_is_said(desk, page):
    desk.follow_menu("Gestion courante", "Périodes (gestion)")
    page.get_by_role("button", name="Créer trois trimestres").click()
    desk.expect_message("3 périodes ajoutées.")
    first, last = re.findall(r"\d{2}/\d{2}/(\d{4})", page.locator(".lead").inner_text())
    for term, begins, ends in (
        ("Trimestre 1", f"{first}-09-01", f"{first}-11-30"),
        ("Trimestre 2", f"{first}-12-05", f"{last}-03-07"),
    ):
        page.get_by_label("Période", exact=True).select_option(label=term)
        page.get_by_label("Premier jour").fill(begins)
        page.get_by_label("Dernier jour").fill(ends)
        page.get_by_role("button", name="Tout cocher", exact=True).click()
        page.get_by_role("button", name="Enregistrer ces dates").click()
        desk.expect_message(f"« {term} » : dates enregistrées")

    expect(page.get_by_text(f"Trou : aucune période du 01/12/{first} au 04/12/{first}.")).to_be_visible()
    expect(page.locator("svg.year rect.gap")).to_have_count(1)


def test_group_is_made_filled_and_its_deletion_names_the_pupil(desk, page):
    desk.follow_menu("Gestion courante", "Groupes (gestion)")
    _fill_place(page, "Ajouter un groupe", reference="LECT", name="Lecture")
    page.get_by_role("button", name="Ajouter le groupe").click()
    desk.follow_menu("Gestion courante", "Élèves & groupes")
    page.get_by_role("checkbox", name="MARTIN Zoé, Lecture").check()
    expect(page.get_by_text("Enregistré : MARTIN Zoé, Lecture, oui.")).to_be_visible()

    desk.follow_menu("Gestion courante", "Groupes (gestion)")
    page.get_by_role("link", name="Supprimer Lecture").click()

    expect(page.get_by_text("1 élève n'y sera plus")).to_be_visible()
    expect(page.get_by_text("MARTIN Zoé")).to_be_visible()
    page.get_by_role("button", name="Supprimer le groupe LECT").click()
    desk.expect_message("Groupe « Lecture » supprimé.")


@pytest.mark.full
def test_matiere_is_added_from_the_national_list_then_given_to_its_teacher(desk, page):
    desk.follow_menu("Paramétrages établissement", "Matières")
    page.get_by_label("Ajouter une matière de la liste nationale").click()
    page.get_by_label("Famille").select_option("Arts et sport")
    page.get_by_role("button", name="Ajouter la matière Éducation musicale").click()
    expect(page.get_by_text("✓ utilisée")).to_be_visible()

    desk.follow_menu("Gestion courante", "Professeurs & matières / coordonnateurs")
    page.get_by_role("checkbox", name="DURAND Paul, EDMUS").check()
    page.get_by_role("checkbox", name="coordonnateur de EDMUS : DURAND Paul").check()

    expect(page.get_by_text("Enregistré : coordonnateur de EDMUS : DURAND Paul, oui.")).to_be_visible()


@pytest.mark.full
def test_teacher_makes_a_group_for_himself(desk, college, page, sign_in):
    desk.sign_out()
    sign_in(college, "pau.durand", PASSWORD)
    desk.follow_menu("Paramétrages", "Groupes de besoin")
    page.get_by_label("Ajouter un groupe de besoin").click()
    page.get_by_label("Niveau").select_option(label="Cours moyen 2e année")
    page.get_by_label("Nom").fill("Calcul")
    page.get_by_role("button", name="Ajouter le groupe").click()

    page.get_by_role("checkbox", name="MARTIN Zoé, Calcul").check()
    expect(page.get_by_text("Enregistré : MARTIN Zoé, Calcul, oui.")).to_be_visible()

    desk.follow_menu("Paramétrages", "Groupes de besoin")
    page.get_by_text("1 élève", exact=True).click()
    expect(page.get_by_text("MARTIN Zoé")).to_be_visible()


def test_two_classes_of_one_name_are_told_apart_where_they_are_chosen(desk, page):
    desk.follow_menu("Gestion courante", "Classes (gestion)")
    _fill_place(page, "Ajouter une classe", reference="CM2BIS", name="CM2 A")
    page.get_by_role("button", name="Ajouter la classe").click()
    desk.expect_message("Classe « CM2 A » ajoutée.")
    desk.follow_menu("Gestion courante", "Élèves (gestion)")
    options = page.get_by_label("Classe", exact=True).locator("option")
    expect(options).to_have_text(["Toutes les classes", "CM2 A (CM2)", "CM2 A (CM2BIS)", "Sans classe"])
    desk.follow_menu("Gestion courante", "Professeurs & classes / Professeurs principaux")
    expect(page.get_by_role("button", name="CM2 A (CM2BIS)", exact=True)).to_be_visible()
    expect(page.get_by_role("checkbox", name="DURAND Paul, CM2 A (CM2)", exact=True)).to_be_checked()
