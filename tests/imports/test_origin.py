"""A file of another school or of another year is recognised and named."""

import pytest
import time_machine

from imports.brought.extraction import Extraction, OtherSchool, OtherYear
from imports.brought.origin import check_origin
from schools.models import School

FILE = Extraction(uai="0571234A", year=2026)


@pytest.mark.parametrize(
    ("moment", "month", "year"),
    [("2026-07-31 23:00", 8, 2025), ("2026-08-01 00:01", 8, 2026), ("2027-01-01", 8, 2026), ("2026-08-31", 9, 2025)],
)
def test_year_of_the_files_changes_with_that_of_the_school(moment, month, year):
    with time_machine.travel(f"{moment}+02:00" if ":" in moment else moment, tick=False):
        assert School(year_switch_month=month).first_year == year


def test_file_of_this_school_and_year_is_accepted():
    check_origin(FILE, uai="0571234a", year=2026)


def test_file_of_another_school_is_refused_with_both_uai_s47():
    with pytest.raises(OtherSchool, match=r"0571234A.*0579999B") as refusal:
        check_origin(FILE, uai="0579999B", year=2026)
    assert refusal.value.found == "0571234A"


def test_file_of_another_school_is_accepted_once_an_administrator_says_so_s47():
    check_origin(FILE, uai="0579999B", year=2026, is_any_school=True)


@pytest.mark.parametrize("year", [2025, 2027])
def test_file_of_a_year_wrong_by_one_is_refused_with_both_years_s47(year):
    with pytest.raises(OtherYear, match=rf"2026-2027.*{year}-{year + 1}") as refusal:
        check_origin(FILE, uai="0571234A", year=year, is_any_school=True)
    assert refusal.value.found == 2026


def test_file_that_names_no_school_is_accepted():
    check_origin(Extraction(), uai="0571234A", year=2026)


def test_school_without_uai_accepts_the_file_of_any():
    check_origin(FILE, uai="", year=2026)
