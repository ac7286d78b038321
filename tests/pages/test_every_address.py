"""Every address of the product: it says who may open it, it is in the table of samples, it answers.

What it answers stays between the server and who asked: no cache that people share may keep it.
"""

import copy
import re

import pytest
from django.utils.cache import cc_delim_re

from sacoche.kit.access import rights
from tests.pages.addresses import SAMPLES, Kind, cases
from tests.pages.asking import get, text_of, usual_profile
from tests.pages.routes import routes

pytestmark = pytest.mark.every_case
ROUTES = routes()
# What makes the product stand on a phone, the same file for everybody: a cache that people share may keep it.
FOR_EVERYBODY = {"manifest", "offline_worker"}
# An address without a sample fails one test, in words; the loops go on without it.
CASES = cases()


def test_every_view_carries_exactly_one_mark_of_access():
    marks = {route.name: [route.right is not None, route.is_public, route.is_of_operators] for route in ROUTES}

    badly_marked = [name for name, found in marks.items() if found.count(True) != 1]
    assert badly_marked == [], 'put exactly one of @requires("code"), @public and @operators on these views'


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
    assert is_kept_by_shared_caches(response) == (case.route.name in FOR_EVERYBODY), response.get("Cache-Control")
    if case.sample.kind in (Kind.PAGE, Kind.FRAGMENT):
        assert re.findall("⟦.*?⟧", text_of(response)) == [], "variables that the view forgot"
        assert ">---------<" not in text_of(response), "a list that begins with dashes instead of words"


@pytest.mark.parametrize("case", [case for case in CASES if case.sample.twin], ids=lambda case: case.key)
def test_twin_is_made_by_the_same_templates(case, world, visitor):
    """A browser opens one of them for both; a page that has got a template of its own is no longer a twin."""
    twin = next(other for other in CASES if other.key == case.sample.twin)

    assert _templates(case, world, visitor) == _templates(twin, world, visitor)


def is_kept_by_shared_caches(response):
    """Whether a cache between the server and several people keeps it: everything, unless it says no (RFC 9111)."""
    told = {one.partition("=")[0] for one in cc_delim_re.split(response.get("Cache-Control", "").lower())}
    return not told & {"no-store", "private"}


def _templates(case, world, visitor):
    answer = get(visitor(world, usual_profile(case)), case, world)
    return answer.status_code, {template.name for template in answer.templates}


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
