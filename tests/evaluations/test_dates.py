"""The days of an évaluation: pure."""

import datetime

import pytest

from evaluations.dates import Dates, date_faults, limits, listed, months_from
from evaluations.rates import Rate
from tests.evaluations.class_5a import TODAY

DAY = datetime.timedelta(days=1)


def faults(*, is_new=True, kept=None, **dates):
    given = {"given_on": TODAY, "visible_on": TODAY} | dates
    allowed = limits(TODAY, switch_month=8, is_new=is_new)
    return dict(date_faults(Dates(**given), allowed, kept=kept))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-11-30", -3, "2026-08-30"),
        ("2026-11-30", 10, "2027-09-30"),
        ("2026-12-31", -10, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_end_and_never_overflow_p72(day, months, expected):
    assert months_from(datetime.date.fromisoformat(day), months).isoformat() == expected


def test_evaluation_is_made_within_three_months_and_seen_within_ten_p72():
    allowed = limits(TODAY, switch_month=8, is_new=True)
    assert [allowed.given.first.isoformat(), allowed.given.last.isoformat()] == ["2026-08-30", "2027-02-28"]
    assert [allowed.seen.first.isoformat(), allowed.seen.last.isoformat()] == ["2026-08-30", "2027-09-30"]


def test_evaluation_is_changed_within_ten_months_inside_the_school_year_p72():
    allowed = limits(TODAY, switch_month=8, is_new=False)
    assert [allowed.given.first.isoformat(), allowed.given.last.isoformat()] == ["2026-08-01", "2027-07-31"]


def test_school_year_that_begins_in_october_bounds_the_days_too():
    assert limits(TODAY, switch_month=10, is_new=True).given.first.isoformat() == "2026-10-01"


@pytest.mark.parametrize("name", ["given_on", "visible_on"])
def test_one_day_outside_is_refused_naming_both_limits_p72(name):
    allowed = limits(TODAY, switch_month=8, is_new=True)
    days = allowed.given if name == "given_on" else allowed.seen
    for edge, outside in ((days.first, -DAY), (days.last, DAY)):
        assert faults(**{name: edge}) == {}
        [(where, sentence)] = faults(**{name: edge + outside}).items()
        assert where == name
        assert f"{days.first:%d/%m/%Y}" in sentence
        assert f"{days.last:%d/%m/%Y}" in sentence


def test_self_evaluation_ends_once_the_evaluation_is_seen_p110():
    seen = TODAY + 7 * DAY
    assert faults(visible_on=seen, self_until=seen) == {}
    assert list(faults(visible_on=seen, self_until=seen - DAY)) == ["self_until"]


def test_day_that_stays_as_it_was_is_not_refused_because_time_went_by():
    old = Dates(TODAY - 400 * DAY, TODAY - 400 * DAY)
    assert faults(is_new=False, kept=old, given_on=old.given_on, visible_on=old.visible_on) == {}
    assert list(faults(is_new=False, kept=old, given_on=old.given_on + DAY, visible_on=old.visible_on)) == ["given_on"]


def test_list_shows_two_months_before_and_one_after_p78():
    days = listed(TODAY)
    assert [days.first.isoformat(), days.last.isoformat()] == ["2026-09-30", "2026-12-30"]


@pytest.mark.parametrize(
    ("done", "total", "percent", "words", "sign"),
    [
        (12, 12, 100, "complète", "✓"),
        (14, 16, 88, "88 %", "◐"),
        (11, 12, 92, "92 %", "◐"),
        (399, 400, 99, "99 %", "◐"),
        (1, 400, 1, "1 %", "◐"),
        (0, 400, 0, "à saisir", "○"),
        (0, 0, 0, "à saisir", "○"),
    ],
)
def test_rate_of_entry_in_figures_words_and_sign_p101(done, total, percent, words, sign):
    rate = Rate(done, total)
    assert (rate.percent, rate.words, rate.sign) == (percent, words, sign)


def test_rate_is_finished_whatever_the_figure_p101():
    rate = Rate(14, 16, is_finished=True)
    assert (rate.words, rate.percent, rate.is_waiting) == ("terminée", 88, False)
