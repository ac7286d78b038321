"""What results say of the socle: the grid of 2006 and its panel, the relevé de maîtrise, the degrees of 2016."""

from dataclasses import replace
from datetime import date

import pytest

from bilans.computing.inputs import Decided, Decision, Entry, Item, Matiere, Niveau, Pilier, Pupil, SocleDomaine
from bilans.computing.mastery import mastery
from bilans.computing.percentages import AUTOMATIC, Harvest, Shares, panel
from bilans.computing.socle_2016 import CycleLine, proposals
from evaluations.scoring.series import Reason, Result, Window
from referentiels.tree import SocleLink
from tests.bilans.class_5a import (
    A10,
    A11,
    A20,
    ALPHA,
    CHARLI,
    DELTA,
    ENTRY,
    ITEMS,
    MARKS,
    MATHS,
    PUPILS,
    elsewhere,
    expected,
    levels,
)

CALCULATING = Entry(ENTRY, "Mener un calcul", SocleDomaine(1, "Nombres et calculs", Pilier(3, "3", "Mathématiques")))
SPEAKING = Entry(411, "Dialoguer", SocleDomaine(2, "Dialoguer", Pilier(2, "2", "Langue", is_language=True)))
OTHER = replace(CALCULATING, key=312)


def shares(items=ITEMS, marks=MARKS, harvest=AUTOMATIC, window=None):
    return Shares(items, levels(window, marks), harvest)


# ---------------------------------------------------------------- the grid


def test_percentage_of_a_cell_is_that_worked_by_hand_p126():
    found = [shares().share(pupil, CALCULATING) for pupil in PUPILS]
    assert [str(share.percent) for share in found] == expected("W54")
    assert [share.counted for share in found] == expected("W55")
    assert found[0].acquired == "67% acquis (1A 2VA 0NA)"
    assert shares().share(ALPHA, OTHER).percent is None


def test_matiere_unticked_leaves_nothing_p127():
    assert shares(harvest=Harvest(frozenset({99}))).share(ALPHA, CALCULATING).percent is None
    assert shares(harvest=Harvest(frozenset({MATHS.key}))).share(ALPHA, CALCULATING).percent == 67


ANGLAIS, ESPAGNOL = 132, 134
AGL = Matiere(20, "AGL", "Anglais", is_language=True, language=ANGLAIS)
ESP = Matiere(21, "ESP", "Espagnol", is_language=True, language=ESPAGNOL)
EURO = Matiere(22, "EURO", "Anglais euro")
LVE = Matiere(23, "LVE", "Langue vivante", is_language=True)


def spoken(key: int, matiere: Matiere) -> Item:
    return replace(elsewhere(A10, key, matiere=matiere), links=(SocleLink("2006", 0, SPEAKING.key),))


def language_share(pupil: Pupil, *given: tuple[Matiere, str], harvest: Harvest = AUTOMATIC) -> int | None:
    items = [spoken(key, matiere) for key, (matiere, _code) in enumerate(given)]
    marks = {
        (pupil.key, key): [Result(date(2026, 10, 1), 1, code, {"1": 0, "4": 100}[code])]
        for key, (_matiere, code) in enumerate(given)
    }
    return shares(items, marks, harvest).share(pupil, SPEAKING).percent


def test_language_of_the_pupil_alone_counts_for_its_competence_p128():
    given = (AGL, "4"), (AGL, "4"), (ESP, "1")
    found = (
        language_share(Pupil(1, "A", ANGLAIS), *given),
        language_share(Pupil(1, "A"), *given),
        language_share(Pupil(1, "A", ANGLAIS), *given, harvest=Harvest(frozenset({ESP.key}))),
    )
    assert list(map(str, found)) == expected("W56")
    assert language_share(Pupil(1, "A", ESPAGNOL), *given) == 0


def test_own_matiere_counts_once_its_language_is_said_p128():
    pupil = Pupil(1, "A", ANGLAIS)
    said = replace(EURO, is_language=True, language=ANGLAIS)
    assert (language_share(pupil, (EURO, "4")), language_share(pupil, (said, "4"))) == (None, 100)


def test_matiere_that_names_no_language_counts_for_each_p128():
    assert [language_share(Pupil(1, "A", one), (LVE, "4")) for one in (ANGLAIS, ESPAGNOL, None)] == [100, 100, 100]
    assert language_share(Pupil(1, "A"), (MATHS, "4")) is None


def test_every_year_and_any_visibility_count_for_a_teacher_p129():
    old = [Result(date(2024, 11, 5), 1, "4", 100, visible_on=date(2030, 1, 1))]
    assert shares(marks={(ALPHA.key, A10.key): old}).share(ALPHA, CALCULATING).percent == 100
    family = Window(seen_on=date(2026, 11, 30))
    assert shares(marks={(ALPHA.key, A10.key): old}, window=family).share(ALPHA, CALCULATING).percent is None


def test_active_niveaux_alone_count_whatever_the_matiere_p129():
    left = elsewhere(A10, 70, niveau=Niveau(6, "6", "6e", is_active=False))
    gone = elsewhere(A10, 71, matiere=Matiere(9, "EDMUS", "Éducation musicale", is_active=False))
    marks = {(ALPHA.key, key): [Result(date(2026, 10, 1), 1, "4", 100)] for key in (70, 71)}
    assert [line.item for line in panel(ALPHA, CALCULATING, shares([left, gone], marks)).lines] == [gone]


def test_panel_lists_the_items_and_explains_each_score_p131():
    found = panel(ALPHA, CALCULATING, shares())
    assert [(line.item.full_reference, line.level.score) for line in found.lines] == [
        ("MATHS.5.A10", 76),
        ("MATHS.5.A11", 56),
        ("MATHS.5.A20", 56),
    ]
    first = found.lines[0].explained
    assert first.explanation.sentence == "(0×1 + 67×2 + 100×4) ÷ 7 = 76,29 → 76 → Acquis"
    assert [result.given_on for result in first.counted.results] == [
        date(2026, 9, 15),
        date(2026, 10, 6),
        date(2026, 11, 3),
    ]
    assert found.sentence == "1 A et 2 VA : (1×100 + 2×50) ÷ 3 = 66,67 → 67"


def test_panel_says_why_a_result_does_not_count_p131():
    (line,) = (line for line in panel(CHARLI, CALCULATING, shares()).lines if line.item == A10)
    assert [(result.code, reason) for result, reason in line.explained.counted.left_out] == [("AB", Reason.SPECIAL)]


def test_panel_tells_what_the_limit_left_out_p131():
    results = [Result(date(2026, 9, day), day, code, value) for day, code, value in ((1, "1", 0), (2, "4", 100))]
    referentiel = replace(A10.referentiel, limit=1)
    item = replace(A10, theme=replace(A10.theme, domaine=replace(A10.theme.domaine, referentiel=referentiel)))
    (line,) = panel(ALPHA, CALCULATING, shares([item], {(ALPHA.key, item.key): results})).lines
    assert (line.level.score, line.explained.counted.left_out) == (100, ((results[0], Reason.BEYOND_LIMIT),))


def test_link_with_another_version_of_the_socle_feeds_nothing_of_2006():
    item = replace(A10, links=(SocleLink("2016", 4, ENTRY),))
    assert shares([item]).scored(ALPHA, CALCULATING) == ()


def test_panel_of_nothing_evaluated_has_no_line_p131():
    found = panel(ALPHA, OTHER, shares())
    assert (found.lines, found.state, found.share.acquired) == ((), None, "")


@pytest.mark.parametrize(("counts", "sigle"), [((61, 39), "NA"), ((60, 40), "VA"), ((40, 60), "VA"), ((39, 61), "A")])
def test_percentage_is_coloured_by_its_state_p131(counts, sigle):
    items = [elsewhere(A10, 1000 + rank) for rank in range(100)]
    codes = ["1"] * counts[0] + ["4"] * counts[1]
    marks = {
        (ALPHA.key, item.key): [Result(date(2026, 10, 1), 1, code, {"1": 0, "4": 100}[code])]
        for item, code in zip(items, codes, strict=True)
    }
    assert panel(ALPHA, CALCULATING, shares(items, marks)).state.sigle == sigle


# ---------------------------------------------------------------- relevé de maîtrise

VALIDATED = Decision(True, date(2026, 11, 30), "DURAND A.")
REFUSED = Decision(False, date(2026, 11, 29), "DURAND A.")


def test_releve_de_maitrise_puts_decisions_beside_percentages_p138():
    decided = Decided({(ALPHA.key, ENTRY): REFUSED}, {(DELTA.key, 3): VALIDATED})
    alpha, *_, delta = mastery(PUPILS, [CALCULATING, OTHER, SPEAKING], shares(), decided)
    first, second, third = alpha.entries
    assert (first.share.acquired, first.decision, first.state.sigle) == ("67% acquis (1A 2VA 0NA)", REFUSED, "A")
    assert [item for item, _level in first.scored] == [A10, A11, A20]
    assert (second.share.acquired, second.decision, third.scored) == ("", None, ())
    assert [one.decision for one in alpha.piliers] == [None, None]
    assert [one.decision for one in delta.piliers] == [VALIDATED, None]
    assert [len(one.domaines[0].entries) for one in delta.piliers] == [2, 1]


def test_item_without_decision_under_a_validated_competence_is_neither_p140():
    decided = Decided({(ALPHA.key, ENTRY): REFUSED}, {(ALPHA.key, 3): VALIDATED, (CHARLI.key, 3): REFUSED})
    alpha, _bravo, charli, _delta = mastery(PUPILS, [CALCULATING, OTHER], shares(), decided)
    assert [one.is_covered for one in alpha.entries] == [False, True]
    assert [one.is_covered for one in charli.entries] == [False, False]


# ---------------------------------------------------------------- 2016

COMPONENTS = {"CPD_SCI": (13,), "SYS_NAT": (41, 42, 43), "REP_MND": (51, 52, 53), "CPD_ART": (14,)}
LINES = tuple(CycleLine(code, code, frozenset(components)) for code, components in COMPONENTS.items())


def column(line: int, figure: str, **asked) -> list[object]:
    sheets = proposals(PUPILS, 4, LINES, ITEMS, levels(), **asked)
    found = [getattr(sheet.proposals[line], figure) for sheet in sheets]
    return [one.percent for one in found] if figure == "share" else found


def said(figures: list[object]) -> list[str]:
    return [str(one) for one in figures if one is not None]


def test_degrees_of_the_end_of_the_cycle_are_proposed_p142():
    assert said(column(0, "share")) == expected("W57")
    assert said(column(0, "degree")) == expected("W58")


def test_item_of_two_composantes_of_one_line_counts_once_p143():
    assert said(column(1, "share")) == expected("W59")
    assert said(column(1, "degree")) == expected("W60")
    assert said(column(2, "share")) == expected("W61")
    assert said(column(2, "degree")) == expected("W62")


def test_nothing_evaluated_proposes_no_degree_p144():
    assert (column(2, "share")[2], column(2, "degree")[2], column(2, "points")[2]) == (None, None, 0)
    assert column(3, "degree") == [None] * 4


def test_old_results_count_and_matieres_left_by_the_school_do_not_p144():
    old = {(ALPHA.key, A10.key): [Result(date(2024, 11, 5), 1, "4", 100)]}
    (sheet,) = proposals([ALPHA], 4, LINES, ITEMS, levels(marks=old))
    assert sheet.proposals[0].degree == 4
    gone = [elsewhere(item, item.key, matiere=replace(MATHS, is_active=False)) for item in ITEMS]
    (sheet,) = proposals([ALPHA], 4, LINES, gone, levels(marks=old))
    assert (sheet.proposals[0].degree, sheet.proposals[0].linked) == (None, 0)


def test_thresholds_are_those_that_the_school_gives_p144():
    assert column(0, "degree", bounds=(20, 70, 90, 100)) == [2, 3, 2, 1]


def test_other_cycles_and_other_matieres_do_not_count_p145():
    (sheet,) = proposals([ALPHA], 3, LINES, ITEMS, levels())
    assert [one.linked for one in sheet.proposals] == [0, 0, 0, 0]
    assert column(0, "share", matieres={99}) == [None] * 4
    assert column(0, "share", matieres={MATHS.key}) == column(0, "share")


def test_points_of_the_brevet_are_those_of_the_degrees_p145():
    sheets = proposals(PUPILS, 4, LINES, ITEMS, levels())
    assert [one.points for one in sheets[0].proposals] == [40, 40, 50, 0]
    assert sheets[0].points == 130


def test_degree_says_on_how_many_items_it_rests_p146():
    sci, sys_nat, rep_mnd, art = proposals(PUPILS, 4, LINES, ITEMS, levels())[0].proposals
    assert [(one.evaluated, one.linked, one.is_thin) for one in (sci, sys_nat, rep_mnd, art)] == [
        (3, 3, False),
        (2, 2, True),
        (1, 1, True),
        (0, 0, False),
    ]
    assert [item for item, _level in sys_nat.scored] == [A11, ITEMS[4]]
