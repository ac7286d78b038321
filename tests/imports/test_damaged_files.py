"""What spreadsheets do to values: mended when one reading is possible, else named, never taken up."""

import datetime

import pytest

from imports.plan import Children, KnownChild
from imports.sources import sources
from tests.imports.damaged import (
    BASE,
    FILES,
    GUARDIANS,
    ONDE,
    PUPILS,
    STAFF,
    read,
    read_file,
    refusal,
    said,
)

# --- Identifiers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["numero_scientifique_1.csv", "numero_scientifique_2.csv"])
def test_number_rounded_by_a_spreadsheet_is_named_and_not_taken_up(name):
    extraction = read_file("tableur_eleves", name)
    assert {pupil.reference for pupil in extraction.pupils} == {""}
    assert [line for line, message in said(extraction) if message.startswith("numéro « 2,6123")] == [2, 3]


@pytest.mark.parametrize(
    ("source", "lines", "words"),
    [
        ("tableur_professeurs", (STAFF, "2,61E+11;M;A;B;ENS"), "numéro « 2,61E+11 »"),
        ("tableur_parents", (GUARDIANS, "r1;F;A;B;;;;;;;;;2,61E+11;k1"), "numéro d'enfant « 2,61E+11 »"),
        ("tableur_parents", (GUARDIANS, "2,61E+11;F;A;B;;;;;;;;;k1"), "numéro « 2,61E+11 »"),
        ("onde_eleves", (ONDE, "A;B;;F;7,08E+08;CP;CP;12"), "INE « 7,08E+08 »"),
        (
            "factos_eleves",
            ("Identifiant GEP;Nom de l'élève;Prénom élève;Classe", "2,61E+11;A;B;6A"),
            "n° Sconet « 2,61E+11 »",
        ),
    ],
)
def test_rounded_number_is_not_taken_up_by_any_source(source, lines, words):
    extraction = read(source, *lines)
    people = [*extraction.pupils, *extraction.staff, *extraction.guardians]
    identifiers = [getattr(person, name, "") for person in people for name in ("reference", "elenoet")]
    children = [child.reference for guardian in extraction.guardians for child in guardian.children]
    assert not any("E+" in value for value in (*identifiers, *children))
    assert any(words in message and "arrondi" in message for _, message in said(extraction))


def test_text_written_as_a_formula_is_read_as_it_shows():
    extraction = read_file("tableur_eleves", "formule_texte.csv")
    lagrume, paqueret = extraction.pupils
    assert (lagrume.last_name, lagrume.reference) == ("LAGRUME", "00123")
    assert lagrume.birth_date == datetime.date(2012, 10, 3)
    assert (paqueret.last_name, paqueret.reference) == ("PAQUERET", "00124")
    assert [line for line, _ in said(extraction)] == [2, 2, 2, 3]
    assert "colonne « numéro »" in said(extraction)[0][1]


def test_apostrophe_of_a_name_is_not_a_mark_of_text():
    pupil = read("tableur_eleves", PUPILS, "1;M;'T HOOFT;N'Golo;;;6A;").pupils[0]
    assert (pupil.last_name, pupil.first_name) == ("'T HOOFT", "N'Golo")


@pytest.mark.parametrize("error", ["#NOM?", "#N/A", "#REF!", "#VALEUR!", "#DIV/0!", "Err:508", "########"])
def test_error_of_a_spreadsheet_is_named_and_is_nobody_s_name(error):
    extraction = read("tableur_eleves", PUPILS, "1;M;A;Ana;;;6A;", f"2;M;{error};Bea;;;6A;")
    assert [pupil.first_name for pupil in extraction.pupils] == ["Ana"]
    assert any(f"« {error} » est une erreur du tableur" in message for _, message in said(extraction))


def test_pupil_of_siecle_is_one_whatever_the_zeros_of_his_number():
    extraction = read_file("siecle_eleves", "siecle_zeros.xml")
    assert [(pupil.sconet_id, pupil.class_reference) for pupil in extraction.pupils] == [(1, "6A"), (2, "6 B")]
    assert (extraction.pupils[1].group_references, extraction.without_class, said(extraction)) == (("6LAT",), [], [])


def test_people_of_siecle_and_sts_are_one_whatever_the_zeros_of_their_number():
    guardians = (
        "<BEE_RESPONSABLES><DONNEES><PERSONNES><PERSONNE PERSONNE_ID='0012'><NOM>A</NOM><PRENOM>B</PRENOM>"
        "<ADRESSE_ID>007</ADRESSE_ID></PERSONNE></PERSONNES><RESPONSABLES><RESPONSABLE_ELEVE><ELEVE_ID>0001</ELEVE_ID>"
        "<PERSONNE_ID>12</PERSONNE_ID><RESP_LEGAL>1</RESP_LEGAL></RESPONSABLE_ELEVE></RESPONSABLES>"
        "<ADRESSES><ADRESSE ADRESSE_ID='7'><LIBELLE_POSTAL>LILLE</LIBELLE_POSTAL></ADRESSE></ADRESSES>"
        "</DONNEES></BEE_RESPONSABLES>"
    )
    (guardian,) = sources.get("siecle_responsables").read(guardians.encode()).guardians
    assert (guardian.sconet_id, guardian.address.town) == (12, "LILLE")
    assert [child.sconet_id for child in guardian.children] == [1]
    staff = (
        "<STS_EDT><DONNEES><INDIVIDUS><INDIVIDU ID='0123' TYPE='epp'><NOM_USAGE>A</NOM_USAGE><PRENOM>B</PRENOM>"
        "<FONCTION>ENS</FONCTION></INDIVIDU></INDIVIDUS><STRUCTURE><DIVISIONS><DIVISION CODE='6A'><SERVICES>"
        "<SERVICE><ENSEIGNANTS><ENSEIGNANT ID='123' TYPE='epp'/></ENSEIGNANTS></SERVICE></SERVICES></DIVISION>"
        "</DIVISIONS></STRUCTURE></DONNEES></STS_EDT>"
    )
    (teacher,) = sources.get("sts_professeurs").read(staff.encode()).staff
    assert (teacher.sconet_id, teacher.class_references) == (123, ("6A",))


# --- Classes ----------------------------------------------------------------------------------------------------------


def test_class_made_a_number_by_a_spreadsheet_is_named_and_nothing_is_taken_up():
    told = refusal("tableur_eleves", (FILES / "classe_scientifique.csv").read_bytes())
    for words in ("ligne 2, colonne « classe » : « 6,00E+01 »", "6E1 ?", "ligne 3", "6E2 ?", "ligne 4", "5E2 ?"):
        assert words in told


@pytest.mark.parametrize(
    ("source", "lines", "words"),
    [
        ("tableur_eleves", (PUPILS, "1;M;A;B;;;03/04/2026;"), "ligne 2, colonne « classe » : « 03/04/2026 »"),
        ("tableur_eleves", (PUPILS, "1;M;A;B;;;6A;5,00E+02"), "colonne « groupe » : « 5,00E+02 »"),
        ("tableur_eleves", ("référence;nom;prénom;classe", "1;A;B;6,00E+01"), "colonne « classe »"),
        ("tableur_professeurs", (STAFF, "1;M;A;B;ENS;;6,00E+01;"), "colonne « classe » : « 6,00E+01 »"),
        ("tableur_professeurs", (STAFF, "1;M;A;B;ENS;;;03-avr"), "colonne « groupe » : « 03-AVR »"),
        ("base_eleves_eleves", (BASE, "A;B;;M;CM2;03/04/2026"), "colonne « Classe » : « 03/04/2026 »"),
        ("onde_eleves", (ONDE, "A;B;;M;;CM2;CM2 A;1,23E+06"), "colonne « Identifiant classe » : « 1,23E+06 »"),
        (
            "factos_eleves",
            ("Identifiant GEP;Nom de l'élève;Prénom élève;Classe", "1;A;B;6,00E+01"),
            "colonne « Classe » : « 6,00E+01 »",
        ),
    ],
)
def test_damaged_class_is_named_by_every_source(source, lines, words):
    assert words in refusal(source, "\n".join([*lines, ""]).encode())


def test_refusal_of_damaged_classes_names_the_first_five_and_counts_the_others():
    rows = [f"{number};M;A{number};B;;;6,00E+01;" for number in range(8)]
    told = refusal("tableur_eleves", "\n".join([PUPILS, *rows, ""]).encode())
    assert (told.count("ligne "), "et 3 autres" in told) == (5, True)


def test_round_number_is_read_and_said_to_be_perhaps_another_class():
    extraction = read("tableur_eleves", PUPILS, "1;M;A;B;;;60;", "2;M;C;D;;;5B;")
    assert said(extraction) == [(2, "colonne « classe » : « 60 » est peut-être ce qu'un tableur a fait de « 6E1 ».")]
    assert said(read("tableur_eleves", PUPILS, "1;M;A;B;;;600;", "2;M;C;D;;;601;")) == []


def test_spaces_that_nobody_sees_make_one_class_and_are_said():
    extraction = read_file("base_eleves_eleves", "sexe_et_insecables.csv")
    assert [each.long_name for each in extraction.classes] == ["[CM2] CM2 A"]
    told = (2, "colonne « Classe » : espaces insécables : « CM2 A » lu avec des espaces ordinaires.")
    assert told in said(extraction)
    assert "DE LA TOUR" in {pupil.last_name for pupil in extraction.pupils}


@pytest.mark.parametrize("twin", ["CM2\u00a0A", "CM2  A", "CM2\u202fA", " CM2 A ", "CM2\u2009 A"])
@pytest.mark.parametrize(
    ("source", "header", "row"),
    [
        ("base_eleves_eleves", BASE, "A;B;;M;CM2;{}"),
        ("onde_eleves", ONDE, "A;B;;M;;CM2;{};4411"),
        ("onde_eleves", "Nom de famille;Prénom;Niveau;Division", "A;B;CM2;{}"),
        ("tableur_eleves", PUPILS, "1;M;A;B;;;{};"),
        ("factos_eleves", "Nom de l'élève;Prénom élève;Classe", "A;B;{}"),
    ],
)
def test_two_writings_that_differ_by_spaces_are_one_class_in_any_order(source, header, row, twin):
    plain, other = row.format("CM2 A"), row.format(twin).replace("A;B", "C;D").replace("1;M", "2;M")
    found = [read(source, header, *lines).classes for lines in ([plain, other], [other, plain])]
    assert len(found[0]) == 1
    assert found[0] == found[1]
    assert found[0] == read(source, header, plain).classes


# --- Sexes, postal codes ----------------------------------------------------------------------------------------------


def test_every_word_for_the_sex_of_a_pupil_is_read():
    extraction = read_file("base_eleves_eleves", "sexe_et_insecables.csv")
    by_line = {pupil.line: pupil.gender for pupil in extraction.pupils}
    assert [by_line[line] for line in range(2, 11)] == ["F", "M", "F", "F", "F", "M", "F", "M", "M"]


def test_word_that_is_no_sex_is_named_by_its_line():
    extraction = read("base_eleves_eleves", BASE, "A;B;;Q;CM2;CM2 A")
    assert said(extraction) == [(2, "sexe « Q » incompris (M ou F) : non repris.")]


def test_postal_code_gets_its_zero_back_in_france_and_it_is_said():
    extraction = read_file("tableur_parents", "code_postal.csv")
    assert {guardian.address.postal_code for guardian in extraction.guardians} == {"01000"}
    assert said(extraction) == [(2, "code postal « 1000 » sans son zéro (un tableur l'enlève) : repris « 01000 ».")]


def test_postal_code_abroad_is_left_alone():
    extraction = read_file("base_eleves_parents", "homonymes_parents.csv")
    codes = {guardian.last_name: guardian.address.postal_code for guardian in extraction.guardians}
    assert (codes["ROSIER"], codes["BEAUPERE"], codes["AIDE SOCIALE ENFANCE"]) == ("01000", "1201", "97400")


# --- Children ---------------------------------------------------------------------------------------------------------


def school(*names: str, **more) -> Children:
    return Children(KnownChild(rank, *name.split("/"), **more) for rank, name in enumerate(names, start=1))


def child(name: str, class_name: str = ""):
    cells = ["Mme", "MERE", "Ida", *name.split("/"), class_name]
    guardian = "Civilité Responsable;Nom responsable;Prénom responsable"
    titles = f"{guardian};Nom de famille enfant;Prénom enfant;Classes enfants"
    return read("base_eleves_parents", titles, ";".join(cells)).guardians[0].children[0]


@pytest.mark.parametrize(
    ("known", "named"),
    [
        ("N'GUEMBA/Eli", "N’GUEMBA/Eli"),
        ("ROC/Élie", "ROC/Elie"),
        ("DE LA TOUR/Léa", "DE\u00a0LA TOUR/Léa"),
        ("DE LA TOUR/Ana", "DE  LA TOUR/Ana"),
        ("VAN-DYCK/Jo", "VAN DYCK/Jo"),
        ("VAN‑DYCK/Jo", "VAN-DYCK/Jo"),
        ("LEBŒUF/Zoé", "LEBOEUF/Zoé"),
        ("LE GALL/Anne", "Le Gall/ANNE"),
        ("LÉGER/Luc", "LEGER/Luc"),
        ("PRUNIER/Jean Pierre", "PRUNIER/Jean-Pierre"),
        ("O`CONNELL/Siân", "O'CONNELL/Sian"),
    ],
)
def test_child_is_found_when_one_pupil_alone_has_these_letters(known, named):
    assert school(known, "AUTRE/Eve").find(child(named)) == 1


def test_child_written_letter_for_letter_comes_before_those_of_the_same_letters():
    pupils = school("MARTIN/Lea", "MARTIN/Léa")
    assert [pupils.find(child(f"MARTIN/{name}")) for name in ("Lea", "Léa", "Le-a")] == [1, 2, None]


def test_class_tells_homonyms_apart():
    homonyms = Children(
        [
            KnownChild(1, "HOMONY", "Léa", class_names=("4411_CM1", "[CM1] CM1 A", "CM1 A"), niveau="CM1"),
            KnownChild(2, "HOMONY", "Léa", class_names=("4412_CP", "[CP] CP A", "CP A"), niveau="CP"),
        ]
    )
    named = ("CM1", "CP", "cm1 a", "[CP] CP A", "4412_CP", "CE2", "A", "")
    assert [homonyms.find(child("HOMONY/Léa", name)) for name in named] == [1, 2, 1, 2, 2, None, None, None]
    assert "la classe « CE2 » ne dit pas lequel" in homonyms.why_lost(child("HOMONY/Léa", "CE2"))
