"""A CM2 with its teacher and three pupils, in a school that works with palier 2."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from schools.models import School, SchoolClass
from socle.models import Item, Palier, SchoolPalier
from tests.factories import AccountFactory, SchoolClassFactory, TeachingAssignmentFactory


@dataclass
class Cm2:
    """What a teacher of CM2 works with. `items` are those of compétence 1, in the order of the grid."""

    school: School
    teacher: Account
    school_class: SchoolClass
    pupils: list[Account]
    items: list[Item]


@pytest.fixture
def cm2(school: School, teacher: Account) -> Cm2:
    SchoolPalier.objects.create(palier=Palier.objects.get(pk=2))
    school_class = SchoolClassFactory(niveau="CM2", reference="CM2_7B5F", name="[CM2] CM2")
    TeachingAssignmentFactory(teacher=teacher, school_class=school_class)
    names = [("MICHEL", "Ana"), ("MÉNARD", "Éloi"), ("BAILLY", "Rose")]
    for last_name, first_name in names:
        AccountFactory(last_name=last_name, first_name=first_name, school_class=school_class)
    pupils = list(Account.objects.pupils().in_name_order())
    items = list(Item.objects.filter(domaine__pilier=8).order_by("domaine__order", "order"))
    return Cm2(school=school, teacher=teacher, school_class=school_class, pupils=pupils, items=items)


@pytest.fixture
def save(client_as: Callable[[Account], Client]) -> Callable[..., Any]:
    """save(account, [pupil, item, displayed, wanted], …, gesture="cell"): what the page sends, the answer it gets."""

    def send(account: Account, *cells: list[int], gesture: str = "cell", number: str = "") -> Any:
        body: dict[str, Any] = {"gestures": [{"gesture": gesture, "cells": list(cells)}]}
        body |= {"save": number} if number else {}
        return client_as(account).post(
            reverse("socle:save_items"), body, content_type="application/json", headers={"accept": "application/json"}
        )

    return send
