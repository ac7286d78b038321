"""The school year; gaps and overlaps of periods."""

import datetime

import pytest

from schools.calendar import Days, NamedDays, Overlap, gaps, overlaps, year_of


def day(text):
    return datetime.date.fromisoformat(text)


def days(first, last):
    return Days(day(first), day(last))


T1 = NamedDays("T1", days("2026-09-01", "2026-11-30"))
T2 = NamedDays("T2", days("2026-12-01", "2027-03-07"))
LATE = NamedDays("T2", days("2026-12-05", "2027-03-07"))
EARLY = NamedDays("T2", days("2026-11-20", "2027-03-07"))
YEAR = NamedDays("Année", days("2026-09-01", "2027-07-05"))


@pytest.mark.parametrize(
    ("on", "month", "year"),
    [
        ("2026-07-31", 8, ("2025-08-01", "2026-07-31")),
        ("2026-08-01", 8, ("2026-08-01", "2027-07-31")),
        ("2026-12-31", 1, ("2026-01-01", "2026-12-31")),
        ("2028-02-29", 9, ("2027-09-01", "2028-08-31")),
    ],
)
def test_school_year_begins_on_the_first_of_its_month(on, month, year):
    assert year_of(day(on), switch_month=month) == days(*year)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], []),
        ([T1], []),
        ([T2, T1], []),
        ([LATE, T1], [days("2026-12-01", "2026-12-04")]),
        ([YEAR, T1, LATE], []),
    ],
)
def test_gaps_are_the_days_that_no_period_holds(periods, expected):
    assert gaps(periods) == expected


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([T1, T2], []),
        ([EARLY, T1], [Overlap("T1", "T2", days("2026-11-20", "2026-11-30"))]),
        ([T1, YEAR], [Overlap("T1", "Année", T1.days)]),
    ],
)
def test_overlaps_are_the_days_of_two_periods(periods, expected):
    assert overlaps(periods) == expected
