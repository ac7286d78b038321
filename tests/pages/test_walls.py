"""PostgreSQL alone keeps schools apart: the guards of Python are taken out, and the same pages are asked.

What test_schools_apart.py asks of both walls together is asked here of the second one.
"""

import pytest
from django.db import transaction

from tests.pages import test_schools_apart as apart
from tests.pages.addresses import cases
from tests.pages.asking import get, unlike_profiles, usual_profile
from tests.pages.test_every_address import _kind as kind_of
from tests.walls import walls_up, without_guards

pytestmark = pytest.mark.only_postgres
# Who may do the most, and a family; the others are kept out by the same walls.
_FIRST = ("ADM", "TUT")


@pytest.fixture
def walls(made):
    """A server of the role that PostgreSQL keeps apart."""
    with walls_up():
        yield


@pytest.fixture
def walls_alone(walls, monkeypatch):
    without_guards(monkeypatch)


def _profiles():
    return [pytest.param(each, marks=[] if each in _FIRST else pytest.mark.slow) for each in unlike_profiles()]


@pytest.mark.parametrize("profile", _profiles())
@pytest.mark.parametrize("method", apart.METHODS)
def test_nothing_of_a_school_is_open_to_another_by_the_walls_alone(
    profile, method, walls_alone, world, stranger_world, visitor
):
    apart.test_nothing_of_a_school_is_open_to_another(profile, method, world, stranger_world, visitor)


def test_an_import_decides_nothing_for_the_pupils_of_another_school_by_the_walls_alone(
    walls_alone, world, stranger_world, visitor
):
    apart.test_an_import_decides_nothing_for_the_pupils_of_another_school(world, stranger_world, visitor)


def test_a_file_with_the_sconet_ids_of_another_school_changes_nobody_by_the_walls_alone(
    walls_alone, world, stranger_world, visitor
):
    apart.test_a_file_with_the_sconet_ids_of_another_school_changes_nobody(world, stranger_world, visitor)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_walls_take_nothing_from_any_page_of_one_s_own_school(walls, world_at, visitor):
    """What reads outside the open school, as it is entitled to, says so; the console of the operator too."""
    complaints = []
    for case in cases():
        with transaction.atomic():
            world = world_at(case.sample.stage)
            kind = kind_of(get(visitor(world, usual_profile(case)), case, world), case.sample.status)
            transaction.set_rollback(True)
        if kind != case.sample.kind:
            complaints.append(f"{case.key}: {kind}")

    assert complaints == []
