"""The simulator: typed series, eight methods side by side, every series of a length (P61–P63)."""

from dataclasses import replace

import pytest

from evaluations.scale.calculation import Calculation
from evaluations.scale.codes import Code
from evaluations.scale.simulation import BadSeries, every_sequence, read_series, side_by_side
from evaluations.scale.whole import DEFAULT_SCALE
from evaluations.scoring.methods import Method

SIX = replace(DEFAULT_SCALE, codes=tuple(Code(n, f"C{n}", f"Code {n}", 20 * (n - 1), n) for n in range(1, 7)))


@pytest.mark.parametrize(
    "typed", ["1 4 2", "142", "1,4;2", " 1/4 /2 ", "RR VV R", "rr vv r", "1 vv R", "RR\tVV\u00a0R", "1 4 2 ,"]
)
def test_series_is_read_in_keys_or_sigles_p61(typed):
    assert read_series(typed, DEFAULT_SCALE) == ["RR", "VV", "R"]


def test_special_codes_are_read_and_nothing_is_nothing_p61():
    assert read_series("1 ab 4 NE", DEFAULT_SCALE) == ["RR", "AB", "VV", "NE"]
    assert read_series("  ", DEFAULT_SCALE) == []


@pytest.mark.parametrize("typed", ["7", "1 4 X", "147", "<b>", "RRR", "²"])
def test_series_that_is_not_read_says_what_to_write_p61(typed):
    with pytest.raises(BadSeries) as refused:
        read_series(typed, DEFAULT_SCALE)
    assert "n'est pas un code : écrivez 1 (RR), 2 (R), 3 (V), 4 (VV), AB, DI, NE, NF, NN, NR" in str(refused.value)


def test_series_longer_than_a_schooling_is_refused_p61():
    assert len(read_series("1" * 100, DEFAULT_SCALE)) == 100
    with pytest.raises(BadSeries):
        read_series("1" * 101, DEFAULT_SCALE)


def test_eight_methods_stand_side_by_side_with_their_states_p62():
    lines = side_by_side(read_series("1 4 2 3 3 4 2", DEFAULT_SCALE), 3, DEFAULT_SCALE)

    assert [(line.explanation.score, line.explanation.state.sigle) for line in lines if line.explanation] == [
        (57, "VA"),
        (61, "A"),
        (67, "A"),
        (100, "A"),
        (84, "A"),
        (67, "A"),
        (33, "NA"),
        (100, "A"),
    ]


def test_method_that_does_not_take_the_limit_says_so_p62():
    lines = {line.method: line for line in side_by_side(["RR", "VV"], 10, DEFAULT_SCALE)}

    assert lines[Method.GEOMETRIC].explanation is None
    assert "les 1 à 5 derniers" in lines[Method.GEOMETRIC].refusal
    assert lines[Method.PLAIN].explanation


def test_line_of_the_school_is_marked_and_explains_itself_p61_p63():
    [line] = [line for line in side_by_side(["RR", "VV", "R"], 5, DEFAULT_SCALE) if line.is_school]

    assert (line.method, line.explanation.score) == (Method.GEOMETRIC, 47)
    assert line.explanation.sentence == "(0×1 + 100×2 + 33×4) ÷ 7 = 47,43 → 47 → Partiellement acquis"


def test_special_codes_alone_have_no_score_whatever_the_method_p48():
    lines = side_by_side(["AB", "NN"], 5, DEFAULT_SCALE)
    assert {line.explanation.sentence for line in lines if line.explanation} == {
        "Aucun résultat ne compte : pas de score."
    }


@pytest.mark.parametrize(
    ("scale", "sizes"), [(DEFAULT_SCALE, [4, 16, 64, 256]), (SIX, [6, 36, 216, 1296])], ids=["four", "six"]
)
def test_tables_hold_every_series_of_a_length_p61(scale, sizes):
    tables = [every_sequence(length, scale.calculation, scale) for length in (1, 2, 3, 4)]

    assert [len(table) for table in tables] == sizes
    assert [len({case.codes for case in table}) for table in tables] == sizes


def test_table_gives_the_score_of_each_series_p61():
    table = {
        " ".join(str(code.number) for code in case.codes): (case.score, case.state.sigle)
        for case in every_sequence(2, Calculation(Method.GEOMETRIC, 5), DEFAULT_SCALE)
    }
    assert (table["1 4"], table["4 1"], table["2 3"]) == ((67, "A"), (33, "NA"), (56, "VA"))
