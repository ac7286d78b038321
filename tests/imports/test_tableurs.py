"""Reading files made with a spreadsheet, of today and of before."""

import csv
import datetime
import io

import openpyxl
import pytest

from imports.brought.extraction import (
    IncomingAddress,
    IncomingChild,
    IncomingGuardian,
    IncomingPupil,
    IncomingStaff,
    Problem,
    UnreadableFile,
)
from imports.reading.spreadsheets import SpreadsheetSource, model_csv
from imports.sources.base import Source
from imports.sources.tableur_eleves import TableurEleves
from imports.sources.tableur_parents import TableurParents
from imports.sources.tableur_professeurs import TableurProfesseurs
from sacoche.kit.files.decode import decode
from tests.imports.college import FOUND, college

PUPILS = "numéro;genre;nom;prénom;date naiss.;courriel;classe;groupes"
STAFF = "numéro;genre;nom;prénom;profil;courriel;classes;groupes"
OLD_STAFF = "référence;nom;prénom;profil"
GUARDIANS = "numéro;genre;nom;prénom;courriel;a1;a2;a3;a4;cp;commune;pays;enfant1;enfant2;enfant3"
OLD_GUARDIANS = "référence;nom;prénom;a1;a2;a3;a4;cp;commune;pays;enfant1;enfant2"


def read(source: Source, *lines: str):
    return source.read("\r\n".join([*lines, ""]).encode("cp1252"))


# --- Pupils -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "groups"), [("tableur_eleves.csv", 9), ("tableur_eleves_4col.csv", 0)])
def test_read_pupils_of_a_whole_college(name, groups):
    extraction = TableurEleves().read(college(name))
    found = FOUND["ElevesSansAdresses.xml"]
    assert len(extraction.pupils) == found["eleves"] - found["sans_classe"]
    assert [each.reference for each in extraction.classes] == found["classes"]
    assert len(extraction.groups) == groups


def test_read_every_value_of_a_pupil():
    extraction = read(TableurEleves(), PUPILS, "ele_1;F;le gall;anne;03/10/2015;Moi@Example.org;3c;latin|odp|latin")
    assert extraction.pupils == [
        IncomingPupil(
            line=2,
            last_name="LE GALL",
            first_name="Anne",
            class_reference="3C",
            birth_date=datetime.date(2015, 10, 3),
            gender="F",
            reference="ELE_1",
            email="moi@example.org",
            group_references=("LATIN", "ODP"),
            is_class_optional=True,
        )
    ]


def test_read_old_layout_by_its_titles_even_with_more_cells():
    extraction = read(TableurEleves(), "référence;nom;prénom;classe;;;;", "1;A;Ana;6A;x;y;z;t")
    assert [(each.reference, each.full_name, each.class_reference) for each in extraction.pupils] == [
        ("1", "A Ana", "6A")
    ]


def test_read_pupil_without_class_is_a_pupil_all_the_same_and_it_is_said():
    extraction = read(TableurEleves(), PUPILS, "1;F;A;Ana;;;;")
    assert [(each.full_name, each.class_reference) for each in extraction.pupils] == [("A Ana", "")]
    message = "A Ana n'a pas de classe dans le fichier : élève sans classe affectée."
    assert (extraction.without_class, extraction.problems) == ((), [Problem(2, message)])


def test_read_trailing_columns_may_be_absent():
    extraction = read(TableurEleves(), "numéro;genre;nom;prénom;date;courriel", "1;F;A;Ana;;")
    assert [each.full_name for each in extraction.pupils] == ["A Ana"]


def test_read_two_writings_of_a_class_are_two_classes_and_it_is_said():
    extraction = read(TableurEleves(), PUPILS, "1;F;A;Ana;;;6A;", "2;F;B;Bea;;;6 A;")
    assert [each.reference for each in extraction.classes] == ["6 A", "6A"]
    message = "la classe « 6 A » ressemble à « 6A » : si c'est la même, corrigez le fichier."
    assert extraction.problems == [Problem(3, message)]


def test_read_two_writings_of_a_group_are_two_groups_and_it_is_said():
    extraction = read(TableurEleves(), PUPILS, "1;F;A;Ana;;;6A;LAT 1", "2;F;B;Bea;;;6A;chorale|lat1")
    assert [each.reference for each in extraction.groups] == ["CHORALE", "LAT 1", "LAT1"]
    message = "le groupe « LAT1 » ressemble à « LAT 1 » : si c'est le même, corrigez le fichier."
    assert extraction.problems == [Problem(3, message)]


def test_read_two_people_with_one_number_are_both_kept_without_it():
    extraction = read(TableurEleves(), PUPILS, "1;F;A;Ana;;;6A;", "1;F;B;Bea;;;6A;")
    assert [(each.full_name, each.reference) for each in extraction.pupils] == [("A Ana", ""), ("B Bea", "")]
    assert extraction.problems == [
        Problem(2, "A Ana a le même numéro que la ligne 3 : repris sans numéro, comparé par son nom."),
        Problem(3, "B Bea a le même numéro que la ligne 2 : repris sans numéro, comparé par son nom."),
    ]


def test_read_long_class_reference_is_refused_by_line():
    extraction = read(TableurEleves(), PUPILS, "1;F;A;Ana;;;6A;", f"2;F;B;Bea;;;{'x' * 21};")
    assert extraction.problems == [Problem(3, "référence de classe de plus de 20 caractères : ligne ignorée.")]


# --- Staff ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "classes"), [("tableur_profs.csv", 4), ("tableur_profs_4col.csv", 0)])
def test_read_staff_of_a_whole_college(name, classes):
    extraction = TableurProfesseurs().read(college(name))
    found = FOUND["sts_emp"]
    profiles = [each.profile for each in extraction.staff]
    assert (profiles.count("DIR"), len(profiles)) == (2, sum(found[key] for key in ("ens", "dir", "edu", "doc")))
    assert len(extraction.classes) == classes


def test_read_every_value_of_a_member_of_staff():
    extraction = read(TableurProfesseurs(), STAFF, "p1;F;le gall;anne;ens;anne@example.org;6A|6B;latin")
    assert extraction.staff == [
        IncomingStaff(
            line=2,
            last_name="LE GALL",
            first_name="Anne",
            profile="ENS",
            gender="F",
            reference="P1",
            email="anne@example.org",
            class_references=("6A", "6B"),
            group_references=("LATIN",),
        )
    ]


@pytest.mark.parametrize(("said", "profile"), [("professeur", "ENS"), ("Directeur", "DIR"), ("DOC", "DOC")])
def test_read_profile_by_its_name_or_code(said, profile):
    assert [each.profile for each in read(TableurProfesseurs(), OLD_STAFF, f"1;A;Ana;{said}").staff] == [profile]


@pytest.mark.parametrize("said", ["", "ADM", "ELV", "SUR", "cuisinier"])
def test_read_profile_that_no_import_brings_is_refused_by_line(said):
    extraction = read(TableurProfesseurs(), OLD_STAFF, "1;A;Ana;ENS", f"2;B;Bea;{said}")
    message = f"profil « {said} » inconnu (ENS, DIR, DOC ou EDU) : ligne ignorée."
    assert extraction.problems == [Problem(3, message)]


def test_read_two_members_of_staff_with_one_number_are_both_kept_without_it():
    extraction = read(TableurProfesseurs(), OLD_STAFF, "1;A;Ana;ENS", "1;B;Bea;ENS")
    assert [(each.full_name, each.reference) for each in extraction.staff] == [("A Ana", ""), ("B Bea", "")]
    assert [problem.line for problem in extraction.problems] == [2, 3]


# --- Guardians --------------------------------------------------------------------------------------------------------


def test_read_guardians_of_a_whole_college():
    extraction = TableurParents().read(college("tableur_parents.csv"))
    assert (len(extraction.guardians), extraction.link_count, extraction.problems) == (42, 51, [])


def test_read_every_value_of_a_guardian():
    line = "r1;MME;le gall;anne;anne@example.org;12 rue des lilas;;;;07270;Saint-Exemple;france;ele_1;ele_2;"
    assert read(TableurParents(), GUARDIANS, line).guardians == [
        IncomingGuardian(
            line=2,
            last_name="LE GALL",
            first_name="Anne",
            gender="F",
            reference="R1",
            email="anne@example.org",
            address=IncomingAddress(
                line1="12 Rue Des Lilas", postal_code="07270", town="SAINT-EXEMPLE", country="FRANCE"
            ),
            children=(IncomingChild(1, reference="ELE_1"), IncomingChild(1, reference="ELE_2")),
        )
    ]


def test_read_old_layout_of_guardians():
    found = read(TableurParents(), OLD_GUARDIANS, "r1;A;Ana;;;;;57990;X;;e1;").guardians[0]
    assert (found.full_name, found.address.postal_code, [child.reference for child in found.children]) == (
        "A Ana",
        "57990",
        ["E1"],
    )


def test_read_one_name_written_in_two_ways_under_one_number_is_one_person():
    rows = "r1;M;LE-GALL;Jean-Pierre;;;;;;;;;e1;;", "r1;M;Le Gall;Jean Pierre;;;;;;;;;e2;;"
    extraction = read(TableurParents(), GUARDIANS, *rows)
    assert ([len(each.children) for each in extraction.guardians], extraction.problems) == ([2], [])


def test_read_mother_and_father_with_one_number_are_not_one_person():
    mother, father = "r1;F;MARTIN;Ana;;;;;;;;;e1;;", "r1;M;DURAND;Paul;;;;;;;;;e1;;"
    extraction = read(TableurParents(), GUARDIANS, mother, father, "r1;F;Martin;ana;;;;;;;;;e2;;")
    assert [(each.full_name, each.reference, len(each.children)) for each in extraction.guardians] == [
        ("DURAND Paul", "", 1),
        ("MARTIN Ana", "", 2),
    ]
    assert [(each.line, each.message) for each in extraction.problems] == [
        (3, "DURAND Paul a le même numéro que MARTIN Ana, ligne 2 : repris sans numéro tous les deux.")
    ]


def test_read_children_stop_at_the_first_empty_cell():
    found = read(TableurParents(), GUARDIANS, "r1;F;A;Ana;;;;;;;;;e1;;e3").guardians[0]
    assert [child.reference for child in found.children] == ["E1"]


def test_read_ranks_are_the_order_of_the_lines():
    extraction = read(TableurParents(), GUARDIANS, "r2;F;Z;Zoé;;;;;;;;;e1;;", "r1;F;A;Ana;;;;;;;;;e1;;")
    assert [(each.full_name, each.children[0].rank) for each in extraction.guardians] == [("A Ana", 2), ("Z Zoé", 1)]


def test_read_parent_of_nobody_is_named():
    extraction = read(TableurParents(), GUARDIANS, "r1;F;A;Ana;;;;;;;;;e1;;", "r2;F;B;Bea;;;;;;;;;;;")
    assert extraction.problems == [Problem(3, "B Bea n'a aucun enfant dans le fichier : ligne ignorée.")]


# --- All --------------------------------------------------------------------------------------------------------------

every_spreadsheet = pytest.mark.parametrize(
    "source", [TableurEleves(), TableurProfesseurs(), TableurParents()], ids=lambda source: source.code
)


@every_spreadsheet
def test_model_file_is_read_by_its_own_import_without_a_problem(source: SpreadsheetSource):
    extraction = source.read(model_csv(source))
    found = len(extraction.pupils) + len(extraction.staff) + len(extraction.guardians)
    assert (found, extraction.problems) == (len(source.model) - 1, [])


@every_spreadsheet
def test_too_few_columns_are_counted(source):
    with pytest.raises(UnreadableFile, match="Ce fichier a 2 colonnes ; il en faut au moins"):
        read(source, "a;b", "1;2")


@every_spreadsheet
@pytest.mark.parametrize(
    ("name", "words"), [("factos_eleves.csv", "Factos"), ("Nomenclature.xml", "fichier « Nomenclature »")]
)
def test_another_file_is_refused_and_named(source, name, words):
    with pytest.raises(UnreadableFile, match=words):
        source.read(college(name))


# --- Workbooks --------------------------------------------------------------------------------------------------------


def workbook(rows, formats=()) -> bytes:
    """An .xlsx as a spreadsheet saves it: numbers are numbers, dates are dates."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in formats:
        book.active[cell].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@every_spreadsheet
def test_workbook_gives_what_the_csv_gives(source):
    assert source.read(workbook(source.model)) == source.read(model_csv(source))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (TableurEleves(), "tableur_eleves.csv"),
        (TableurEleves(), "tableur_eleves_4col.csv"),
        (TableurProfesseurs(), "tableur_profs.csv"),
        (TableurParents(), "tableur_parents.csv"),
    ],
    ids=lambda value: getattr(value, "code", value),
)
def test_workbook_of_a_whole_college_gives_what_its_csv_gives(source, name):
    rows = csv.reader(io.StringIO(decode(college(name))), delimiter=";")
    assert source.read(workbook(rows)) == source.read(college(name))


def test_read_numbers_and_dates_that_a_spreadsheet_made_its_own():
    rows = [PUPILS.split(";"), (1934, 2, "A", "Ana", datetime.date(2015, 10, 3), None, 601, 12)]
    (pupil,) = TableurEleves().read(workbook(rows, formats=[("E2", "dd/mm/yyyy")])).pupils
    assert (pupil.reference, pupil.gender, pupil.birth_date, pupil.class_reference, pupil.group_references) == (
        *("1934", "F", datetime.date(2015, 10, 3), "601"),
        ("12",),
    )


def test_read_postal_code_that_a_spreadsheet_shows_with_its_zero():
    rows = [GUARDIANS.split(";"), ("r1", "F", "A", "Ana", *[None] * 5, 7270, "X", "FRANCE", "e1")]
    (guardian,) = TableurParents().read(workbook(rows, formats=[("J2", "00000")])).guardians
    assert guardian.address.postal_code == "07270"


def test_problems_of_a_workbook_name_the_row_of_the_sheet():
    rows = [PUPILS.split(";"), (), ("1", "F", "A", "Ana", "12/2015", "", "6A", ""), ("2", "F", "", "Bea", "", "", "6A")]
    rows.append(("3", "F", "#N/A", "Zoé", "", "", "6A"))
    assert [(each.line, each.message) for each in TableurEleves().read(workbook(rows)).problems] == [
        (3, "date de naissance « 12/2015 » incomprise (JJ/MM/AAAA) : non reprise."),
        (4, "nom absent : ligne ignorée."),
        (5, "nom illisible : ligne ignorée."),
    ]


@every_spreadsheet
def test_workbook_of_another_kind_is_refused_and_named(source):
    other = workbook([("Identifiant GEP", "Nom de l'élève"), ("1", "A")])
    with pytest.raises(UnreadableFile, match="Factos"):
        source.read(other)


@every_spreadsheet
def test_workbook_without_enough_columns_is_refused_at_once_or_counted(source):
    with pytest.raises(UnreadableFile, match="Ce fichier a 2 colonnes"):
        source.read(workbook([("a", "b"), (1, 2)]))
    with pytest.raises(UnreadableFile, match="première feuille de ce classeur est vide"):
        source.glance(workbook([]))
