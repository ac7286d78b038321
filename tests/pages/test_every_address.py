"""Every address of the product: it says who may open it, it is in the table of samples, it answers."""

import pytest

from sacoche.kit.access import rights
from tests.pages.addresses import SAMPLES, Kind
from tests.pages.asking import PROFILES, allowed_profiles, get, text_of, usual_profile
from tests.pages.routes import routes

ROUTES = routes()
# An address without a sample fails one test, in words; the loops go on without it.
SAMPLED = [route for route in ROUTES if route.name in SAMPLES]


def test_every_view_carries_exactly_one_mark_of_access():
    badly_marked = [route.name for route in ROUTES if (route.right is not None) == route.is_public]

    assert badly_marked == [], 'put exactly one of @requires("code") and @public on these views'


def test_every_right_of_a_view_is_declared():
    assert [route.name for route in ROUTES if route.right and route.right not in rights] == []


def test_every_address_has_a_sample():
    missing = [f"{route.name} ({route.path})" for route in ROUTES if route.name not in SAMPLES]

    assert missing == [], "add one line for each of these to tests/pages/addresses.py"


def test_every_sample_has_an_address():
    names = {route.name for route in ROUTES}

    assert [name for name in SAMPLES if name not in names] == [], "remove these from tests/pages/addresses.py"


def test_every_sample_gives_the_arguments_of_its_address(world):
    wrong = [r.name for r in SAMPLED if frozenset(SAMPLES[r.name].arguments(world)) != r.parameters]

    assert wrong == []


@pytest.mark.parametrize("route", SAMPLED, ids=lambda route: route.name)
def test_address_answers_to_those_who_may(route, world, visitor):
    sample = SAMPLES[route.name]

    response = get(visitor(world, usual_profile(route, sample)), route.name, sample, world)

    assert _kind(response) == sample.kind


def _kind(response):
    """What was answered, in the words of the table."""
    if response.status_code == 405:
        return Kind.ACTION
    if response.status_code in (301, 302, 303):
        return Kind.ELSEWHERE
    if response.status_code != 200:
        return f"{response.status_code}: {text_of(response)[:400]}"
    if response.get("Content-Disposition", "").startswith("attachment"):
        return Kind.FILE
    if response["Content-Type"] == "application/json":
        return Kind.DATA
    return Kind.PAGE if "</html>" in text_of(response) else Kind.FRAGMENT


@pytest.mark.parametrize("profile", PROFILES)
def test_addresses_are_closed_to_those_who_may_not(profile, world, visitor):
    answers = {}
    for route in SAMPLED:
        if profile not in allowed_profiles(route):
            answers[route.name] = get(visitor(world, profile), route.name, SAMPLES[route.name], world).status_code

    assert answers == dict.fromkeys(answers, 403 if profile else 302)


@pytest.mark.parametrize("profile", [profile for profile in PROFILES if profile])
def test_pages_lead_only_where_the_reader_may_go(profile, world, visitor):
    """No menu entry and no link leads nowhere, or to a page that refuses the reader."""
    import re

    from django.urls import Resolver404, resolve

    refused = set()
    for route in SAMPLED:
        if SAMPLES[route.name].kind is not Kind.PAGE or profile not in allowed_profiles(route):
            continue
        html = text_of(get(visitor(world, profile), route.name, SAMPLES[route.name], world))
        for link in re.findall(r'<a [^>]*href="(/[^"?#]*)', html):
            try:
                view = resolve(link).func
            except Resolver404:
                refused.add((route.name, link))
                continue
            right = getattr(view, "right_code", None)
            if right and profile not in rights.get(right).profiles:
                refused.add((route.name, link))

    assert refused == set()
