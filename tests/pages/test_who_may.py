"""Every address, asked by each profile: open or closed as its right says, and leading only where he may go."""

import re

import pytest
from django.urls import Resolver404, resolve

from sacoche.kit.access import rights
from tests.pages.addresses import Kind, cases
from tests.pages.asking import every_profile, get, may_open, text_of
from tests.pages.world import READY

CASES = [case for case in cases() if case.sample.stage == READY]


@pytest.mark.parametrize("profile", every_profile())
def test_every_address_is_open_or_closed_to_each_profile_as_its_right_says(profile, world, visitor):
    """docs/droits.md is written from the same declarations (tests/test_droits.py).

    What is open is looked at too: no menu entry and no link of a page leads nowhere, or to a page that refuses the
    reader.
    """
    client = visitor(world, profile)

    answers = {case.key: get(client, case, world) for case in CASES}

    opened = {key: _is_open(answer) for key, answer in answers.items()}
    assert opened == {case.key: _may_open(case, profile) for case in CASES}
    pages = [case.key for case in CASES if case.sample.kind is Kind.PAGE and opened[case.key]]
    led = {(key, link) for key in pages for link in _links(answers[key])} if profile else set()
    assert {(key, link) for key, link in led if not _may_follow(profile, link)} == set()


def _may_open(case, profile):
    """Whether his profile has the right, and the page is not somebody else's own."""
    is_another = case.sample.is_owned and profile != case.sample.profile and case.sample.kind is not Kind.ACTION
    return may_open(case, profile) and not is_another


def _is_open(response):
    """Neither refused nor sent to the sign-in page."""
    return response.status_code not in (401, 403) and "/?next=" not in response.get("Location", "")


def _links(response):
    """The pages that this one leads to by a link, without what follows « ? »."""
    return set(re.findall(r'<a [^>]*href="(/[^"?#]*)', text_of(response)))


def _may_follow(profile, link):
    try:
        view = resolve(link).func
    except Resolver404:
        return False
    right = getattr(view, "right_code", None)
    return right is None or profile in rights.get(right).profiles
