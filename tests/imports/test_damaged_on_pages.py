"""What a spreadsheet did to a file, as the pages of the import say it."""

import pytest

from accounts.models import Account
from tests.imports.damaged import FILES
from tests.imports.test_wizard import assert_refused, send_and_read
from tests.imports.wizard import rows_of, text_of


def test_values_that_were_mended_are_read_beside_their_line_on_the_page(wizard):
    wizard.source = "tableur_eleves"
    wizard.upload(FILES / "formule_texte.csv", "eleves.csv")
    remarks = rows_of(wizard.post("extraction", {}) and wizard.get("extraction"), "//table[@id='remarques']")
    assert [row[0] for row in remarks] == ["2", "2", "2", "3"]
    assert 'colonne « numéro » : cellule écrite comme une formule, « ="00123" » : lue « 00123 ».' in remarks[0][1]


def test_damaged_classes_are_named_on_the_page_and_nothing_is_kept(wizard, data_dir):
    wizard.source = "tableur_eleves"
    response = send_and_read(wizard, FILES / "classe_scientifique.csv", "eleves.csv")
    assert_refused(response, "ligne 2, colonne « classe » : « 6,00E+01 », un nombre (6E1 ?)", data_dir)


def test_guardians_without_a_child_are_named_with_why_before_anything_is_written(wizard):
    wizard.go(FILES / "noms_proches_eleves.csv")
    wizard.source = "base_eleves_parents"
    wizard.upload(FILES / "noms_proches_parents.csv")
    wizard.post("extraction")
    page = wizard.get("extraction")
    assert rows_of(page, "//table[@id='sans-enfant']") == [
        ["PARENTLONG Ida", "PRUNIER Marie, Anne (CM2)", "n'est pas un élève actif"]
    ]
    assert "pas de compte pour son responsable" in text_of(page)


def test_guardians_sent_before_any_pupil_are_told_that_pupils_come_first(wizard):
    wizard.source = "base_eleves_parents"
    wizard.upload(FILES / "noms_proches_parents.csv")
    wizard.post("extraction")
    page = wizard.get("extraction")
    assert "Importez d'abord les élèves" in text_of(page)
    assert rows_of(page, "//table[@id='sans-enfant']") == []


@pytest.mark.parametrize("name", ["onde_xlsx.xlsx", "parents_coupe_eleves.csv"])
def test_extraction_of_onde_is_sent_as_it_is_or_as_a_workbook(wizard, name):
    wizard.source = "onde_eleves"
    wizard.go(FILES / name)
    assert Account.objects.pupils().filter(last_name="LAGRUME", first_name="Tom").count() == 1


def test_teachers_sent_as_pupils_are_named_on_the_page(wizard, data_dir):
    wizard.source = "onde_eleves"
    assert_refused(
        send_and_read(wizard, FILES / "onde_enseignants.csv", "CSVExtraction.csv"),
        "C'est une liste d'enseignants (extraction d'ONDE ou de Base Élèves)",
        data_dir,
    )
