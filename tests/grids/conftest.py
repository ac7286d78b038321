"""The fourth grid installed for one test: its tables, its right, its addresses; a class with three pupils."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import Account
from sacoche.kit.access import rights
from sacoche.kit.journal import verbs
from schools.models import School, SchoolClass
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory
from tests.fourth import rights as declared
from tests.fourth.models import Criterion, Mark, MarkChange, load_criteria


@dataclass
class Place:
    """A class, its two teachers and its three pupils, in the order of names."""

    school: School
    teacher: Account
    colleague: Account
    school_class: SchoolClass
    pupils: list[Account]


@pytest.fixture
def fourth(db: None, settings: Settings) -> Iterator[None]:
    """Made in the transaction of the test, which takes the tables away."""
    editor = connection.schema_editor()
    editor.deferred_sql = []
    with connection.cursor() as cursor:
        for model in (Criterion, Mark, MarkChange):
            cursor.execute(*editor.table_sql(model))
    load_criteria()
    settings.ROOT_URLCONF = "tests.fourth.urls"
    declared.declare()
    yield
    rights._things.pop(declared.RIGHT)
    for code in (declared.SAVE, declared.UNDO):
        verbs._things.pop(code)


@pytest.fixture
def place(fourth: None, school: School, teacher: Account) -> Place:
    school_class = SchoolClassFactory(niveau="CM2", name="[CM2] CM2")
    colleague = AccountFactory(profile="ENS", last_name="PETIT", first_name="Anne")
    for each in (teacher, colleague):
        TeachingAssignmentFactory(teacher=each, school_class=school_class)
    for last_name, first_name in (("BAILLY", "Rose"), ("FAURE", "Tom"), ("MÉNARD", "Éloi")):
        AccountFactory(last_name=last_name, first_name=first_name, school_class=school_class)
    pupils = list(Account.objects.pupils().in_name_order())
    return Place(school, teacher, colleague, school_class, pupils)


@pytest.fixture
def save(client_as: Callable[[Account], Client]) -> Callable[..., Any]:
    """save(account, [pupil, criterion, displayed, wanted], …, gesture="cell"): what the page sends, the answer."""

    def send(account: Account, *cells: list[Any], gesture: str = "cell") -> Any:
        body = {"gestures": [{"gesture": gesture, "cells": list(cells)}]}
        address = "/observer/enregistrer/"
        return client_as(account).post(address, body, "application/json", headers={"accept": "application/json"})

    return send
