"""The administrator's management pages, in a browser (S110 to S115, S125 to S133)."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.procedures import Administrator

NIVEAUX = ("CM1", "CM2")


# Two classes and a teacher who has none of them yet.
FURNISH = """
from sacoche.kit.tenancy import school_scope
from schools.models import Niveau, School, SchoolNiveau
from tests.factories import AccountFactory, SchoolClassFactory
with school_scope(School.objects.get(number={number})):
    for reference in {references}:
        SchoolNiveau.objects.create(niveau=Niveau.objects.get(reference=reference))
        SchoolClassFactory(niveau=reference, reference=reference, name=reference + " A")
    answer = AccountFactory(profile="ENS", login="pau.durand", last_name="DURAND", first_name="Paul").pk
"""


@pytest.fixture
def office(make_school, server, sign_in, page):
    """An administrator signed in to a school that has one teacher and two classes."""
    school = make_school("École Jean Macé")
    server.evaluate(FURNISH.format(number=school.number, references=NIVEAUX))
    sign_in(school)
    return Administrator(page)


def _open_assignments(office):
    office.follow_menu("Gestion courante", "Professeurs & classes / Professeurs principaux")
    return office.page.get_by_role("checkbox", name="DURAND Paul, CM2 A", exact=True)


@pytest.mark.full
def test_boxes_of_the_staff_form_open_their_field(office, page):
    office.follow_menu("Gestion courante", "Professeurs (gestion)")
    page.get_by_label("Ajouter un professeur ou un personnel").click()
    login = page.get_by_role("group", name="Login")
    expect(login.get_by_role("textbox")).to_be_hidden()

    login.get_by_role("checkbox").uncheck()

    expect(login.get_by_role("textbox")).to_be_focused()
    login.get_by_role("checkbox").check()
    expect(login.get_by_role("textbox")).to_be_hidden()


def test_login_and_password_are_made_and_shown_once(office, page):
    office.follow_menu("Gestion courante", "Professeurs (gestion)")
    page.get_by_label("Ajouter un professeur ou un personnel").click()
    page.get_by_label("Nom", exact=True).fill("dupont-durand")
    page.get_by_label("Prénom", exact=True).fill("marie-anne")
    page.keyboard.press("Enter")

    expect(page.locator("[data-issued=login]")).to_have_text("mar.dupontdu")
    expect(page.locator("[data-issued=password]")).to_have_text(re.compile("^[2-9a-z]{12}$"))
    office.follow_menu("Gestion courante", "Professeurs (gestion)")
    expect(page.locator("[data-issued]")).to_have_count(0)


def test_assignment_is_saved_at_each_click_and_both_tables_follow(office, page):
    box = _open_assignments(office)
    box.check()
    principal = page.get_by_role("checkbox", name="professeur principal de CM2 A : DURAND Paul")
    principal.check()
    expect(page.get_by_text("Enregistré : professeur principal de CM2 A : DURAND Paul, oui.")).to_be_visible()

    page.reload()
    expect(box).to_be_checked()
    expect(principal).to_be_checked()
    box.uncheck()
    expect(principal).to_have_count(0)


@pytest.mark.full
def test_assignment_that_fails_is_undone_and_said(office, page, witness):
    witness.allow("ERR_FAILED")
    box = _open_assignments(office)
    page.route("**/personnels/classes/enregistrer/", lambda route: route.abort())

    box.click()

    expect(page.get_by_role("alert")).to_contain_text(
        "Non enregistré : DURAND Paul, CM2 A, oui. Le serveur ne répond pas"
    )
    expect(box).not_to_be_checked()


@pytest.mark.full
def test_assignment_ticked_before_the_page_has_its_script_is_saved_when_it_comes(office, page, hold_back):
    release = hold_back("**/js/ticks.*js")
    office.follow_menu("Gestion courante", "Professeurs & classes / Professeurs principaux")

    page.get_by_role("row", name="DURAND Paul").get_by_role("checkbox").last.check()
    release()

    expect(page.get_by_text("Enregistré : DURAND Paul, CM2 A, oui.")).to_be_visible()


@pytest.mark.full
def test_assignment_after_the_session_closed_says_so(office, page, witness, context):
    witness.allow("401")
    box = _open_assignments(office)
    context.clear_cookies()
    witness.allow("403")

    box.click()

    expect(page.get_by_role("alert")).to_contain_text("Non enregistré : DURAND Paul, CM2 A, oui.")
    expect(box).not_to_be_checked()


def test_assignment_grid_by_keyboard(office, page):
    _open_assignments(office)
    page.get_by_role("checkbox", name="DURAND Paul, CM1 A", exact=True).focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")

    expect(page.get_by_text("Enregistré : DURAND Paul, CM2 A, oui.")).to_be_visible()


def _two_classes(office):
    """The boxes of DURAND Paul: CM1 A, CM2 A."""
    _open_assignments(office)
    return [office.page.get_by_role("checkbox", name=f"DURAND Paul, {name} A", exact=True) for name in NIVEAUX]


@pytest.mark.full
def test_last_gesture_is_undone_by_the_button_with_the_role_it_took(office, page):
    _, box = _two_classes(office)
    undo = page.get_by_role("button", name="Annuler le dernier geste")
    principal = page.get_by_role("checkbox", name="professeur principal de CM2 A : DURAND Paul")
    expect(undo).to_be_disabled()
    box.check()
    principal.check()
    expect(page.get_by_text("Enregistré : professeur principal")).to_be_visible()
    box.uncheck()
    expect(principal).to_have_count(0)

    undo.click()

    expect(page.get_by_text("Annulé : DURAND Paul, CM2 A, non.")).to_be_visible()
    page.reload()
    expect(box).to_be_checked()
    expect(principal).to_be_checked()


@pytest.mark.full
def test_whole_line_is_ticked_by_its_name_and_undone_by_the_keyboard(office, page):
    boxes = _two_classes(office)

    page.get_by_role("button", name="DURAND Paul", exact=True).click()
    expect(page.get_by_text("Enregistré : 2 cases.")).to_be_visible()
    for box in boxes:
        expect(box).to_be_checked()

    page.keyboard.press("Control+z")
    expect(page.get_by_text("Annulé : 2 cases.")).to_be_visible()
    page.reload()
    for box in boxes:
        expect(box).not_to_be_checked()


@pytest.mark.parametrize("reach", ["mouse", "keyboard"])
@pytest.mark.full
def test_range_is_ticked_from_one_box_to_another(reach, office, page):
    first, last = _two_classes(office)
    first.click()
    expect(page.get_by_text("Enregistré : DURAND Paul, CM1 A, oui.")).to_be_visible()
    first.click()

    if reach == "mouse":
        last.click(modifiers=["Shift"])
    else:
        last.press("Shift+Space")

    expect(page.get_by_text("Enregistré : 2 cases.")).to_be_visible()
    page.reload()
    expect(first).to_be_checked()
    expect(last).to_be_checked()


ADD_TEACHERS = """
from sacoche.kit.tenancy import school_scope
from schools.models import School
from tests.factories import AccountFactory
with school_scope(School.objects.get(number={number})):
    for rank in range(5):
        AccountFactory(profile="ENS", last_name=f"ENSEIGNANT-{{rank}}", first_name="Alix")
answer = None
"""


def test_list_says_how_many_are_ticked_and_shift_ticks_those_between(make_school, server, sign_in, page):
    school = make_school("École Jean Macé")
    server.evaluate(ADD_TEACHERS.format(number=school.number))
    sign_in(school)
    page.goto("/identifiants/?objectif=generer&profil=ENS")
    boxes = page.locator("#liste-personnes input[type=checkbox]")
    said = page.get_by_role("status").filter(has_text="sur 5")
    expect(said).to_contain_text("Maj pour cocher d'une ligne à l'autre")
    page.get_by_role("button", name="Tout décocher").click()
    expect(said).to_contain_text("0 coché sur 5")

    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(said).to_contain_text("3 cochés sur 5")
    assert [box.is_checked() for box in boxes.all()] == [False, True, True, True, False]

    boxes.nth(2).press("Shift+Space")
    assert [box.is_checked() for box in boxes.all()] == [False, True, False, False, False]
    expect(said).to_contain_text("1 coché sur 5")


def test_pupil_goes_from_a_class_to_another_and_back(office, page):
    office.follow_menu("Gestion courante", "Élèves (gestion)")
    page.get_by_label("Ajouter un élève").click()
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Prénom", exact=True).fill("Zoé")
    page.keyboard.press("Enter")
    expect(page.locator("[data-issued=login]")).to_be_visible()
    office.follow_menu("Gestion courante", "Élèves & classes")
    place = page.get_by_role("radio", name="MARTIN Zoé, CM2 A")
    nowhere = page.get_by_role("radio", name="MARTIN Zoé, Sans classe")
    expect(nowhere).to_be_checked()

    place.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Enregistré : MARTIN Zoé, CM2 A.")).to_be_visible()
    expect(nowhere).not_to_be_checked()
    page.get_by_role("button", name="Annuler le dernier geste").click()

    expect(page.get_by_text("Annulé : MARTIN Zoé, CM2 A.")).to_be_visible()
    page.reload()
    expect(nowhere).to_be_checked()


@pytest.mark.full
def test_paliers_are_saved_by_the_button_alone(office, page):
    office.follow_menu("Paramétrages établissement", "Paliers du socle")
    box = page.get_by_role("checkbox", name="Palier 2 (fin CM2)")
    box.check()
    page.reload()
    expect(box).not_to_be_checked()

    office.choose_paliers("Palier 2")

    expect(box).to_be_checked()
    page.get_by_text("Contenu du Palier 2 (fin CM2)").click()
    expect(page.get_by_text("Compétence 3a")).to_be_visible()


def test_niveau_added_without_javascript(make_school, new_context, server, sign_in):
    page = new_context(base_url=server.origin, java_script_enabled=False).new_page()
    sign_in(make_school("École sans script"), on=page)
    page.goto("/niveaux/")
    page.get_by_label("Ajouter un niveau").click()
    page.get_by_label("Famille").select_option("Primaire")
    page.get_by_role("button", name="Afficher").click()

    page.get_by_role("button", name="Ajouter le niveau Cours préparatoire").click()

    expect(page.get_by_role("link", name="Retirer Cours préparatoire")).to_be_visible()


def test_forms_are_sent_once_however_often_the_button_is_pressed(office, page):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    office.follow_menu("Gestion courante", "Classes (gestion)")
    page.get_by_role("link", name="Supprimer CM1 A").click()

    page.get_by_role("button", name="Supprimer la classe CM1").dblclick()

    office.expect_message("Classe « CM1 A » supprimée.")
    assert len(sent) == 1


@pytest.mark.full
def test_enter_in_the_search_of_a_list_stays_there(office, page):
    office.follow_menu("Administration générale", "Import Export des validations")
    page.get_by_label("Procédure").select_option("export-sacoche")
    # A search comes with the twenty-first row: one is put in the form, as a long list would have it.
    page.locator("#eleves").evaluate(
        """place => {
          const field = '<input type="search" aria-label="Chercher" data-filter-table="liste-eleves">';
          place.insertAdjacentHTML("beforeend", field);
          place.closest("form").addEventListener("submit", (event) => {
            event.preventDefault();
            document.title = "formulaire parti";
          });
        }"""
    )

    page.get_by_label("Chercher").press("Enter")

    expect(page).to_have_title(re.compile("^Import Export des validations"))
