"""What migrations do of the rows that servers already hold."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Account, Guardianship, Message
from schools.models import School
from tests.factories import AccountFactory

_CHECKS = {
    "schools_school": ["school_switch_is_a_month"],
    "accounts_message": ["message_ends_after"],
    "accounts_guardianship": ["guardianship_rank_from_one", "guardianship_of_another"],
}


@pytest.fixture
def before_the_checks(db) -> Iterator[None]:
    """The database as it was, without the constraints that refuse rows which make no sense."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        for table, names in _CHECKS.items() if not is_sqlite else ():
            for name in names:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        if is_sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def mend(migration: str) -> None:
    import_module(migration).mend_rows(apps, None)


def test_month_that_is_none_becomes_august(before_the_checks, school):
    School.objects.filter(pk=school.pk).update(year_switch_month=13)
    mend("schools.migrations.0002_stricter_rows")
    school.refresh_from_db()
    assert school.year_switch_month == 8


def test_message_whose_dates_were_the_wrong_way_round_is_shown_between_them(before_the_checks, school):
    author = AccountFactory(profile="ADM")
    early, late = date(2026, 9, 1), date(2026, 9, 30)
    message = Message.objects.create(school=school, author=author, text="Bonjour", starts_on=late, ends_on=early)
    mend("accounts.migrations.0004_stricter_rows")
    message.refresh_from_db()
    assert (message.starts_on, message.ends_on) == (early, late)


def test_guardians_are_renumbered_without_the_one_who_is_the_pupil_and_the_one_without_rank_comes_last(
    before_the_checks, school
):
    pupil, first, second = (AccountFactory(profile=profile) for profile in ("ELV", "TUT", "TUT"))
    link(pupil, pupil, 1)
    link(first, pupil, 0)
    link(second, pupil, 2)
    mend("accounts.migrations.0004_stricter_rows")
    links = Guardianship.objects.order_by("rank").values_list("guardian_id", "rank")
    assert list(links) == [(second.pk, 1), (first.pk, 2)]


def link(guardian: Account, pupil: Account, rank: int) -> None:
    Guardianship.objects.create(school_id=pupil.school_id, guardian=guardian, pupil=pupil, rank=rank)
