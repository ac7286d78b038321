"""Who asks for the pages of the scale; class 5A, its teacher and a colleague."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Account
from tests.evaluations.class_5a import MONDAY, Class5A, build_5a
from tests.factories import AccountFactory, MatiereTeachingFactory, TeachingAssignmentFactory


@pytest.fixture
def browser(client_as, admin: Account) -> Client:
    """A browser of the administrator."""
    return client_as(admin)


@pytest.fixture
def class_5a(teacher: Account) -> Iterator[Class5A]:
    """Class 5A with its évaluations, on Monday 30 November 2026."""
    with time_machine.travel(MONDAY, tick=False):
        yield build_5a(teacher)


@pytest.fixture
def colleague(class_5a: Class5A) -> Account:
    """Another teacher of MATHS in 5A."""
    account: Account = AccountFactory(profile="ENS", last_name="DUVAL", first_name="Marc")
    TeachingAssignmentFactory(teacher=account, school_class=class_5a.school_class)
    MatiereTeachingFactory(teacher=account, matiere=class_5a.matiere)
    return account
