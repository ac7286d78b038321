"""« Saisie déportée » and « cartouche » against what the software of 2012 wrote and understood, byte for byte."""

import pytest

from evaluations.paper.deported import write_csv
from evaluations.paper.reading import UnusableFile, read_file
from evaluations.paper.strips import Content, Wish, strips_of, write_strips
from tests.evaluations.entries_2012 import EVALUATIONS, KEYS, SIGLES, golden_bytes, sheet_2012, understood

STRIPS = {
    "SANS_nom_SANS_result_minimal": Wish(Content.BLANK, is_full=False),
    "AVEC_nom_SANS_result_complet": Wish(Content.NAMED),
    "AVEC_nom_SANS_result_minimal_req": Wish(Content.NAMED, is_full=False, is_narrow=True),
    "AVEC_nom_AVEC_result_complet": Wish(Content.RESULTS),
    "AVEC_nom_AVEC_result_complet_req": Wish(Content.RESULTS, is_narrow=True),
    "AVEC_nom_AVEC_result_minimal": Wish(Content.RESULTS, is_full=False),
}
READ = (
    "codes_varies",
    "codes_varies_bom",
    "codes_varies_utf8",
    "eleve_inconnu",
    "eleves_permutes",
    "guillemets",
    "pleine_telle_quelle",
    "vide_telle_quelle",
    "virgules",
)


@pytest.mark.parametrize("number", EVALUATIONS)
@pytest.mark.parametrize("kind", ["pleine", "vide"])
def test_file_to_fill_is_that_of_2012_byte_for_byte_p103(number, kind):
    written = write_csv(sheet_2012(number), KEYS, is_filled=kind == "pleine")
    assert written == golden_bytes(f"csv/{number}_C8_deportee_{kind}.csv")


def read(name):
    """What is understood of a file given back: pupil, item, key."""
    brought = read_file(golden_bytes(f"import/import_{name}"), sheet_2012("173"), KEYS)
    return {(pupil, item, KEYS.of[code]) for (pupil, item), code in brought.cells.items()}


def expected(name):
    """What was understood in 2012, of what this évaluation holds: codes of two signs are not codes."""
    sheet = sheet_2012("173")
    pupils, items = {each.id for each in sheet.pupils}, {each.id for each in sheet.items}
    answer = understood(f"import_{name}")
    return {each for each in answer if each[0] in pupils and each[1] in items and len(each[2]) == 1}


@pytest.mark.parametrize("name", READ)
def test_file_given_back_is_understood_as_in_2012_p104(name):
    assert read(f"{name}.csv") == expected(name)


def test_text_file_is_read_too_p104():
    assert read("txt.txt") == expected("txt")


def test_empty_first_cell_of_a_file_with_tabulations_is_kept_p104():
    # In 2012 it was lost, and each pupil had the codes of the one before.
    assert read("tabulations.csv") == expected("codes_varies_utf8") != expected("tabulations")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("vide.csv", "Ce fichier est vide"),
        ("sans_entete.csv", "ne porte le numéro d'aucun élève"),
        ("extension.xls", "ne porte le numéro d'aucun élève"),
    ],
)
def test_file_of_which_nothing_was_understood_is_refused_in_words_p104(name, why):
    with pytest.raises(UnusableFile, match=why):
        read(name)


@pytest.mark.parametrize("number", EVALUATIONS)
@pytest.mark.parametrize("kind", STRIPS)
def test_strips_in_text_are_those_of_2012_p106(number, kind):
    wish = STRIPS[kind]
    written = write_strips(strips_of(sheet_2012(number), wish, SIGLES), wish)
    assert written == golden_bytes(f"cartouche/{number}_C8_cartouche_{kind}.csv")
