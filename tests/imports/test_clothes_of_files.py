"""The same table, cut or whole, in a workbook or an archive, or another table; and the limits of a school."""

import datetime

import pytest

from imports.brought.extraction import UnreadableFile
from imports.identities.layouts import LAYOUTS, Headers
from imports.identities.lines import read_by_headers, read_by_layout
from imports.reading.class_references import told_apart
from imports.sources import sources
from tests.golden import DATA
from tests.imports.counting import calls_of
from tests.imports.damaged import (
    BASE,
    FILES,
    GUARDIANS,
    ONDE,
    PUPILS,
    STAFF,
    as_workbook,
    read_file,
    refusal,
    workbook,
    zipped,
)

# --- Cut files --------------------------------------------------------------------------------------------------------


def test_file_whose_rows_stop_at_their_last_child_is_read():
    names = ("parents_coupe.csv", "parents_coupe_temoin.csv")
    cut, whole = (read_file("base_eleves_parents", name).guardians for name in names)
    assert (cut, [len(guardian.children) for guardian in cut]) == (whole, [2, 1])


def test_file_whose_rows_are_shorter_than_its_titles_is_read():
    assert [pupil.last_name for pupil in read_file("onde_eleves", "onde_coupe.csv").pupils] == ["LAGRUME", "MIRABEAU"]


@pytest.mark.parametrize("length", range(1, 60))
def test_row_shorter_than_every_other_is_cut(length):
    """Wherever it stops before its last cell: a name alone, then a date, a level, a class…"""
    whole = "A;B;01/01/2016;M;CM2;CM2 A"
    data = f"{BASE}\n{whole}\n{whole}\n{whole[: min(length, whole.rindex(';'))]}".encode()
    assert "n'est pas entière" in refusal("base_eleves_eleves", data)


def test_row_cut_within_a_child_is_refused():
    data = (FILES / "parents_coupe.csv").read_bytes().removesuffix(b";CM1")
    told = refusal("base_eleves_parents", data)
    assert ("n'est pas entière" in told, "ajoutez une ligne vide" in told) == (True, True)


# --- Workbooks and archives -------------------------------------------------------------------------------------------


def test_extraction_of_onde_saved_as_a_workbook_is_read():
    extraction = read_file("onde_eleves", "onde_xlsx.xlsx")
    assert [(pupil.last_name, pupil.reference) for pupil in extraction.pupils] == [
        ("LAGRUME", "070832327JA"),
        ("MIRABEAU", "070832328JB"),
    ]
    assert [each.reference for each in extraction.classes] == ["4411_CM1"]


_ECOLE = {
    "base_eleves_eleves": "CSVExtraction.csv",
    "onde_eleves": "ONDE_CSVExtraction.csv",
    "base_eleves_parents": "CSVExtraction_Parents.csv",
    "onde_parents": "CSVExtraction_Parents.csv",
}


@pytest.mark.parametrize(("source", "name"), _ECOLE.items())
@pytest.mark.parametrize(
    "clothes",
    [
        as_workbook,
        lambda data: zipped(**{"CSVExtraction.csv": data}),
        lambda data: zipped(**{"E.xlsx": as_workbook(data)}),
        lambda data: zipped(**{"dossier/E.csv": data, "__MACOSX/dossier/._E.csv": b"\0\1"}),
    ],
    ids=["xlsx", "zip", "zip of xlsx", "zip of a Mac"],
)
def test_extraction_is_the_same_whatever_its_clothes(source, name, clothes):
    data = (DATA / "ecole" / name).read_bytes()
    plain, dressed = sources.get(source).read(data), sources.get(source).read(clothes(data))
    assert (dressed.pupils, dressed.guardians, dressed.classes) == (plain.pupils, plain.guardians, plain.classes)
    sources.get(source).glance(clothes(data))


def test_archive_of_two_tables_says_which_and_to_send_one():
    told = refusal("onde_eleves", zipped(**{"a.csv": b"x", "b.csv": b"y"}))
    assert ("« a.csv », « b.csv »" in told, "seul" in told) == (True, True)


def test_workbook_of_numbers_dates_and_formats_is_read_as_it_shows():
    data = workbook(
        ONDE.split(";"),
        [
            "A",
            "Ana",
            datetime.datetime(2016, 10, 3, tzinfo=datetime.UTC).replace(tzinfo=None),
            "F",
            "070832327JA",
            "CM1",
            "CM1 A",
            4411,
        ],
        ["B", "Bob", datetime.date(2016, 11, 5), "M", "70832328JB", "CM1", "CM1 A", 4411.0],
        formats=[("C2", "d mmm yyyy"), ("H2", "0.00E+00")],
    )
    extraction = sources.get("onde_eleves").read(data)
    assert [(each.birth_date.isoformat(), each.reference) for each in extraction.pupils] == [
        ("2016-10-03", "070832327JA"),
        ("2016-11-05", "070832328JB"),
    ]
    assert [each.reference for each in extraction.classes] == ["4411_CM1"]


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (60, "0.00E+00", "« 6,00E+01 », un nombre (6E1 ?)"),
        (600, "0,00E+00", "6E2 ?"),
        (datetime.datetime(2026, 4, 3, tzinfo=datetime.UTC).replace(tzinfo=None), "d-mmm", "3/4 ?"),
        (datetime.date(2026, 4, 3), "dd/mm/yyyy", "3/4 ?"),
        (datetime.time(6, 1), "hh:mm", "une heure"),
    ],
)
def test_class_that_a_workbook_holds_as_a_number_or_a_date_is_named(value, number_format, words):
    rows = (PUPILS.split(";"), ["1", "M", "A", "B", "", "", value, ""])
    assert words in refusal("tableur_eleves", workbook(*rows, formats=[("G2", number_format)]))


@pytest.mark.parametrize(
    ("value", "number_format", "kept"),
    [
        (261235123456, "0.00E+00", "261235123456"),
        (261235123456, "General", "261235123456"),
        (261000000000, "0.00E+00", ""),
        (123, "00000", "00123"),
        (123.0, "General", "123"),
    ],
)
def test_number_of_a_workbook_is_kept_when_all_its_digits_are_there(value, number_format, kept):
    rows = (PUPILS.split(";"), [value, "M", "A", "B", "", "", "6A", ""])
    (pupil,) = sources.get("tableur_eleves").read(workbook(*rows, formats=[("A2", number_format)])).pupils
    assert pupil.reference == kept


# --- Other files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [each.code for each in sources if "csv" in each.extensions])
def test_teachers_given_for_other_people_are_named(source):
    data = (FILES / "onde_enseignants.csv").read_bytes()
    for clothed in (data, as_workbook(data)):
        told = refusal(source, clothed)
        assert "une liste d'enseignants" in told
        assert "Importer professeurs & directeurs" in told


@pytest.mark.parametrize(("source", "name"), _ECOLE.items())
@pytest.mark.parametrize(
    "clothes", [bytes, as_workbook, lambda data: zipped(**{"x.csv": data})], ids=["csv", "xlsx", "zip"]
)
def test_no_message_sends_back_to_the_source_that_refuses(source, name, clothes):
    """Each file of a school, given to each source: refused, it is never said to be what that source wants."""
    data = clothes((DATA / "ecole" / name).read_bytes())
    for other in sources:
        told = _refusal_of(other, data)
        assert f"choisissez « {other.heading()} »" not in told
        assert told == "" or other.code != source


def _refusal_of(source, data: bytes) -> str:
    try:
        source.read(data)
    except UnreadableFile as error:
        return str(error)
    return ""


# --- Files of an ENT --------------------------------------------------------------------------------------------------


def test_export_of_openent_tells_homonyms_apart_by_their_number():
    data = (FILES / "ent_openent_sacoche.csv").read_bytes()
    for file in (read_by_layout(data, LAYOUTS["openent"]), read_by_headers(data, Headers())):
        assert [(line.full_name, line.value, line.sconet_id) for line in file.lines[:3]] == [
            ("HOMONY Léa", "3284894", 1541944),
            ("HOMONY Léa", "3284895", 1541945),
            ("LAGRUME Tom", "3284896", 1541946),
        ]
        assert file.lines[4].sconet_id is None


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        ("Id;Id Siecle;Type;Nom;Prénom;Login", "u1;12;Élève;MARTIN;Léa;lea"),
        ("Id;Type;Id Siecle;Nom;Prénom;Login", "u1;Élève;12;MARTIN;Léa;lea"),
        ("Nom;Prénom;Id;Login;Id Siècle", "MARTIN;Léa;u1;lea;12"),
        ("Id;Id Siecle;Type;Prénom;Nom;Login", "u1;12;Élève;Léa;MARTIN;lea"),
    ],
)
def test_titles_win_over_the_places_of_a_format(titles, row):
    (line,) = read_by_layout(f"{titles}\n{row}\n".encode(), LAYOUTS["openent"]).lines
    assert (line.value, line.sconet_id, line.last_name, line.first_name) == ("u1", 12, "MARTIN", "Léa")


@pytest.mark.parametrize(("separator", "other"), [(";", ","), (",", ";"), ("\t", ",")])
def test_separator_of_an_ent_is_that_of_its_title_line(separator, other):
    """Addresses and classes have the other separator, more often than the file has lines."""
    titles, row = ["Id", "Nom", "Prénom", "Classes"], ["u1", "MARTIN", "Léa", other.join("abcdefghij")]
    data = "\n".join(separator.join(cells) for cells in (titles, row)).encode()
    (line,) = read_by_layout(data, LAYOUTS["itop"]).lines
    assert (line.value, line.full_name) == ("u1", "MARTIN Léa")


def test_identifier_of_an_ent_that_a_spreadsheet_has_rounded_is_not_taken_up():
    data = 'Id;Id Siecle;Type;Nom;Prénom\n3,28E+06;1;Élève;A;B\nu2;1,54E+06;Élève;C;D\n="007";2;Élève;E;F\n'
    file = read_by_layout(data.encode(), LAYOUTS["openent"])
    assert [(line.value, line.sconet_id) for line in file.lines] == [("u2", None), ("007", 2)]
    assert [problem.line for problem in file.problems] == [2, 3, 4]


# --- Limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "data", "words"),
    [
        ("base_eleves_eleves", BASE + "\n" + "".join(f"A{n};B;;M;CM2;CM2 {n}\n" for n in range(250_000)), "personnes"),
        ("onde_eleves", ONDE + "\n" + "".join(f"A{n};B;;M;;CM2;C{n};{n}\n" for n in range(2_100)), "classes"),
        ("tableur_eleves", PUPILS + "\n" + "".join(f"{n};M;A;B;;;6A;G{n}\n" for n in range(2_100)), "classes"),
        (
            "tableur_professeurs",
            STAFF + "\n" + "".join(f"{n};M;A;B;ENS;;C{n}|D{n}\n" for n in range(1_100)),
            "classes ou groupes",
        ),
        (
            "siecle_eleves",
            "<BEE_ELEVES><DONNEES><ELEVES>"
            + "<ELEVE><NOM>A</NOM><PRENOM>B</PRENOM></ELEVE>" * 20_001
            + "</ELEVES></DONNEES></BEE_ELEVES>",
            "personnes",
        ),
    ],
    ids=["pupils", "classes", "groups", "classes of staff", "siecle"],
)
def test_file_of_more_than_a_school_is_refused_by_a_limit_that_is_said(source, data, words):
    told = refusal(source, data.encode())
    assert words in told
    assert ("20\u202f000" if words == "personnes" else "2\u202f000") in told


def test_file_of_250_000_classes_is_refused_after_reading_no_more_rows_than_the_limit():
    data = (BASE + "\n" + "".join(f"A{n};B;;M;CM2;CM2 {n}\n" for n in range(250_000))).encode()
    assert calls_of(lambda: refusal("base_eleves_eleves", data)) < 40 * 20_000


@pytest.mark.parametrize(
    ("source", "header", "row"),
    [
        ("base_eleves_eleves", BASE, "A{0};B;01/01/2016;M;CM2;CM2 {0}"),
        ("onde_eleves", ONDE, "A{0};B;01/01/2016;M;;CM2;CM2 {0};{0}"),
        ("tableur_eleves", PUPILS, "{0};M;A{0};B;;;C{0};G{0}"),
        ("tableur_professeurs", STAFF, "{0};M;A{0};B;ENS;;C{0};"),
        ("tableur_parents", GUARDIANS, "{0};M;A{0};B;;;;;;59000;LILLE;FRANCE;k{0};k{0}"),
    ],
)
def test_reading_is_linear(source, header, row):
    """Four times the rows, four times the calls and no more: every row with its own class, the worst case."""

    def calls(rows: int) -> int:
        # Other names each time: what was cleaned once is kept.
        data = "\n".join([header, *(row.format(f"{rows}{number:04}") for number in range(rows)), ""]).encode()
        return calls_of(lambda: sources.get(source).read(data))

    calls(100)  # What is only done once.
    assert calls(800) < 4.4 * calls(200)


class Compared(str):
    """A text that counts what it is compared with."""

    comparisons = 0

    def __eq__(self, other):
        type(self).comparisons += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("reference", ["C{}", "SAME"])
def test_references_are_told_apart_in_as_many_comparisons_as_there_are_classes(reference):
    def comparisons(number: int) -> int:
        Compared.comparisons = 0
        told = told_apart({f"{n:05}": Compared(reference.format(n)) for n in range(number)})
        assert len(set(map(str, told.values()))) == number
        return Compared.comparisons

    assert comparisons(1600) <= 4.4 * comparisons(400) + 10
