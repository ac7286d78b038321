"""The relevé « bulletin », and its file for Gepi."""

from datetime import date
from fractions import Fraction

from bilans.computing.bulletin import bulletin
from bilans.computing.gepi import Part, gepi_file
from evaluations.scoring.series import Result, Window
from tests.bilans.class_5a import A10, ALPHA, BRAVO, ITEMS, PUPILS, expected, levels

YEAR = Window(date(2026, 8, 1), date(2026, 11, 30))


def test_bulletin_gives_a_mark_and_a_sentence_to_each_p156():
    found = bulletin(PUPILS, ITEMS, levels(YEAR))
    assert [line.mark for line in found.lines] == [Fraction(mark) for mark in expected("W69")]
    assert (found.lines[1].pupil, found.lines[1].mark) == (BRAVO, 15)
    assert found.lines[1].sentence == "90% d'items acquis (4A 1VA 0NA)"


def test_line_of_the_class_is_the_mean_of_percentages_divided_by_five_p156():
    found = bulletin(PUPILS, ITEMS, levels(YEAR))
    # Not the mean of the marks, which is another figure of another document.
    assert expected("W102") == ["11.1", "11.0"]
    assert (found.mean, found.mark, found.percent) == (55, 11, 65)


def test_pupil_without_score_has_no_mark_and_never_nought_p156():
    marks = {(ALPHA.key, A10.key): [Result(date(2026, 10, 1), 1, "AB", None)]}
    found = bulletin([ALPHA], ITEMS, levels(YEAR, marks))
    assert (found.lines[0].mark, found.lines[0].sentence, found.mark) == (None, "", None)
    assert gepi_file(found, {}, Part.BOTH) == b"GEPI_IDENTIFIANT;NOTE;APPRECIATION\r\n;;\r\n"


def test_file_for_gepi_brings_marks_sentences_or_both_p156():
    found = bulletin(PUPILS[:1], ITEMS, levels(YEAR))
    lines = {part: gepi_file(found, {ALPHA.key: "gepi0025"}, part).splitlines()[1] for part in Part}
    assert lines == {
        Part.MARK: b"gepi0025;13,8",
        Part.APPRECIATION: b"gepi0025;;80% d'items acquis (3A 2VA 0NA)",
        Part.BOTH: b"gepi0025;13,8;80% d'items acquis (3A 2VA 0NA)",
    }
