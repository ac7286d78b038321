"""Files of absences: a file of each layout with exact rows, and what is not the file that it should be."""

import datetime

import pytest

from bilans.absences.deciding import KnownPupil, Outcome, decide
from bilans.absences.half_days import half_days
from bilans.absences.layouts import layouts
from bilans.absences.lines import Brought, brought_by
from bilans.absences.rows import UnreadableFile, read_rows
from bilans.computing.attendance import Figures
from schools.calendar import Days
from tests.bilans.absences import files

ANNA = KnownPupil(1, "ALPHA", "Anna", reference="060000001AB", elenoet="1001", class_names=frozenset({"5a"}))
BEN = KnownPupil(2, "BRAVO", "Ben", elenoet="1002", class_names=frozenset({"5a"}))
CHLOE = KnownPupil(3, "CHARLIE", "Chloé", class_label="5A", class_names=frozenset({"5a"}))
CLASS = (ANNA, BEN, CHLOE)


def read(code: str, data: bytes) -> Brought:
    layout = layouts()[code]
    return brought_by(read_rows(data, layout), layout)


def decided(code: str, data: bytes, pupils=CLASS, **options):
    layout = layouts()[code]
    return decide(read(code, data).lines, pupils, counts=layout.counts, told=layout.told, **options)


def figures(found) -> dict[str, tuple]:
    return {each.name: tuple(each.after) for each in found if each.outcome is Outcome.MODIFIED}


def refusal(code: str, data: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(code, data)
    return str(refused.value)


# --- Each layout ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", layouts())
def test_file_of_each_layout_gives_the_figures_of_a_pupil(code):
    data, expected = files.FILES[code]

    assert figures(decided(code, data))["ALPHA Anna"] == expected


ROWS = {
    "own": {"ALPHA Anna": (8, 3, 2, 1), "BRAVO Ben": (0, 0, None, None), "CHARLIE Chloé": (4, None, 1, 0)},
    "siecle": {"ALPHA Anna": (8, 3, 2, None), "CHARLIE Chloé": (0, 0, 5, None)},
    "gepi": {"ALPHA Anna": (8, 3, 2, None), "BRAVO Ben": (1, 0, 0, None)},
    "pronote_absences": {"ALPHA Anna": (3, 1, None, None)},
    "pronote_retards": {"ALPHA Anna": (None, None, 2, 1)},
    "moliere": {"ALPHA Anna": (8, None, 2, None), "BRAVO Ben": (0, None, 1, None)},
    "ent77": {"ALPHA Anna": (8, 3, 2, None), "BRAVO Ben": (1, 0, 0, None)},
    "elyco": {"ALPHA Anna": (3, 1, 1, 1), "BRAVO Ben": (1, 1, 0, 0)},
}


@pytest.mark.parametrize("code", layouts())
def test_file_of_each_layout_gives_exact_rows_and_nothing_else(code):
    found = decided(code, files.FILES[code][0])

    assert figures(found) == ROWS[code]
    assert [each.name for each in found if each.outcome is Outcome.UNKNOWN] == UNKNOWN.get(code, [])


UNKNOWN = {"siecle": ["ZOULOU Zoé"]}


@pytest.mark.parametrize("code", layouts())
def test_file_of_each_layout_is_read_in_its_archive(code):
    data, expected = files.FILES[code]
    name = "Export.xml" if layouts()[code].shape == "document" else "Export.csv"
    archive = files.zipped((f"dossier/{name}", data), (f"__MACOSX/._{name}", b"x"), ("lisez-moi.md", b"x"))

    assert figures(decided(code, archive))["ALPHA Anna"] == expected


def test_own_table_leaves_what_is_empty_as_it_is():
    found = figures(decided("own", files.FILES["own"][0]))

    assert found == {
        "ALPHA Anna": (8, 3, 2, 1),
        "BRAVO Ben": (0, 0, None, None),
        "CHARLIE Chloé": (4, None, 1, 0),
    }


def test_own_table_is_read_as_a_workbook_too():
    heads = ["NOM", "Prénom", "abs", "abs_nj", "ret", "ret_nj"]

    found = decided("own", files.workbook([heads, ["Bravo", "BEN", 12, 2, 0, None]]))

    assert figures(found) == {"BRAVO Ben": (12, 2, 0, None)}


def test_siecle_gives_three_figures_by_number_then_by_name_and_lists_who_is_unknown():
    data, _ = files.FILES["siecle"]
    brought, found = read("siecle", data), decided("siecle", data)

    assert (brought.uai, brought.year, brought.period) == ("0341234G", 2026, "Trimestre 1")
    assert (brought.first_day, brought.last_day) == (datetime.date(2026, 9, 1), datetime.date(2026, 11, 30))
    assert [(each.name, each.outcome, tuple(each.after)) for each in found] == [
        ("ALPHA Anna", Outcome.MODIFIED, (8, 3, 2, None)),
        ("CHARLIE Chloé", Outcome.MODIFIED, (0, 0, 5, None)),
        ("ZOULOU Zoé", Outcome.UNKNOWN, (None, None, None, None)),
    ]


def test_pronote_counts_a_half_day_once_and_it_is_unjustified_as_soon_as_one_absence_is():
    [anna] = read("pronote_absences", files.FILES["pronote_absences"][0]).lines

    assert anna.half_days == {"2026-10-12M": False, "2026-10-12A": False, "2026-10-13M": True}


def test_pronote_gives_none_to_the_pupils_whom_it_does_not_name():
    found = decided("pronote_absences", files.FILES["pronote_absences"][0], others_have_none=True)

    assert [(each.name, each.outcome, tuple(each.after)) for each in found] == [
        ("ALPHA Anna", Outcome.MODIFIED, (3, 1, None, None)),
        ("BRAVO Ben", Outcome.NONE, (0, 0, None, None)),
        ("CHARLIE Chloé", Outcome.NONE, (0, 0, None, None)),
    ]


def test_elyco_counts_half_days_and_lates_row_after_row():
    found = figures(decided("elyco", files.FILES["elyco"][0]))

    assert found == {"ALPHA Anna": (3, 1, 1, 1), "BRAVO Ben": (1, 1, 0, 0)}


def test_what_is_listed_outside_the_period_of_the_class_is_left_aside():
    short = KnownPupil(1, "ALPHA", "Anna", days=Days(datetime.date(2026, 9, 1), datetime.date(2026, 10, 12)))

    [anna] = decided("pronote_absences", files.FILES["pronote_absences"][0], pupils=[short])

    assert (tuple(anna.after), anna.ignored) == ((2, 0, None, None), 1)


# --- Half-days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ("2026-10-12 08:00", "2026-10-12 17:00", ["2026-10-12M", "2026-10-12A"]),
        ("2026-10-12 10:00", "2026-10-12 13:00", ["2026-10-12M"]),
        ("2026-10-12 13:00", "2026-10-12 14:00", ["2026-10-12A"]),
        ("2026-10-12 12:59", "2026-10-12 13:01", ["2026-10-12M", "2026-10-12A"]),
        # From a Saturday to a Monday: nobody has lessons on Sunday.
        ("2026-10-10 14:00", "2026-10-12 12:00", ["2026-10-10A", "2026-10-12M"]),
    ],
)
def test_day_is_cut_at_one_o_clock(begins, ends, expected):
    assert half_days(*map(datetime.datetime.fromisoformat, (begins, ends))) == expected


def test_absence_over_several_days_has_at_most_the_half_days_that_the_software_gives():
    days = [datetime.datetime.fromisoformat(day) for day in ("2026-10-12 08:00", "2026-10-14 17:00")]

    assert half_days(*days, at_most=5) == ["2026-10-12M", "2026-10-12A", "2026-10-13M", "2026-10-13A", "2026-10-14M"]


# --- Who is who -------------------------------------------------------------------------------------------------------

TWINS = (KnownPupil(8, "MARTIN", "Léa", class_label="5A"), KnownPupil(9, "MARTIN", "Léa", class_label="5B"))
HEADS = b"NOM;Pr\xe9nom;Classe;abs;abs_nj;ret;ret_nj\r\n"


def test_two_homonyms_without_a_number_are_listed_and_neither_is_written():
    found = decided("own", HEADS + b"MARTIN;L\xe9a;;1;0;0;0\r\n", pupils=TWINS, others_have_none=True)

    assert [(each.outcome, each.reason) for each in found] == [
        (Outcome.HOMONYMS, "2 élèves portent ce nom : 5A, 5B"),
    ]


def test_class_of_the_file_tells_two_homonyms_apart():
    pupils = (TWINS[0], KnownPupil(9, "MARTIN", "Léa", class_names=frozenset({"5b", "cinquieme b"})))

    [found] = decided("own", HEADS + "MARTIN;Léa;Cinquième B;1;0;0;0\r\n".encode("cp1252"), pupils=pupils)

    assert (found.pupil.id, found.outcome) == (9, Outcome.MODIFIED)


def test_number_of_somebody_else_is_not_believed_and_nobody_is_written():
    data = b"Elenoet;NOM;Pr\xe9nom;abs;abs_nj;ret;ret_nj\r\n1001;ZOULOU;Zo\xe9;7;0;0;0\r\n"

    found = decided("own", data, others_have_none=True, pupils=[ANNA])

    assert [(each.outcome, each.reason) for each in found] == [
        (Outcome.IMPOSSIBLE, "son numéro est celui de ALPHA Anna"),
    ]


def test_two_lines_for_one_pupil_are_shown_and_not_added_up():
    data = b"Elenoet;NOM;Pr\xe9nom;abs;abs_nj;ret;ret_nj\r\n1001;;;7;0;0;0\r\n;ALPHA;Anna;2;0;0;0\r\n"

    found = decided("own", data)

    assert {each.outcome for each in found} == {Outcome.IMPOSSIBLE}
    assert found[0].reason == "plusieurs lignes sont pour cet élève : 2, 3"


def test_more_unjustified_than_all_of_them_is_not_written():
    [found] = decided("own", b"NOM;Pr\xe9nom;abs;abs_nj;ret;ret_nj\r\nBRAVO;Ben;2;3;0;0\r\n")

    assert (found.outcome, found.reason) == (Outcome.IMPOSSIBLE, "Absences non justifiées : 3, plus que le total (2).")


def test_number_that_a_file_does_not_tell_stays_unless_it_contradicts_the_new_one():
    kept = KnownPupil(1, "ALPHA", "Anna", figures=Figures(9, 9, 4, 3))
    line = "<r><eleve nomEleve='ALPHA' prenomEleve='Anna' nbAbs='8' nbNonJustif='3' nbRet='{}'/></r>"

    [found] = decided("siecle", line.format(5).encode(), pupils=[kept])
    [refused] = decided("siecle", line.format(2).encode(), pupils=[kept])

    assert tuple(found.after) == (8, 3, 5, 3)
    assert refused.reason == "Retards non justifiés : 3, plus que le total (2)."


def test_pupil_with_a_row_that_cannot_be_read_is_left_whole_as_he_is():
    data = files.PRONOTE_ABSENCES.replace("<DATE_DEBUT>12/10/2026", "<DATE_DEBUT>31/02/2026").encode()

    found = decided("pronote_absences", data, others_have_none=True, pupils=[ANNA])

    assert [(each.outcome, each.reason) for each in found] == [
        (Outcome.IMPOSSIBLE, "ligne 3, « 31/02/2026 » n'est pas une date, comme 12/10/2026"),
    ]


@pytest.mark.parametrize("typed", ["1000", "-1", "3,5", "trois"])
def test_number_that_is_none_of_a_pupil_s_leaves_him_as_he_is(typed):
    [found] = decided("own", f"NOM;Prénom;abs;abs_nj;ret;ret_nj\nBRAVO;Ben;{typed};;;\n".encode())

    assert found.outcome is Outcome.IMPOSSIBLE
    assert f"« {typed} » n'est pas un nombre entier de 0 à 999" in found.reason


# --- What is not the file that it should be ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "title", "changed"),
    [
        ("own", "ret_nj", "retards nj"),
        ("siecle", "nbNonJustif", "nbNJ"),
        ("pronote_absences", "DATE_DEBUT", "DATE1"),
        ("pronote_retards", "REGLE", "OK"),
        ("moliere", "Nb ret.", "Retards"),
        ("ent77", "Abs tot.", "Total"),
        ("elyco", "Type de dossier", "Dossier"),
    ],
)
def test_header_that_changed_names_the_column_that_is_missing(code, title, changed):
    data, _ = files.FILES[code]
    encoding = {"siecle": "iso8859-15", "moliere": "cp1252", "elyco": "utf-16"}.get(code, "utf-8-sig")

    said = refusal(code, data.decode(encoding).replace(title, changed).encode(encoding))

    assert f" « {title} » manque dans ce fichier. « {layouts()[code].label} » attend " in said


def test_names_that_are_missing_are_named_when_no_number_is_there():
    assert refusal("own", b"abs;abs_nj;ret;ret_nj\r\n1;0;0;0\r\n").startswith(
        "Les colonnes « NOM » et « Prénom » manquent dans ce fichier."
    )


def test_gepi_is_read_by_its_places_only_when_it_has_its_seven_columns():
    without_class = "\n".join(line.replace('"5A";', "") for line in files.GEPI.replace('"classe";', "").split("\n"))

    assert "manquent dans ce fichier" in refusal("gepi", without_class.encode())


@pytest.mark.parametrize(
    ("code", "data", "said"),
    [
        ("own", b"", "Ce fichier est vide"),
        ("own", b"%PDF-1.7", "un document PDF"),
        ("own", b"<html></html>", "C'est un fichier XML ou une page web"),
        ("own", b'NOM;Pr\xe9nom;abs;abs_nj;ret;ret_nj\r\n"BRAVO;Ben;1;0;0;0\r\n', "un guillemet ouvert"),
        ("siecle", b"NOM;abs", "Ici, il faut SIECLE_exportAbsence.xml"),
        ("siecle", b"<a><eleve nomEleve='A' prenomEleve='B' nbAbs='1'", "mal formé"),
        ("siecle", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE"),
        ("siecle", b"<a><b/></a>", "« nomEleve » et « prenomEleve » et « nbAbs »"),
        ("own", files.zipped(("a.csv", b"x"), ("b.csv", b"y")), "plusieurs fichiers"),
        ("siecle", files.zipped(("a.csv", b"x")), "ne contient pas de fichier .xml"),
        ("own", files.zipped(("a.csv", b"0" * 70 * 1024 * 1024)), "se déplie au-delà"),
        ("own", b"PK\x03\x04 damaged", "abîmée"),
    ],
)
def test_file_that_is_not_the_right_one_is_refused_in_words(code, data, said):
    assert said in refusal(code, data)


def test_cells_dressed_by_a_spreadsheet_are_read_as_they_were_meant():
    data = 'Elenoet;NOM;Prénom;abs;abs_nj;ret;ret_nj\r\n="01001";"ALPHA";"Anna";\'8;3,0;2\xa0;\r\n'.encode()

    assert figures(decided("own", data)) == {"ALPHA Anna": (8, 3, 2, None)}
