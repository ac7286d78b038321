"""Reading ElevesSansAdresses.xml, of 2012 to today."""

import datetime

import pytest
import time_machine

from imports.brought.extraction import Extraction, IncomingClass, IncomingPupil, Problem, UnreadableFile
from imports.sources.siecle_eleves import SiecleEleves
from tests.imports.college import FOUND, UAI, college, zipped

SOURCE = SiecleEleves()
HEAD = "<BEE_ELEVES><PARAMETRES><UAJ>0571234A</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE></PARAMETRES><DONNEES>"
NAMES = "<NOM>MARTIN</NOM><PRENOM>Léa</PRENOM>"


def document(*pupils: str, structures: str = "", after: str = "") -> bytes:
    body = f"<ELEVES>{''.join(pupils)}</ELEVES><STRUCTURES>{structures}</STRUCTURES>{after}"
    return f"{HEAD}{body}</DONNEES></BEE_ELEVES>".encode()


def pupil(identifier: int, content: str = NAMES) -> str:
    return f'<ELEVE ELEVE_ID="{identifier}" ELENOET="7{identifier}">{content}</ELEVE>\n'


def placed(identifier: int, *codes: str, kind: str = "D") -> str:
    each = (
        f"<STRUCTURE><CODE_STRUCTURE>{code}</CODE_STRUCTURE><TYPE_STRUCTURE>{kind}</TYPE_STRUCTURE></STRUCTURE>"
        for code in codes
    )
    return f'<STRUCTURES_ELEVE ELEVE_ID="{identifier}">{"".join(each)}</STRUCTURES_ELEVE>'


def read(*pupils: str, structures: str = "", after: str = "") -> Extraction:
    return SOURCE.read(document(*pupils, structures=structures, after=after))


def people(extraction: Extraction) -> list[tuple]:
    return [(each.full_name, each.class_reference, each.group_references) for each in extraction.pupils]


def test_read_whole_college_s50():
    expected = FOUND["ElevesSansAdresses.xml"]
    extraction = SOURCE.read(college("ElevesSansAdresses.xml"))
    assert len(extraction.pupils) + len(extraction.without_class) == expected["eleves"]
    assert (len(extraction.without_class), len(extraction.gone)) == (expected["sans_classe"], expected["sortis"])
    assert [each.reference for each in extraction.classes] == expected["classes"]
    assert [each.reference for each in extraction.groups] == expected["groupes"]
    assert (extraction.uai, extraction.year) == (UAI, 2018)


def test_read_export_with_addresses_gives_the_same_pupils_s50():
    """« Élèves avec adresse » says where each pupil lives, and has all the addresses at the end: neither is read."""
    bare = college("ElevesSansAdresses.xml")
    said = b"<ADRESSE_ID>9</ADRESSE_ID><ADHESION_TRANSPORT>0</ADHESION_TRANSPORT></ELEVE>"
    with_ids = bare.replace(b"</ELEVE>", said)
    address = (
        '<ADRESSES><ADRESSE ADRESSE_ID="9"><LIGNE1_ADRESSE>1 RUE DE L\'\xc9COLE</LIGNE1_ADRESSE><CODE_POSTAL>57000'
        "</CODE_POSTAL><LL_PAYS>FRANCE</LL_PAYS><LIBELLE_POSTAL>METZ</LIBELLE_POSTAL></ADRESSE></ADRESSES></DONNEES>"
    )
    data = with_ids.replace(b"</DONNEES>", address.encode("iso-8859-15"))
    assert data.count(b"ADRESSE_ID") > 30
    for content in (data, zipped(("ElevesAvecAdresses.xml", data))):
        assert SOURCE.read(content) == SOURCE.read(bare)


@pytest.mark.parametrize("year", [2013, 2016])
def test_read_layouts_of_before(year):
    extraction = SOURCE.read(college(f"{year}/ElevesSansAdresses.xml"))
    assert (len(extraction.pupils), len(extraction.classes), extraction.year) == (34, 4, year)


@pytest.mark.parametrize(
    "name",
    [
        "ExportXML_ElevesSansAdresses.zip",
        "variants/ElevesSansAdresses_utf8.xml",
        "variants/ElevesSansAdresses_other_member_name.zip",
    ],
)
def test_read_the_same_pupils_whatever_the_wrapping_s50(name):
    assert people(SOURCE.read(college(name))) == people(SOURCE.read(college("ElevesSansAdresses.xml")))


def test_read_declaration_that_lies():
    data = college("ElevesSansAdresses.xml")
    text = data.decode("iso-8859-15")
    lies = [text.encode(), text.replace("ISO-8859-15", "UTF-8", 1).encode("iso-8859-15")]
    assert [people(SOURCE.read(lie)) for lie in lies] == [people(SOURCE.read(data))] * 2


def test_read_every_value_of_a_pupil():
    content = (
        "<ID_NATIONAL>123456789aa</ID_NATIONAL><NOM_DE_FAMILLE>le gall</NOM_DE_FAMILLE>"
        "<PRENOM>anne-sophie</PRENOM><DATE_NAISS>25/01/2012</DATE_NAISS><CODE_SEXE>2</CODE_SEXE>"
        "<MEL>Anne.Sophie@Example.org</MEL><CODE_MEF>10010012110</CODE_MEF>"
    )
    structures = placed(1, "6a") + placed(1, "6esp2", "6LATIN", kind="G")
    extraction = read(pupil(1, content), structures=structures)
    assert extraction.pupils == [
        IncomingPupil(
            line=1,
            last_name="LE GALL",
            first_name="Anne-Sophie",
            class_reference="6A",
            birth_date=datetime.date(2012, 1, 25),
            gender="F",
            sconet_id=1,
            elenoet="71",
            reference="123456789AA",
            email="anne.sophie@example.org",
            group_references=("6ESP2", "6LATIN"),
            tells_exit=True,
        )
    ]
    assert extraction.classes == [IncomingClass("6A", "6A", "6A", "6A", mef="10010012110")]
    assert [(each.reference, each.mef) for each in extraction.groups] == [
        ("6ESP2", "10010012110"),
        ("6LATIN", "10010012110"),
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("<NOM>AVANT</NOM>", "AVANT"),
        ("<NOM_DE_FAMILLE>FAMILLE</NOM_DE_FAMILLE>", "FAMILLE"),
        ("<NOM_DE_FAMILLE>FAMILLE</NOM_DE_FAMILLE><NOM_USAGE>USAGE</NOM_USAGE>", "USAGE"),
    ],
)
def test_read_name_of_each_layout(names, expected):
    extraction = read(pupil(1, f"{names}<PRENOM>Léa</PRENOM>"), structures=placed(1, "6A"))
    assert [each.last_name for each in extraction.pupils] == [expected]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("<ID_NATIONAL>0123456789A</ID_NATIONAL>", ("0123456789A", "")),
        ("<INE_BEA>0123456789A</INE_BEA><INE_RNIE>123456789BC</INE_RNIE>", ("123456789BC", "0123456789A")),
        ("<ID_NATIONAL>123456789BC</ID_NATIONAL><INE_RNIE>123456789BC</INE_RNIE>", ("123456789BC", "")),
    ],
)
def test_read_ine_of_each_layout(numbers, expected):
    extraction = read(pupil(1, NAMES + numbers), structures=placed(1, "6A"))
    assert [(each.reference, each.former_reference) for each in extraction.pupils] == [expected]


@pytest.mark.parametrize(
    ("content", "after"),
    [
        ("<SCOLARITE_ACTIVE><CODE_DIVISION>6B</CODE_DIVISION></SCOLARITE_ACTIVE>", ""),
        (
            "",
            (
                "<SCOLARITES><SCOLARITE_ELEVE ELEVE_ID='1'>"
                "<SCOLARITE><CODE_STRUCTURE>6B</CODE_STRUCTURE></SCOLARITE></SCOLARITE_ELEVE></SCOLARITES>"
            ),
        ),
    ],
)
def test_read_division_where_recent_files_put_it(content, after):
    assert people(read(pupil(1, NAMES + content), after=after)) == [("MARTIN Léa", "6B", ())]


def test_read_pupil_in_two_divisions_keeps_the_last_and_says_so():
    extraction = read(pupil(1), structures=placed(1, "6A", "6B"))
    assert people(extraction) == [("MARTIN Léa", "6B", ())]
    message = "MARTIN Léa est dans plusieurs divisions (6A, 6B) : la dernière est retenue."
    assert extraction.problems == [Problem(1, message)]


def test_read_pseudo_division_of_inactive_pupils_is_no_class():
    extraction = read(pupil(1), pupil(2, "<NOM>PETIT</NOM><PRENOM>Zoé</PRENOM>"), structures=placed(1, "Inactifs"))
    assert (extraction.classes, [each.full_name for each in extraction.without_class]) == (
        [],
        ["MARTIN Léa", "PETIT Zoé"],
    )


@time_machine.travel("2026-11-22")
def test_read_past_exit_sets_apart_and_future_exit_is_kept():
    leaving = "<DATE_SORTIE>{}</DATE_SORTIE>"
    extraction = read(
        pupil(1, NAMES + leaving.format("22/11/2026")),
        pupil(2, f"<NOM>PETIT</NOM><PRENOM>Zoé</PRENOM>{leaving.format('23/11/2026')}"),
        structures=placed(1, "6A") + placed(2, "6B"),
    )
    assert [(each.full_name, each.exit_on) for each in extraction.gone] == [("MARTIN Léa", datetime.date(2026, 11, 22))]
    assert [(each.full_name, each.exit_on) for each in extraction.pupils] == [
        ("PETIT Zoé", datetime.date(2026, 11, 23))
    ]
    # A class that only holds pupils who have left does not exist.
    assert [each.reference for each in extraction.classes] == ["6B"]


@pytest.mark.parametrize(("said", "tells_exit"), [("", True), ("22/11/2035", True), ("le 32 mai", False)])
def test_read_exit_that_cannot_be_read_says_nothing_of_it(said, tells_exit):
    extraction = read(pupil(1, f"{NAMES}<DATE_SORTIE>{said}</DATE_SORTIE>"), structures=placed(1, "6A"))
    assert [each.tells_exit for each in extraction.pupils] == [tells_exit]


def test_read_two_people_with_one_identifier_are_both_kept_without_it():
    other = "<NOM>PETIT</NOM><PRENOM>Zoé</PRENOM>"
    extraction = read(pupil(1), pupil(1, other), structures=placed(1, "6A"))
    assert people(extraction) == [("MARTIN Léa", "6A", ()), ("PETIT Zoé", "6A", ())]
    assert [each.sconet_id for each in extraction.pupils] == [None, None]
    said = Problem(2, "PETIT Zoé a le même Id Sconet que la ligne 1 : repris sans Id Sconet, comparé par son nom.")
    assert said in extraction.problems


def test_read_pupil_without_first_name_is_named_by_line():
    extraction = read(pupil(1), pupil(2, "<NOM>PETIT</NOM>"), structures=placed(1, "6A"))
    assert extraction.problems == [Problem(2, "prénom absent : élève ignoré.")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ResponsablesAvecAdresses.xml", "fichier des responsables de Siècle"),
        ("ExportXML_ResponsablesAvecAdresses.zip", "fichier des responsables de Siècle"),
        (f"sts_emp_{UAI}_2018.xml", "STS-Web"),
        ("Nomenclature.xml", "Nomenclature"),
        ("Communs.xml", "Communs"),
        ("tableur_eleves.csv", "n'est pas un fichier XML"),
        ("hostile/not_xml.xml", "mal formé"),
        ("hostile/not_a_zip.zip", "illisible"),
        ("hostile/zip_bomb.zip", "64 Mo"),
        ("hostile/zip_traversal.zip", "nom suspect"),
        ("hostile/xxe.xml", "DOCTYPE"),
        ("hostile/entity_expansion.xml", "DOCTYPE"),
    ],
)
def test_read_another_file_is_refused_and_named_s52(name, words):
    with pytest.raises(UnreadableFile, match=words):
        SOURCE.read(college(name))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<BEE_STRUCTURES/>", "fichier « Structures »"),
        (b"<BEE_AUTRE/>", "autre fichier de Siècle"),
        (b"<html/>", "page web"),
        (b"<inconnu/>", "fichier XML inconnu"),
        (zipped(), "ne contient pas de fichier XML"),
        (zipped(("note.txt", b"bonjour")), "ne contient pas de fichier XML"),
        (zipped(("a.zip", zipped(("b.xml", b"<BEE_ELEVES/>")))), "en contient une autre"),
        (zipped(*((f"{rank}.xml", b"<a/>") for rank in range(21))), "trop de fichiers"),
    ],
)
def test_read_what_no_import_brings_is_refused_in_words(data, words):
    with pytest.raises(UnreadableFile, match=words):
        SOURCE.read(data)


def test_read_truncated_document_is_refused_with_its_line():
    data = college("ElevesSansAdresses.xml")
    with pytest.raises(UnreadableFile, match=r"mal formé \(ligne \d+\)"):
        SOURCE.read(data[: len(data) // 2])


def test_read_finds_the_document_among_others_of_an_archive():
    archive = zipped(("lisez-moi.txt", b"bonjour"), ("x.xml", college("ElevesSansAdresses.xml")))
    assert people(SOURCE.read(archive)) == people(SOURCE.read(college("ElevesSansAdresses.xml")))


@pytest.mark.parametrize(
    ("name", "said"), [("hostile/other_school.xml", ("7501234R", 2018)), ("hostile/last_year.xml", (UAI, 2017))]
)
def test_read_says_which_school_and_year_the_file_is_of_s47(name, said):
    extraction = SOURCE.read(college(name))
    assert (extraction.uai, extraction.year) == said
