"""Asking one address with Django's client."""

import json
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from accounts.enums import Profile
from sacoche.kit.access import rights
from tests.pages.addresses import Case
from tests.pages.routes import Route
from tests.pages.world import World

# Nobody, then everybody that a school has.
PROFILES = ("", *(profile.value for profile in Profile if profile != Profile.WBM))

# Nobody of a school: whoever keeps the server, signed in to its console.
OPERATOR = Profile.WBM.value


def unlike_profiles() -> list[str]:
    """One profile of each set of those who have the same rights, and nobody: what is asked of one answers for all."""
    alike = {frozenset(right.code for right in rights if profile in right.profiles): profile for profile in PROFILES}
    return ["", *(profile for profile in alike.values() if profile)]


def every_profile() -> list[Any]:
    """Each profile, as parameters of a test: those who have the rights of another are asked with REQUIRE_ALL=1."""
    unlike = unlike_profiles()
    return [pytest.param(profile, marks=[pytest.mark.full] * (profile not in unlike)) for profile in PROFILES]


def standing_profiles() -> list[Any]:
    """Nobody, who may do the most, and a family; the others, who are kept out by the same walls, with REQUIRE_ALL=1."""
    stands = ("", Profile.ADM, Profile.TUT)
    return [pytest.param(each, marks=[pytest.mark.full] * (each not in stands)) for each in unlike_profiles()]


def allowed_profiles(route: Route) -> list[str]:
    """The profiles that may open this address, administrators first; nobody is among them when it is public."""
    if route.is_public:
        return list(PROFILES)
    if route.is_of_operators:
        return [OPERATOR]
    assert route.right
    return [profile for profile in PROFILES if profile in rights.get(route.right).profiles]


def may_open(case: Case, profile: str) -> bool:
    """Whether the profile has the right of this address, and no restriction of it closes it in the world of samples."""
    return profile in allowed_profiles(case.route) and (not case.sample.only or profile in case.sample.only)


def usual_profile(case: Case) -> str:
    """Who asks for it when it is to be shown."""
    return case.sample.profile or allowed_profiles(case.route)[0]


def get(client: Client, case: Case, world: World) -> HttpResponseBase:
    """GET the address with the ids of `world`."""
    return client.get(case.path(world), case.sample.query(world))


def post(client: Client, case: Case, world: World) -> HttpResponseBase:
    """POST the address with the ids of `world`."""
    path, body = case.path(world), case.sample.body(world)
    if not case.sample.is_json:
        return client.post(path, body)
    return client.post(path, json.dumps(body), content_type="application/json", headers={"Accept": "application/json"})


def text_of(response: Any) -> str:
    """What the answer says, whole."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")
