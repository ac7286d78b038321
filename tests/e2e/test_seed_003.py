"""The main job, as the printed procedure tells it: from an empty school to the file that the collège imports."""

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.pages import saved
from tests.e2e.procedures import Administrator, Teacher
from tests.e2e.test_seed_000 import PRIMARY

TEACHER = {"last_name": "DURAND", "first_name": "Paule", "login": "paule.durand", "password": "craie-et-tableau-42"}
PALIER = "Palier 2 (fin CM2)"


def xml_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["import_validations.xml"]
        return archive.read("import_validations.xml")


def prepare(page: Page) -> Administrator:
    """Steps 1 to 3: levels, paliers, pupils."""
    head = Administrator(page)
    head.choose_niveaux(*PRIMARY)
    head.choose_paliers("Palier 1", "Palier 2")
    head.import_base_eleves()
    return head


def test_palier_2_goes_from_an_empty_school_to_the_college(make_school, sign_in_by_form, page, tmp_path: Path) -> None:
    """S104, S107, S109 to S162, S164: every line of the procedure, and the file read at the other end."""
    school = make_school("École de la Transmission", town="Saint-Exemple")
    sign_in_by_form(school)
    head = prepare(page)

    # 4 and 5: the teacher, his class, professeur principal; « Cliquez sur Déconnexion ».
    head.create_teacher(**TEACHER)
    head.assign("DURAND Paule", "[CM2] CM2")
    page.reload()
    expect(page.get_by_role("checkbox", name="DURAND Paule, [CM2] CM2", exact=True)).to_be_checked()
    head.sign_out()

    # 6: the teacher activates the account and validates every compétence.
    sign_in_by_form(school, TEACHER["login"], TEACHER["password"])
    expect(page.get_by_text("Paule DURAND (professeur)")).to_be_visible()
    validate_palier_2(Teacher(page))
    head.sign_out()

    # 7: the administrator makes the file.
    sign_in_by_form(school)
    download = head.make_zip("[CM2] CM2")
    assert re.fullmatch(
        rf"import-sacoche_{school.number}_\d{{4}}-\d\d-\d\d_\d\d-\d\d-\d\d_\d+\.zip", download.suggested_filename
    )
    file = saved(download, tmp_path)
    assert file.stat().st_size < 100_000
    assert xml_of(file).count(b"<etat>0</etat>") == 1
    head.sign_out()

    check_at_the_other_end(make_school, sign_in_by_form, page, tmp_path, file)


def validate_palier_2(teacher: Teacher) -> None:
    """Each of the compétences: the whole table by its corner arrows, then one cell made red again."""
    teacher.open_form()
    teacher.choose(palier=PALIER, competence="Compétence 1 – La maîtrise de la langue française")
    competences = teacher.competences()
    assert len(competences) == 8
    for number, competence in enumerate(competences):
        teacher.choose(palier=PALIER, competence=competence)
        teacher.show_grid()
        teacher.click_every_corner_arrow()
        assert teacher.blue_cells() == 0
        if number == 0:
            cell = teacher.page.locator("td[data-v]").first
            cell.click()
            expect(cell).to_have_attribute("data-v", "0")
        teacher.save()
        teacher.back()
    teacher.choose(palier=PALIER, competence=competences[0])
    teacher.show_grid()
    assert (teacher.blue_cells(), teacher.page.locator("td[data-v='0']").count()) == (0, 1)


def check_at_the_other_end(make_school, sign_in_by_form, page: Page, folder: Path, file: Path) -> None:
    """The second school has the same pupils: it imports, sees the same decisions, and exports the same bytes."""
    other = make_school("Collège de l'Arrivée")
    sign_in_by_form(other)
    college = prepare(page)
    college.receive_zip(file)
    college.expect_text(re.compile("validations importées pour"))
    again = saved(college.make_zip("[CM2] CM2"), folder / "again")
    assert xml_of(again) == xml_of(file)

    # Importing twice changes nothing.
    college.receive_zip(file)
    college.expect_text("Rien de plus récent dans ce fichier")
    third = saved(college.make_zip("[CM2] CM2"), folder / "third")
    assert xml_of(third) == xml_of(file)
