"""Which results count for a report, in which order, and why the others do not."""

from datetime import date

from evaluations.scoring.methods import Method, score
from evaluations.scoring.series import (
    Counted,
    LookBack,
    PeriodRule,
    Reason,
    ReportWindow,
    Result,
    Sight,
    Window,
    counted,
    sight,
)

VALUES = {"1": 0, "2": 33, "3": 67, "4": 100}


def result(on: str, code: str, evaluation: int = 1, *, visible_on: str | None = None) -> Result:
    visible = date.fromisoformat(visible_on) if visible_on else None
    return Result(date.fromisoformat(on), evaluation, code, VALUES.get(code), visible_on=visible)


def geometric(found: Counted) -> int | None:
    return score(found.values, Method.GEOMETRIC, 0)


NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
AUTUMN = [result("2026-09-15", "1"), result("2026-10-10", "4"), result("2026-11-20", "2")]


def test_results_are_ordered_by_date_then_evaluation_p52() -> None:
    assert geometric(counted([result("2026-10-08", "1", 2), result("2026-10-01", "4", 1)], Window(), 5)) == 33
    assert geometric(counted([result("2026-09-24", "1", 2), result("2026-10-01", "4", 1)], Window(), 5)) == 67
    same_day = [result("2026-10-01", "4", 7), result("2026-10-01", "1", 3)]
    assert counted(same_day, Window(), 5).values == (0, 100)


def test_look_back_brings_older_results_or_not_p53() -> None:
    before = result("2026-05-04", "4")

    def scored(look_back: LookBack, *more: Result) -> int | None:
        window = Window(*NOVEMBER, look_back, year_start=date(2026, 8, 1))
        return geometric(counted([*AUTUMN, *more], window, 5))

    assert (scored(LookBack.NO), scored(LookBack.YES)) == (33, 47)
    assert scored(LookBack.SCHOOL_YEAR, before) == 47
    assert scored(LookBack.YES, before) != 47


def test_nothing_ordinary_in_the_period_gives_no_score_p54() -> None:
    older = [result("2026-09-15", "4"), result("2026-11-06", "NE")]
    found = counted(older, Window(*NOVEMBER), 5)
    assert found.values == ()
    assert dict(zip("12", (reason for _result, reason in found.left_out), strict=True)) == {
        "1": Reason.NOTHING_IN_PERIOD,
        "2": Reason.SPECIAL,
    }


def test_results_after_the_period_never_count_p54() -> None:
    window = Window(date(2026, 9, 1), date(2026, 10, 31))
    assert counted(AUTUMN, window, 5).values == (0, 100)
    assert counted(AUTUMN, window, 5).left_out == ((AUTUMN[2], Reason.AFTER_PERIOD),)


def test_families_figures_are_those_of_what_they_may_see_p73() -> None:
    series = [
        result("2026-09-15", "1"),
        result("2026-10-06", "3"),
        result("2026-11-03", "4", visible_on="2026-11-10"),
    ]
    family = Window(seen_on=date(2026, 11, 5))
    assert (geometric(counted(series, family, 5)), geometric(counted(series, Window(), 5))) == (45, 76)
    assert counted(series, family, 5).left_out == ((series[2], Reason.NOT_YET_VISIBLE),)


def test_results_beyond_the_limit_are_told_p63() -> None:
    found = counted(AUTUMN, Window(), 2)
    assert found.values == (100, 33)
    assert found.left_out == ((AUTUMN[0], Reason.BEYOND_LIMIT),)


def test_automatic_look_back_is_that_of_each_referentiel_p53() -> None:
    asked = Window(*NOVEMBER, LookBack.SCHOOL_YEAR, year_start=date(2026, 10, 1))
    automatic = ReportWindow(asked, is_auto=True)
    found = {own: geometric(counted(AUTUMN, automatic.of(own), 5)) for own in LookBack}
    assert found == {LookBack.NO: 33, LookBack.YES: 47, LookBack.SCHOOL_YEAR: 55}
    assert {ReportWindow(asked).of(own) for own in LookBack} == {asked}


def test_report_shows_what_is_in_its_reach_special_codes_too_p154() -> None:
    late = result("2026-12-02", "4")
    absent = result("2026-11-24", "AB")
    series = [late, absent, *AUTUMN]
    assert sight(series, Window(*NOVEMBER)) == Sight((*AUTUMN, absent), is_inside=True, has_line=True)
    assert sight(series, Window(*NOVEMBER, LookBack.NO)).results == (AUTUMN[2], absent)


def test_pupil_has_a_line_when_the_period_holds_a_result_of_his_p54() -> None:
    october = Window(date(2026, 10, 12), date(2026, 10, 31))
    assert sight(AUTUMN, october) == Sight(tuple(AUTUMN[:2]), is_inside=False, has_line=False)
    absent = [*AUTUMN, result("2026-10-20", "AB")]
    assert sight(absent, october).has_line
    assert sight([], october) == Sight()


def test_figures_of_2012_are_found_again_by_their_own_rule() -> None:
    # A result after the period was enough for a line that showed older ones.
    october = Window(date(2026, 10, 12), date(2026, 10, 31), rule=PeriodRule.ANY_SINCE_START)
    assert sight(AUTUMN, october) == Sight(tuple(AUTUMN[:2]), is_inside=False, has_line=True)
    assert not sight(AUTUMN[2:], october).has_line


def test_families_see_no_result_before_its_day_p73() -> None:
    hidden = [result("2026-11-03", "4", visible_on="2026-11-10")]
    assert not sight(hidden, Window(*NOVEMBER, seen_on=date(2026, 11, 9))).is_inside
    assert sight(hidden, Window(*NOVEMBER, seen_on=date(2026, 11, 10))).is_inside
