"""Schools kept apart: every address, with the ids of one school, asked by everybody of another.

404 wherever ids are sent, nothing listed, nothing written. Addresses come from the URLconf, ids from the table of
samples: a page added later is here by itself.
"""

import hashlib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from sacoche.kit.tenancy import all_schools
from schools.models import School
from tests.pages.addresses import SAMPLES, Kind
from tests.pages.asking import PROFILES, allowed_profiles, get, post, text_of
from tests.pages.routes import routes

SAMPLED = [route for route in routes() if route.name in SAMPLES]
METHODS = {"GET": get, "POST": post}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("method", METHODS)
def test_nothing_of_a_school_is_open_to_another(profile, method, world, stranger_world, visitor):
    before = _belongings(world)
    complaints = []
    for route in SAMPLED:
        sample = SAMPLES[route.name]
        response = METHODS[method](visitor(stranger_world, profile), route.name, sample, world)
        expected = _expected(route, sample, method, profile)
        if response.status_code not in expected:
            complaints.append(f"{method} {route.name}: {response.status_code}, not {expected}")
        if world.mark.lower() in text_of(response).lower() and not _says_what_was_typed(route):
            complaints.append(f"{method} {route.name}: names somebody of the other school")

    assert complaints == []
    assert _belongings(world) == before


def _expected(route, sample, method, profile):
    """The statuses that give nothing away."""
    if not route.is_public and not profile:
        return (302, 401)
    if profile not in allowed_profiles(route):
        return (403,)
    if (method == "GET" and sample.kind is Kind.ACTION) or (method == "POST" and not sample.accepts_post):
        return (405,)
    if sample.carries_ids if method == "GET" else sample.posts_ids:
        return (sample.stranger,)
    return (200, 302, 303, 400, 422)


def _says_what_was_typed(route):
    """The list of schools is public: one is chosen before signing in."""
    return route.is_public


def _belongings(world):
    """Everything that a school has: its rows, table by table, and its files, each as a fingerprint."""
    with all_schools():
        school = School.objects.get(number=world.number)
        rows = {model._meta.label: _fingerprint(model, school) for model in apps.get_models() if _is_owned(model)}
    return rows | {"files": _files(world)}


def _is_owned(model):
    return any(isinstance(f, models.ForeignKey) and f.name == "school" for f in model._meta.concrete_fields)


def _fingerprint(model, school):
    rows = list(model._base_manager.filter(school=school).order_by("pk").values_list())
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()


def _files(world):
    """The private files that were there before anybody of the other school came."""
    folder = Path(settings.DATA_DIR)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
