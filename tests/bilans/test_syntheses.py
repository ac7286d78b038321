"""Synthèses, grilles d'items and bilan chronologique."""

from dataclasses import replace
from datetime import date

import pytest

from bilans.computing.chronology import Period, chronology
from bilans.computing.grille import Pruning, blank, grilles, pruned
from bilans.computing.grille import showing as emptied
from bilans.computing.inputs import Niveau, Synthesis
from bilans.computing.releve import Outcome
from bilans.computing.synthese import synthese
from evaluations.scoring.series import LookBack, ReportWindow, Result, Window
from evaluations.scoring.states import DEFAULT_STATES
from referentiels.enums import Synthesis as StoredSynthesis
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
)

YEAR = Window(date(2026, 8, 1), date(2026, 11, 30))


def with_synthesis(item, how):
    domaine = replace(item.theme.domaine, referentiel=replace(item.referentiel, synthesis=how))
    return replace(item, theme=replace(item.theme, domaine=domaine))


# ---------------------------------------------------------------- synthèses


def test_formats_of_synthesis_are_those_that_are_stored():
    assert {one.value for one in Synthesis} == set(StoredSynthesis.values)


def test_bar_of_a_domaine_counts_the_states_of_its_items_p159():
    bars = [sheet.matieres[0].bars[0] for sheet in synthese(PUPILS, ITEMS, levels(YEAR)).sheets]
    assert [bar.name for bar in bars] == ["Nombres"] * 4
    said = [" ".join(f"{count} {state.sigle}" for state, count in reversed(bar.share.counts)) for bar in bars]
    assert said == expected("W73")


def test_format_of_synthesis_is_forced_for_all_p159():
    (sheet,) = synthese([ALPHA], ITEMS, levels(YEAR), forced=Synthesis.THEME).sheets
    assert [bar.name for bar in sheet.matieres[0].bars] == ["Fractions", "Calcul", "Solides"]
    assert sheet.matieres[0].total.counted == "3A 2VA 0NA"


@pytest.mark.parametrize("formless", [Synthesis.NONE, Synthesis.UNKNOWN])
def test_referentiel_without_a_format_is_left_out_and_told_p159(formless):
    others = [with_synthesis(elsewhere(item, item.key + 100), formless) for item in ITEMS]
    marks = {**MARKS, **{(pupil, item + 100): results for (pupil, item), results in MARKS.items()}}
    found = synthese(PUPILS, [*ITEMS, *others], levels(YEAR, marks))
    assert found.sheets == synthese(PUPILS, ITEMS, levels(YEAR)).sheets
    assert [one.synthesis for one in found.left_out] == [formless] * len(others)
    assert synthese(PUPILS, others, levels(YEAR, marks)).sheets == ()
    assert synthese(PUPILS, others, levels(YEAR, marks), forced=Synthesis.DOMAINE).left_out == ()


def test_items_without_a_score_are_told_apart_and_make_no_bar_p159():
    (sheet,) = synthese([CHARLI], ITEMS, levels(YEAR)).sheets
    nombres, espace = sheet.matieres[0].bars
    assert [line.item for line in nombres.lines] == [A10, A11, A20]
    assert ([line.item for line in espace.lines], espace.unscored) == ([B11], (B10,))
    absent = {(CHARLI.key, B10.key): MARKS[CHARLI.key, B10.key]}
    assert synthese([CHARLI], ITEMS, levels(YEAR, absent)).sheets == ()


def test_rows_of_one_name_are_merged_across_niveaux_when_asked_p159():
    quatrieme = Niveau(4, "4", "4e")
    item = elsewhere(A20, 60, niveau=quatrieme, name="CALCUL !")
    marks = {**MARKS, (ALPHA.key, item.key): [Result(date(2026, 10, 1), 9, "4", 100)]}

    def bars(*, is_merged):
        found = synthese([ALPHA], [*ITEMS, item], levels(YEAR, marks), forced=Synthesis.THEME, is_merged=is_merged)
        return [
            (bar.name, [one.reference for one in bar.niveaux], bar.share.counted)
            for bar in found.sheets[0].matieres[0].bars
        ]

    apart = [("Fractions", ["5"], "1A 1VA 0NA"), ("Calcul", ["5"], "0A 1VA 0NA"), ("Solides", ["5"], "2A 0VA 0NA")]
    assert bars(is_merged=False) == [*apart, ("CALCUL !", ["4"], "1A 0VA 0NA")]
    assert bars(is_merged=True) == [apart[0], ("Calcul", ["5", "4"], "1A 1VA 0NA"), apart[2]]


# ---------------------------------------------------------------- grilles


def test_blank_grille_has_every_item_and_nothing_else_p158():
    sheet = blank(ITEMS)
    lines = [line for domaine in sheet.domaines for theme in domaine.themes for line in theme.lines]
    assert (sheet.pupil, [line.item for line in lines]) == (None, list(ITEMS))
    assert [(line.level.score, line.results) for line in lines] == [(None, ())] * 5
    names = [[theme.theme.name for theme in one.themes] for one in sheet.domaines]
    assert names == [["Fractions", "Calcul"], ["Solides"]]


def test_grille_of_a_pupil_keeps_the_items_that_he_was_not_marked_on_p158():
    (sheet,) = grilles([DELTA], ITEMS, levels(YEAR))
    lines = [line for domaine in sheet.domaines for theme in domaine.themes for line in theme.lines]
    assert [line.level.score for line in lines] == [52, 33, 0, 0, None]


def test_acquired_lines_alone_are_filled_and_the_others_stay_empty_p158():
    (sheet,) = grilles([ALPHA], ITEMS, levels(YEAR))
    shown = emptied(sheet, Outcome.SUCCEEDED)
    lines = [line for domaine in shown.domaines for theme in domaine.themes for line in theme.lines]
    assert [line.item for line in lines] == list(ITEMS)
    assert [line.level.score for line in lines] == [76, None, None, 100, 100]
    assert [bool(line.results) for line in lines] == [True, False, False, True, True]


@pytest.mark.parametrize(
    ("pruning", "left"),
    [
        (Pruning.NONE, ITEMS),
        (Pruning.DOMAINES, (A10, A11, A20)),
        (Pruning.THEMES, (A10, A11)),
        (Pruning.ITEMS, (A10,)),
    ],
)
def test_grille_is_pruned_to_what_was_evaluated_p158(pruning, left):
    marks = {(ALPHA.key, A10.key): MARKS[ALPHA.key, A10.key]}
    assert pruned(PUPILS, ITEMS, levels(YEAR, marks), pruning) == left


# ---------------------------------------------------------------- bilan chronologique

MONTHS = (
    Period("septembre", date(2026, 9, 1), date(2026, 9, 30)),
    Period("octobre", date(2026, 10, 1), date(2026, 10, 31)),
    Period("novembre", date(2026, 11, 1), date(2026, 11, 30)),
)


def curve(pupil, look_back):
    window = ReportWindow(Window(look_back=LookBack(look_back)))
    return [point.summary.simple for point in chronology(pupil, ITEMS, MARKS, MONTHS, window, DEFAULT_STATES)]


def test_curve_of_a_pupil_has_a_point_a_period_p160():
    assert list(map(str, curve(ALPHA, "oui"))) == expected("W70")
    assert list(map(str, curve(ALPHA, "non"))) == expected("W71")


def test_period_without_a_score_is_no_point_and_never_nought_p160():
    assert curve(CHARLI, "oui")[0] is None
    assert list(map(str, curve(CHARLI, "oui")[1:])) == expected("W72")
