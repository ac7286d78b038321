"""Every address of the product: it says who may open it, it is in the table of samples, it answers."""

import copy
import re

import pytest
from django.urls import Resolver404, resolve

from sacoche.kit.access import rights
from tests.pages.addresses import SAMPLES, Kind, cases
from tests.pages.asking import PROFILES, allowed_profiles, get, text_of, usual_profile
from tests.pages.routes import routes
from tests.pages.world import READY

ROUTES = routes()
# An address without a sample fails one test, in words; the loops go on without it.
CASES = cases()


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

    unknown = [key for key in SAMPLES if key.partition("#")[0] not in names]

    assert unknown == [], "remove these from tests/pages/addresses.py"


def test_every_sample_gives_the_arguments_of_its_address(world):
    wrong = [case.key for case in CASES if frozenset(case.sample.arguments(world)) != case.route.parameters]

    assert wrong == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_address_answers_to_those_who_may(case, world_at, visitor, undefined_variables_shown):
    world = world_at(case.sample.stage)

    response = get(visitor(world, usual_profile(case)), case, world)

    assert _kind(response, case.sample.status) == case.sample.kind
    if case.sample.kind in (Kind.PAGE, Kind.FRAGMENT):
        assert re.findall("⟦.*?⟧", text_of(response)) == [], "variables that the view forgot"


@pytest.fixture
def undefined_variables_shown(settings):
    """Templates print ⟦name⟧ for a variable that does not exist, where Django prints nothing."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = "⟦%s⟧"
    settings.TEMPLATES = templates


def _kind(response, status):
    """What was answered, in the words of the table."""
    if response.status_code == 405:
        return Kind.ACTION
    if response.status_code in (301, 302, 303):
        return Kind.ELSEWHERE
    if response.status_code != status:
        return f"{response.status_code}: {text_of(response)[:400]}"
    if response.get("Content-Disposition", "").startswith("attachment"):
        return Kind.FILE
    if response["Content-Type"] == "application/json":
        return Kind.DATA
    return Kind.PAGE if "</html>" in text_of(response) else Kind.FRAGMENT


@pytest.mark.parametrize("profile", PROFILES)
def test_every_address_is_open_or_closed_to_each_profile_as_its_right_says(profile, world, visitor):
    """docs/droits.md is written from the same declarations (tests/test_droits.py)."""
    asked = [case for case in CASES if case.sample.stage == READY]
    client = visitor(world, profile)

    answers = {case.key: _is_open(get(client, case, world)) for case in asked}

    assert answers == {case.key: _may_open(case, profile) for case in asked}


def _may_open(case, profile):
    """Whether his profile has the right, and the page is not somebody else's own."""
    is_another = case.sample.is_owned and profile != case.sample.profile and case.sample.kind is not Kind.ACTION
    return profile in allowed_profiles(case.route) and not is_another


def _is_open(response):
    """Neither refused nor sent to the sign-in page."""
    return response.status_code not in (401, 403) and "/?next=" not in response.get("Location", "")


@pytest.mark.parametrize("profile", [profile for profile in PROFILES if profile])
def test_pages_lead_only_where_the_reader_may_go(profile, world, visitor):
    """No menu entry and no link leads nowhere, or to a page that refuses the reader."""
    client = visitor(world, profile)
    refused = {
        (case.key, link)
        for case in cases(Kind.PAGE)
        if case.sample.stage == READY and profile in allowed_profiles(case.route)
        for link in _links(get(client, case, world))
        if not _may_follow(profile, link)
    }

    assert refused == set()


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
