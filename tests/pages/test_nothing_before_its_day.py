"""Nothing of an évaluation before the day from which families see it: every address, walked as pupil and guardian."""

import pytest
from django.urls import reverse

from tests.pages.addresses import cases
from tests.pages.asking import get, text_of
from tests.pages.world import HIDDEN, READY

CASES = [case for case in cases() if case.sample.stage == READY]
FAMILIES = ["ELV", "TUT"]


@pytest.mark.parametrize("profile", FAMILIES)
def test_no_address_tells_a_family_of_an_evaluation_before_its_day(profile, world, visitor):
    """Its title, its comments, the names of its files, what is asked about it: all begin by one word."""
    told = []
    for case in CASES:
        answer = get(visitor(world, profile), case, world)
        if HIDDEN in text_of(answer) or HIDDEN in str(answer.headers):
            told.append(case.key)

    assert told == []


@pytest.mark.parametrize("profile", FAMILIES)
def test_addresses_of_an_evaluation_do_not_exist_for_a_family_before_its_day(profile, world, visitor):
    browser = visitor(world, profile)
    pupil = world.accounts["ELV"] if profile == "ELV" else world.pupil
    of_pupil = {"pupil": pupil, "pk": world.hidden_evaluation}
    addresses = [
        reverse("evaluations:own", kwargs=of_pupil),
        reverse("evaluations:own_voice", kwargs=of_pupil),
        reverse("evaluations:own_document", kwargs=of_pupil | {"document": world.hidden_document}),
    ]
    if profile == "ELV":
        addresses.append(reverse("evaluations:self", args=[world.hidden_evaluation]))
        addresses.append(reverse("evaluations:ask_about", args=[world.hidden_evaluation, world.marked_items[0]]))

    assert [browser.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert {browser.post(address).status_code for address in addresses} <= {404, 405}


@pytest.mark.parametrize("profile", FAMILIES)
def test_word_of_the_walk_is_there_for_who_may_read_it(profile, world, visitor):
    """The walk must not look for what nobody would be told: the teacher reads it, and so does a family on its day."""
    address = reverse("evaluations:comments", args=[world.hidden_evaluation])

    assert HIDDEN in text_of(visitor(world, "ENS").get(address))
