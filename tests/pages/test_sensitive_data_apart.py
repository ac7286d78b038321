"""What says too much of a child stays apart: in no address, no log, no page of another family or of another pupil."""

import logging
import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from accounts.models import Account
from sacoche.kit.tenancy import all_schools
from tests.pages.addresses import cases
from tests.pages.asking import get, text_of
from tests.pages.world import READY

CASES = [case for case in cases() if case.sample.stage == READY]
# Words that nothing else of the world holds.
INE, BORN, EMAIL = "INESECRET", "07/09/2011", "secret.enfant@exemple.fr"
BORN_IN_DATA = "2011-09-07"


@pytest.fixture
def known_pupils(world):
    """Every pupil but him who reads and the child of the guardian who reads has a number, a birthday and an address."""
    with all_schools():
        own = {world.accounts["ELV"], world.pupil, *world.pupils[:2]}
        others = Account.objects.filter(profile="ELV", school__number=world.number).exclude(pk__in=own)
        for pupil in others:
            pupil.reference, pupil.birth_date, pupil.email = f"{INE}{pupil.pk}", BORN_IN_DATA, f"{pupil.pk}.{EMAIL}"
            pupil.save()
        assert others.count() > 2
    return world


@pytest.mark.parametrize("profile", ["ELV", "TUT"])
def test_no_page_tells_a_family_the_numbers_of_other_children_p264(profile, known_pupils, visitor):
    """Nor their e-mail addresses, to pupils least of all."""
    told = []
    for case in CASES:
        answer = text_of(get(visitor(known_pupils, profile), case, known_pupils))
        told += [f"{case.key}: {word}" for word in (INE, BORN, BORN_IN_DATA, EMAIL) if word in answer]

    assert told == []


@pytest.mark.parametrize("profile", ["ADM", "ENS"])
def test_no_address_holds_a_number_or_a_birthday_p264(profile, known_pupils, visitor):
    """Those that pages give, followed or not; an address that somebody types in a search is his own."""
    holding = []
    for case in CASES:
        answer = text_of(get(visitor(known_pupils, profile), case, known_pupils))
        links = re.findall(r"(?:href|action|src|hx-get|hx-post)=\"([^\"]*)\"", answer)
        holding += [link for link in map(unquote, links) if INE in link or BORN_IN_DATA in link or BORN in link]

    assert holding == []


def test_no_log_holds_a_number_or_a_birthday_p264(known_pupils, visitor, caplog):
    browser = visitor(known_pupils, "ADM")
    with caplog.at_level(logging.DEBUG):
        for case in CASES:
            get(browser, case, known_pupils)
    # Queries are logged by developers' servers alone.
    said = [line.getMessage() for line in caplog.records if not line.name.startswith("django.db")]

    assert [line for line in said if INE in line or BORN_IN_DATA in line or EMAIL in line] == []


def test_words_of_the_walk_are_there_for_who_may_read_them(known_pupils, visitor):
    """The walk must not look for what nobody would be told."""
    found = text_of(visitor(known_pupils, "ADM").get(reverse("accounts:search_people"), {"q": known_pupils.mark}))

    assert INE in found
    assert BORN in found
    assert EMAIL in found
