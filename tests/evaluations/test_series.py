"""Which results count for a report, in which order, and why the others do not."""

from datetime import date

from evaluations.scoring.methods import Method, score
from evaluations.scoring.series import Counted, LookBack, Reason, Result, Window, counted

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
