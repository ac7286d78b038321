"""A file that a page made is given by the addresses of that page alone: each asks what its own file needs."""

from django.urls import reverse

from tests.pages.addresses import Kind, cases
from tests.pages.asking import usual_profile
from tests.pages.world import READY

TAKING = [case for case in cases(Kind.FILE) if case.sample.stage == READY and case.route.parameters == {"token"}]


def test_file_of_a_page_is_given_by_no_other_page(world, visitor):
    """A backup asks who is there; the address of the validations, which asks nothing, must not give it."""
    given = []
    for case in TAKING:
        browser, arguments = visitor(world, usual_profile(case)), case.sample.arguments(world)
        others = (each.route.name for each in TAKING if each.sample.arguments(world) != arguments)
        given += [
            (case.key, name) for name in others if browser.get(reverse(name, kwargs=arguments)).status_code == 200
        ]

    assert len(TAKING) >= 5
    assert given == []
