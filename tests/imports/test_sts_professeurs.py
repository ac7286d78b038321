"""Reading sts_emp_UAI_ANNEE.xml."""

import pytest
import time_machine

from imports.brought.extraction import (
    Extraction,
    IncomingClass,
    IncomingGroup,
    IncomingMatiere,
    Problem,
    UnreadableFile,
)
from imports.reading.disciplines import matieres_of_discipline
from imports.sources.sts_professeurs import StsProfesseurs
from tests.imports.college import FOUND, STS, UAI, college

SOURCE = StsProfesseurs()
MATIERES = (
    '<MATIERE CODE="061300"><CODE_GESTION>MATHS</CODE_GESTION><LIBELLE_EDITION>Mathématiques</LIBELLE_EDITION>'
    "</MATIERE>"
)


def member(identifier: int, name: str, function: str = "ENS", more: str = "") -> str:
    said = f"<FONCTION>{function}</FONCTION>" if function else ""
    return (
        f'<INDIVIDU ID="{identifier}" TYPE="epp"><SEXE>2</SEXE><NOM_USAGE>{name}</NOM_USAGE><PRENOM>ANNE</PRENOM>'
        f"{said}{more}</INDIVIDU>\n"
    )


def principal(code: str, until: str) -> str:
    return (
        f"<PROFS_PRINC><PROF_PRINC><CODE_STRUCTURE>{code}</CODE_STRUCTURE><DATE_FIN>{until}</DATE_FIN></PROF_PRINC>"
        "</PROFS_PRINC>"
    )


def service(identifier: int) -> str:
    return (
        f'<SERVICES><SERVICE CODE_MATIERE="061300"><ENSEIGNANTS><ENSEIGNANT ID="{identifier}" TYPE="epp"/>'
        "</ENSEIGNANTS></SERVICE></SERVICES>\n"
    )


def division(code: str, content: str = "") -> str:
    return f'<DIVISION CODE="{code}">{content}</DIVISION>'


def read(*people: str, divisions: str = "", groups: str = "") -> Extraction:
    return SOURCE.read(
        (
            '<STS_EDT><PARAMETRES><UAJ CODE="0571234A"/><ANNEE_SCOLAIRE ANNEE="2026"/></PARAMETRES>'
            f"<NOMENCLATURES><MATIERES>{MATIERES}</MATIERES></NOMENCLATURES>"
            f"<DONNEES><INDIVIDUS>\n{''.join(people)}</INDIVIDUS><STRUCTURE><DIVISIONS>{divisions}</DIVISIONS>"
            f"<GROUPES>{groups}</GROUPES></STRUCTURE></DONNEES></STS_EDT>"
        ).encode()
    )


def links(extraction: Extraction) -> list[tuple]:
    return [
        (each.last_name, each.class_references, each.pp_class_references, each.group_references)
        for each in extraction.staff
    ]


@time_machine.travel("2018-11-22")
def test_read_whole_college_s47():
    expected = FOUND["sts_emp"]
    extraction = SOURCE.read(STS.read_bytes())
    profiles = [each.profile for each in extraction.staff]
    # The substitute, since 2017, is one more teacher.
    assert [profiles.count(code) for code in ("ENS", "DIR", "EDU", "DOC")] == [
        expected["ens"] + 1,
        expected["dir"],
        expected["edu"],
        expected["doc"],
    ]
    assert {each.reference for each in extraction.classes} == set(expected["classes"])
    assert {each.reference for each in extraction.groups} == set(expected["groupes"])
    assert sum(len(each.class_references) for each in extraction.staff) == expected["liens_prof_classe"]
    assert sum(len(each.group_references) for each in extraction.staff) == expected["liens_prof_groupe"]
    assert {
        each.full_name: sorted(each.pp_class_references) for each in extraction.staff if each.pp_class_references
    } == {name: sorted(codes) for name, codes in expected["principaux"].items()}
    assert (extraction.uai, extraction.year) == (UAI, 2018)


def test_read_zipped_s47():
    assert links(SOURCE.read(college(f"sts_emp_{UAI}_2018.zip"))) == links(SOURCE.read(STS.read_bytes()))


def test_read_layout_of_2013():
    extraction = SOURCE.read(college(f"2013/sts_emp_{UAI}_2013.xml"))
    assert (len(extraction.staff), len(extraction.classes), extraction.year) == (17, 4, 2013)


def test_read_what_a_teacher_has():
    content = "<LIBELLE_LONG>6EME A</LIBELLE_LONG><MEFS_APPARTENANCE><MEF CODE='10010012110'/></MEFS_APPARTENANCE>"
    extraction = read(
        member(1, "DURAND", more='<DISCIPLINES><DISCIPLINE CODE="L1315"/></DISCIPLINES>'),
        divisions=division("6A", content + service(1)),
        groups=f'<GROUPE CODE="6ALL1"><LIBELLE_LONG>Allemand</LIBELLE_LONG>{service(1)}</GROUPE>',
    )
    teacher = extraction.staff[0]
    assert (teacher.full_name, teacher.profile, teacher.gender, teacher.sconet_id) == ("DURAND Anne", "ENS", "F", 1)
    assert (teacher.class_references, teacher.group_references) == (("6A",), ("6ALL1",))
    assert teacher.matiere_references == ("MATHS", "PH-CH")
    assert extraction.classes == [IncomingClass("6A", "6A", "6EME A", "6EME A", mef="10010012110")]
    assert extraction.groups == [IncomingGroup("6ALL1", "6ALL1", "Allemand", "Allemand")]
    assert extraction.matieres == [IncomingMatiere("MATHS", "Mathématiques"), IncomingMatiere("PH-CH", "PH-CH")]


def test_read_service_in_a_group_gives_the_group_alone():
    extraction = read(
        member(1, "DURAND"),
        divisions=division("6A"),
        groups=(
            f'<GROUPE CODE="G"><DIVISIONS_APPARTENANCE><DIVISION_APPARTENANCE CODE="6A"/></DIVISIONS_APPARTENANCE>'
            f"{service(1)}</GROUPE>"
        ),
    )
    assert links(extraction) == [("DURAND", (), (), ("G",))]


@pytest.mark.parametrize(("day", "expected"), [("2026-08-31", (("6A",), ("6A",))), ("2026-09-01", ((), ()))])
def test_read_professeur_principal_until_the_last_day(day, expected):
    with time_machine.travel(day):
        extraction = read(member(1, "DURAND", more=principal("6A", "2026-08-31")))
    teacher = extraction.staff[0]
    assert (teacher.class_references, teacher.pp_class_references) == expected
    # The division exists all the same.
    assert [each.reference for each in extraction.classes] == ["6A"]


def test_read_direction_and_cpe_have_their_profiles():
    extraction = read(member(1, "A", "DIR"), member(2, "B", "EDU"), member(3, "C", "DOC"))
    assert [(each.last_name, each.profile) for each in extraction.staff] == [("A", "DIR"), ("B", "EDU"), ("C", "DOC")]


def test_read_other_functions_are_left_aside_with_their_services():
    extraction = read(
        member(1, "DURAND"), member(2, "AGENT", "AGT"), member(3, "RIEN", ""), divisions=division("6A", service(2))
    )
    assert links(extraction) == [("DURAND", (), (), ())]
    assert extraction.problems == [Problem(4, "RIEN Anne n'a pas de fonction dans STS-Web : personne ignorée.")]


def test_read_service_of_an_unknown_teacher_is_named():
    extraction = read(member(1, "DURAND"), divisions=division("6A", service(9)))
    assert [problem.message for problem in extraction.problems] == [
        "service dans la division 6A de quelqu'un d'absent du fichier (Id 9) : ignoré."
    ]


def test_read_two_registers_number_two_people():
    local = member(1, "PETIT").replace('TYPE="epp"', 'TYPE="local"')
    extraction = read(member(1, "DURAND"), local)
    found = [(each.last_name, each.sconet_id, each.reference) for each in extraction.staff]
    assert found == [("DURAND", 1, ""), ("PETIT", None, "LOCAL-1")]
    assert extraction.problems == []


def test_read_file_without_staff_is_refused():
    with pytest.raises(UnreadableFile, match="aucun professeur"):
        read(divisions=division("6A"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (college("hostile/edt_sts_of_timetable_software.xml"), "logiciel d'emploi du temps"),
        (college("ElevesSansAdresses.xml"), "fichier des élèves de Siècle"),
        (b"<STS_STRUCTURE/>", r"autre export de STS-Web.*« Emploi du temps »"),
        (
            b"<STS_EDT><PARAMETRES><APPLICATION_SOURCE>X</APPLICATION_SOURCE></PARAMETRES></STS_EDT>",
            "menu Exports, Emploi du temps",
        ),
    ],
)
def test_read_another_export_is_refused_and_the_right_one_named_s49(data, words):
    with pytest.raises(UnreadableFile, match=words):
        SOURCE.read(data)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("L0202", ("FRANC",)), ("L1300", ("MATHS",)), ("L0421", ("ALL1", "ALL2")), ("C9999", ()), ("", ()), ("L02", ())],
)
def test_discipline_stands_for_its_matieres(code, expected):
    assert matieres_of_discipline(code) == expected
