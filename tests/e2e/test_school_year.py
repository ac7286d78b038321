"""A school's year, lived from its opening: structure, people, a right, a family, the journal, a file it takes away."""

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.e2e.office import Office
from tests.e2e.pages import AnyPage, saved

CM1, CM2 = "CM1 – Cours moyen 1e année", "CM2 – Cours moyen 2e année"
TEACHER = {"last_name": "DURAND", "first_name": "Paule", "login": "paule.durand", "password": "craie-et-ardoise-42"}
VALIDATE = "Valider les items du socle"


def build_structure(desk: Office) -> None:
    desk.name_the_school(uai="0690078K", town="Saint-Exemple")
    desk.choose_niveaux("Cours moyen 1e année", "Cours moyen 2e année")
    for niveau, reference in ((CM1, "CM1"), (CM2, "CM2")):
        desk.add_place("Classes (gestion)", "classe", niveau=niveau, reference=reference, name=f"{reference} A")
    desk.add_place("Groupes (gestion)", "groupe", niveau=CM2, reference="LECT", name="Lecture")
    desk.make_terms()
    first, last = re.findall(r"\d{2}/\d{2}/(\d{4})", desk.page.locator(".lead").inner_text())
    desk.date_term("Trimestre 1", f"{first}-09-01", f"{first}-11-30")
    desk.date_term("Trimestre 2", f"{first}-12-01", f"{last}-03-07")


def bring_people(desk: Office) -> tuple[str, str]:
    """A teacher, two pupils and their mother, whose codes are given."""
    desk.create_teacher(**TEACHER)
    desk.assign("DURAND Paule", "CM2 A")
    desk.create_pupil(last_name="MARTIN", first_name="Zoé", class_name="CM2 A")
    desk.create_pupil(last_name="MARTIN", first_name="Ali", class_name="CM1 A")
    codes = desk.create_guardian(last_name="MARTIN", first_name="Ève")
    for pupil in ("MARTIN Zoé", "MARTIN Ali"):
        desk.give_guardian(pupil, "MARTIN Ève")
    return codes


def check_right_is_felt(desk: Office, teacher: AnyPage) -> None:
    """A right taken away closes the page that the teacher has open, and its menu; given again, both come back."""
    teacher.follow_menu("Validation du socle", "Valider les items")
    teacher.expect_heading("Valider les items")

    desk.set_right(VALIDATE, "professeur", is_given=False)
    teacher.page.reload()
    teacher.expect_heading("Accès refusé")
    expect(teacher.page.get_by_role("navigation", name="Menu principal")).not_to_contain_text("Valider les items")

    desk.set_right(VALIDATE, "professeur", is_given=True)
    teacher.page.reload()
    teacher.expect_heading("Valider les items")


def check_family_sees_its_children(page: Page) -> None:
    """One child at a time, with his own class; nobody else's."""
    children = page.get_by_role("navigation", name="Vos enfants")
    for child, class_name in (("Zoé MARTIN", "CM2 A"), ("Ali MARTIN", "CM1 A")):
        children.get_by_role("link", name=child).click()
        expect(children.locator("[aria-current=page]")).to_have_text(child)
        expect(page.locator(".tile-number")).to_have_text(class_name)


def check_extraction(desk: Office, folder: Path) -> None:
    """Both children with their mother, in a workbook that a spreadsheet opens."""
    download = desk.extract("Élèves & responsables légaux, avec les adresses", "Excel ou LibreOffice (.xlsx)")
    heads, *rows = openpyxl.load_workbook(saved(download, folder)).worksheets[0].values
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(row["Prénom de l'élève"], row["Nom de la classe"], row["Prénom du responsable"]) for row in told] == [
        ("Ali", "CM1 A", "Ève"),
        ("Zoé", "CM2 A", "Ève"),
    ]
    assert desk.read_journal("extrait")[0][1].endswith("(2 lignes, xlsx)")


def test_administrator_runs_a_year_alone(
    make_school, sign_in_by_form, page, new_context, server, witness, tmp_path: Path
) -> None:
    school = make_school("Collège Sophie Germain")
    sign_in_by_form(school)
    desk = Office(page)
    build_structure(desk)
    mother = bring_people(desk)

    # The teacher's page is refused on purpose.
    witness.allow("403")
    classroom, home = (new_context(base_url=server.origin).new_page() for _ in range(2))
    check_right_is_felt(desk, sign_in_by_form(school, TEACHER["login"], TEACHER["password"], on=classroom))
    sign_in_by_form(school, *mother, on=home)
    check_family_sees_its_children(home)

    lines = desk.read_journal("droit")
    assert [(what, where) for _, what, where in lines] == [
        (f"a donné le droit « {VALIDATE} » au profil professeur", "127.0.0.1"),
        (f"a retiré le droit « {VALIDATE} » au profil professeur", "127.0.0.1"),
    ]
    check_extraction(desk, tmp_path)
