"""Relevés d'items: what a teacher, a pupil and a family read of the results of a class."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bilans.computing.choosing import chosen, linked, of_every_matiere, of_matiere, of_niveaux
from bilans.computing.collective import collective
from bilans.computing.figures import summary_of
from bilans.computing.inputs import Matiere, Niveau
from bilans.computing.levels import Level, Levels
from bilans.computing.releve import Outcome, by_item, releve, showing
from evaluations.scoring.means import mark_out_of_20
from evaluations.scoring.methods import Method
from evaluations.scoring.series import LookBack, Reason, ReportWindow, Result, Window
from evaluations.scoring.states import DEFAULT_STATES
from tests.bilans.class_5a import (
    A10,
    A11,
    A20,
    ALPHA,
    B10,
    B11,
    CHARLI,
    DELTA,
    ITEMS,
    MARKS,
    PUPILS,
    elsewhere,
    expected,
    levels,
    only,
)

OCTOBER = date(2026, 10, 1)
TODAY = date(2026, 11, 30)
YEAR = Window(date(2026, 8, 1), TODAY)


def calculated(item, **how):
    """The item, in a référentiel that computes otherwise."""
    domaine = replace(item.theme.domaine, referentiel=replace(item.referentiel, **how))
    return replace(item, theme=replace(item.theme, domaine=domaine))


def summaries(window=YEAR, marks=MARKS):
    return [sheet.general for sheet in releve(PUPILS, ITEMS, levels(window, marks)).sheets]


def test_releve_of_the_year_gives_the_scores_worked_by_hand_p149():
    found = [line for sheet in releve(PUPILS, ITEMS, levels(YEAR)).sheets for line in sheet.blocks[0].lines]
    assert [str(line.level.score) for line in found if line.level.score is not None] == expected("W17")
    assert [line.item for line in found if line.level.score is None] == [B10, B11]


def test_foot_of_a_releve_gives_both_means_and_the_percentage_p150():
    found = summaries()
    assert [str(one.weighted) for one in found] == expected("W18")
    assert [str(one.simple) for one in found] == expected("W19")
    assert [str(one.share.percent) for one in found] == expected("W20")
    assert [mark_out_of_20(one.weighted) for one in found] == [Fraction(mark) for mark in expected("W69")]


def test_foot_of_a_releve_explains_itself_p64():
    (block,) = releve(PUPILS, ITEMS, levels(YEAR)).sheets[1].blocks
    assert block.explained_mean(is_weighted=True).sentence == "(95 + 78×2 + 55 + 67) ÷ 5 = 373 ÷ 5 = 74,6 → 75"
    assert block.explained_mean(is_weighted=False).mean == block.summary.simple == 79
    assert block.explained_percent() == "4 A et 1 VA : (4×100 + 1×50) ÷ 5 = 90"


@pytest.mark.parametrize(("look_back", "number", "of_alpha"), [("non", "W66", 0), ("oui", "W67", 1)])
def test_period_and_look_back_change_figures_as_said_p151(look_back, number, of_alpha):
    window = Window(OCTOBER, TODAY, LookBack(look_back))
    assert [str(one.weighted) for one in summaries(window)] == expected(number)
    assert str(levels(window).level(ALPHA.key, A10).score) == expected("W68")[of_alpha]


def test_automatic_look_back_is_that_of_each_referentiel_p53_p151():
    same = Window(OCTOBER, TODAY, LookBack.NO)

    def automatic(item):
        return Levels(MARKS, ReportWindow(same, is_auto=True), DEFAULT_STATES).level(ALPHA.key, item).score

    assert automatic(A10) == 76
    assert automatic(calculated(A10, look_back=LookBack.NO)) == 89
    assert levels(same).level(ALPHA.key, A10).score == 89


def test_each_referentiel_computes_in_its_own_way_p44_p68():
    marks = {(ALPHA.key, key): [Result(OCTOBER, 1, "1", 0), Result(OCTOBER, 2, "4", 100)] for key in (10, 11)}
    given = levels(marks=marks)
    plain = calculated(A11, method=Method.PLAIN)
    assert [given.level(ALPHA.key, item).score for item in (A10, plain, A10)] == [67, 50, 67]


def test_general_mean_of_several_matieres_is_over_their_items_p152():
    svt = Matiere(2, "SVT", "Sciences de la vie et de la Terre")
    scored = [(item, levels().level(ALPHA.key, item)) for item in ITEMS]
    others = [(elsewhere(A10, 40 + score, matiere=svt), Level(score)) for score in (40, 90)]
    maths, other, whole = (summary_of(one, DEFAULT_STATES) for one in (scored, others, scored + others))
    assert list(map(str, (maths.weighted, other.weighted, whole.simple, whole.weighted))) == expected("W106")


def test_releve_of_several_matieres_has_a_block_for_each_p152():
    svt = Matiere(2, "SVT", "Sciences de la vie et de la Terre")
    item = elsewhere(A10, 40, matiere=svt)
    marks = {**MARKS, (ALPHA.key, item.key): [Result(OCTOBER, 9, "3", 67)]}
    first, second = releve(PUPILS, (*ITEMS, item), levels(YEAR, marks)).sheets[:2]
    assert [(block.matiere.reference, block.summary.weighted) for block in first.blocks] == [("MATHS", 69), ("SVT", 67)]
    assert [block.matiere.reference for block in second.blocks] == ["MATHS"]


def test_chosen_items_and_chosen_evaluations_make_a_releve_p153():
    found = releve(PUPILS, chosen(ITEMS, {A10.key, B11.key}), levels(YEAR))
    assert found.items == (A10, B11)
    assert levels(YEAR, only(MARKS, [1])).level(ALPHA.key, A10).score == 0


def test_cells_show_the_last_results_oldest_first_p154():
    line = releve([ALPHA], ITEMS, levels(YEAR)).sheets[0].blocks[0].lines[0]
    assert [result.code for result in line.last(3)] == ["1", "3", "4"]
    assert [result.code for result in line.last(2)] == ["3", "4"]
    assert line.last(0) == ()


def test_releve_by_item_holds_the_same_lines_p154():
    given = levels(YEAR)
    found = releve(PUPILS, ITEMS, given)
    turned = by_item(found, given)
    assert [sheet.item for sheet in turned] == list(ITEMS)
    assert {(pupil.key, line.item.key) for sheet in turned for pupil, line in sheet.lines} == {
        (sheet.pupil.key, line.item.key) for sheet in found.sheets for line in sheet.blocks[0].lines
    }
    assert [str(sheet.summary.simple) for sheet in turned] == expected("W22")


def test_succeeded_and_failed_items_alone_are_shown_and_figures_stay_p157():
    found = releve(PUPILS, ITEMS, levels(YEAR))

    def shown(outcome, pupil):
        sheet = next(one for one in showing(found, outcome).sheets if one.pupil == pupil)
        return [line.item for block in sheet.blocks for line in block.lines]

    assert shown(Outcome.SUCCEEDED, ALPHA) == [A10, B10, B11]
    assert shown(Outcome.FAILED, ALPHA) == []
    assert shown(Outcome.FAILED, DELTA) == [A11, A20, B10]
    assert [sheet.general for sheet in showing(found, Outcome.FAILED).sheets] == [one.general for one in found.sheets]


def test_items_of_a_document_are_those_that_were_asked_p157():
    left = Niveau(6, "6", "6e", is_active=False)
    gone = Matiere(3, "EDMUS", "Éducation musicale", is_active=False)
    sixth, music = elsewhere(A10, 50, niveau=left), elsewhere(A11, 51, matiere=gone)
    every = (*ITEMS, sixth, music)
    assert of_matiere(every, 1) == ITEMS
    assert of_matiere(every, 3) == (music,)
    assert of_every_matiere(every) == ITEMS
    assert chosen(every, {50, 51}) == (sixth, music)
    assert of_niveaux(every, [6]) == (sixth,)
    assert linked([A10, replace(A11, links=()), B11]) == (A10, B11)


def test_families_figures_are_those_of_what_they_may_see_p171():
    before = Window(*(YEAR.start, YEAR.end), seen_on=date(2026, 11, 5))
    after = Window(*(YEAR.start, YEAR.end), seen_on=date(2026, 11, 10))
    found = [releve([ALPHA], ITEMS, levels(window)).sheets[0].general.weighted for window in (before, after)]
    assert list(map(str, found)) == expected("W52")
    line = releve([ALPHA], ITEMS, levels(before)).sheets[0].blocks[0].lines[0]
    assert [result.code for result in line.results] == ["1", "3"]


def test_special_codes_alone_have_a_line_and_no_score_p48():
    marks = {(ALPHA.key, A10.key): [Result(OCTOBER, 1, "AB", None)]}
    found = releve([ALPHA, CHARLI], ITEMS, levels(YEAR, marks))
    (sheet,) = found.sheets
    assert [(line.item, line.level.score, line.level.state) for line in sheet.blocks[0].lines] == [(A10, None, None)]
    assert (sheet.general.weighted, sheet.general.simple, sheet.general.share.percent) == (None, None, None)
    assert sheet.general.share.acquired == ""


def test_absence_in_the_period_does_not_bring_older_results_back_p54():
    older = [Result(date(2026, 9, 1), 1, "4", 100), Result(date(2026, 10, 6), 2, "AB", None)]
    given = levels(Window(OCTOBER, TODAY), {(ALPHA.key, A10.key): older})
    (sheet,) = releve([ALPHA], ITEMS, given).sheets
    assert sheet.blocks[0].lines[0].level.score is None
    reasons = [reason for _result, reason in given.explained(ALPHA.key, A10).counted.left_out]
    assert reasons == [Reason.NOTHING_IN_PERIOD, Reason.SPECIAL]


def test_class_without_result_has_no_sheet_p176():
    found = releve(PUPILS, ITEMS, levels(Window(date(2025, 9, 1), date(2025, 12, 31))))
    assert (found.items, found.sheets) == ((), ())


def test_table_of_a_class_has_its_margins_both_ways_p155():
    weighted = collective(PUPILS, ITEMS, levels(YEAR), is_weighted=True)
    simple = collective(PUPILS, ITEMS, levels(YEAR), is_weighted=False)
    assert [str(column.margin.mean.score) for column in weighted.columns] == expected("W22")
    assert [str(column.margin.percent.score) for column in weighted.columns] == expected("W23")
    whole = (weighted.whole.mean.score, simple.whole.mean.score, weighted.whole.percent.score)
    assert list(map(str, whole)) == expected("W21")
    assert [column.levels[2] for column in weighted.columns] == list(weighted.rows[2].levels)
    assert weighted.rows[2].levels[3] == Level()


def test_table_colours_its_margins_by_the_states_p155():
    found = collective(PUPILS, ITEMS, levels(YEAR), is_weighted=True)
    assert [row.margin.mean.state.sigle for row in found.rows] == ["A", "A", "VA", "NA"]
    assert [column.margin.percent.state.sigle for column in found.columns] == ["A", "NA", "VA", "A", "A"]


def test_item_marked_by_nobody_in_the_period_is_no_column_p155():
    marks = {place: results for place, results in MARKS.items() if place[1] != A20.key}
    found = collective(PUPILS, ITEMS, levels(YEAR, marks), is_weighted=True)
    assert [column.item for column in found.columns] == [A10, A11, B10, B11]
