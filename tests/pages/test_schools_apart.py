"""Schools kept apart: every address, with the ids of one school, asked by everybody of another.

404 wherever ids are sent, nothing listed, nothing written. Addresses come from the URLconf, ids from the table of
samples: a page added later is here by itself.
"""

import hashlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import reverse

from sacoche.kit.tenancy import all_schools
from schools.models import School
from tests.pages.addresses import Kind, cases
from tests.pages.asking import get, may_open, post, standing_profiles, text_of
from tests.pages.world import READY, with_import_at

# What a head transmits is for whoever holds its address, of any school: tests/bilans/printing looks at it.
CASES = [case for case in cases() if case.sample.stage == READY and case.key != "documents:transmitted"]
METHODS = {"GET": get, "POST": post}
# Nothing asked of one's own school is an error of the server.
OWN = (200, 204, 302, 303, 400, 409, 422)


@pytest.mark.parametrize("profile", standing_profiles())
@pytest.mark.parametrize("method", METHODS)
def test_nothing_of_a_school_is_open_to_another(profile, method, world, stranger_world, visitor):
    before, files = _rows(world), _files()
    complaints = []
    browser = visitor(stranger_world, profile)
    for case in CASES:
        if method == "POST":  # some of them sign out
            browser = visitor(stranger_world, profile)
        response = METHODS[method](browser, case, world)
        expected = _expected(case, method, profile)
        if response.status_code not in expected:
            complaints.append(f"{method} {case.key}: {response.status_code}, not {expected}")
        if world.mark.lower() in text_of(response).lower() and not _lists_schools(case):
            complaints.append(f"{method} {case.key}: names somebody of the other school")

    assert complaints == []
    assert _crossings() == {}
    assert _rows(world) == before
    kept = {path: content for path, content in files.items() if not path.startswith(_own_folders(stranger_world))}
    assert {path: content for path, content in _files().items() if path in kept} == kept


@pytest.mark.parametrize("colleague", ["DIR", "ADM2"])
def test_a_file_is_open_to_its_maker_alone(colleague, world, visitor):
    download = next(case for case in CASES if case.key == "exports:download")

    assert get(visitor(world, "ADM"), download, world).status_code == 200
    assert get(visitor(world, colleague), download, world).status_code == 404


def test_an_import_decides_nothing_for_the_pupils_of_another_school(world, stranger_world, visitor):
    """The keys of the boxes hold ids: those of another school, sent with one's own import, name nobody."""
    own = with_import_at("classes", stranger_world)
    browser, address = visitor(own, "ADM"), reverse("imports:step", args=[own.run, "utilisateurs"])
    fingerprint = re.search(r'name="fingerprint" value="([^"]+)"', browser.get(address).content.decode())[1]
    before, people = _rows(world), _rows(own)["accounts.Account"]

    ticks = [f"u-{pupil}" for pupil in world.pupils]
    response = browser.post(address, {"fingerprint": fingerprint, "tick": ticks})

    assert response.status_code == 302
    assert _rows(world) == before
    assert _rows(own)["accounts.Account"] == people
    assert _crossings() == {}


def test_a_file_with_the_sconet_ids_of_another_school_changes_nobody(world, stranger_world, visitor):
    importing = next(case for case in CASES if case.key == "exports:import_file")
    before = _rows(stranger_world)["socle.ItemValidation"]

    away = post(visitor(stranger_world, "ADM"), importing, world)
    home = post(visitor(world, "ADM"), importing, world)

    assert "1 élève ignoré" in text_of(away)
    assert _rows(stranger_world)["socle.ItemValidation"] == before
    assert "1 validation importée" in text_of(home)


def test_the_school_of_the_samples_has_rows_and_files_to_protect(world):
    """The comparison above must not compare nothing with nothing."""
    full = {label for label, (count, _) in _rows(world).items() if count}

    assert {"accounts.Account", "schools.SchoolClass", "socle.ItemValidation", "imports.ImportRun"} <= full
    assert {"imports.ImportLine", "documents.GeneratedFile", "documents.SealedNote", "documents.Job"} <= full
    assert len(_files()) >= 2 * 13, "three of each school at least (some have had their hour), ten of its évaluations"


def _expected(case, method, profile):
    """The statuses that give nothing away."""
    route, sample = case.route, case.sample
    if (not route.is_public and not profile) or route.is_of_operators:
        # A session of a school is none in the console.
        return (302, 401)
    if not may_open(case, profile):
        return (403,)
    if (method == "GET" and sample.kind is Kind.ACTION) or (method == "POST" and not sample.accepts_post):
        return (405,)
    if method == "GET":
        return (sample.stranger,) if sample.carries_ids else (*OWN, sample.status)
    if not sample.posts_ids:
        return OWN
    # What one profile alone may do with what it opens is refused to the others in words, before anything is looked for.
    is_of_another = sample.profile and profile != sample.profile
    return (sample.stranger_post, 403) if is_of_another else (sample.stranger_post,)


def _lists_schools(case):
    """A school is chosen by its name before signing in: the list is public, people and classes are not in it."""
    return case.route.name in ("accounts:sign_in", "accounts:index_php", "accounts:school_search")


def _own_folders(world):
    """What somebody may empty in his own school: the identifiers he is bringing, the backup that waits."""
    identifiers = (f"issued_identities/compte-{pk}/" for pk in world.accounts.values())
    return (*identifiers, f"restaurations/{world.restoration}/")


def _rows(world):
    """Everything that a school has, table by table: how many rows, and their fingerprint."""
    with all_schools():
        school = School.objects.get(number=world.number)
        return {model._meta.label: _fingerprint(model, school) for model in apps.get_models() if _is_owned(model)}


def _crossings():
    """The rows that point at a row of another school, by field."""
    found = {}
    for model in filter(_is_owned, apps.get_models()):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and _is_owned(field.related_model):
                # What no school made is a row of a national list.
                made = model._base_manager.exclude(**{field.name: None}).exclude(**{f"{field.name}__school": None})
                astray = made.exclude(**{f"{field.name}__school": models.F("school")})
                found[f"{model._meta.label}.{field.name}"] = astray.count()
    return {label: number for label, number in found.items() if number}


def _is_owned(model):
    return any(isinstance(f, models.ForeignKey) and f.name == "school" for f in model._meta.concrete_fields)


def _fingerprint(model, school):
    rows = list(model._base_manager.filter(school=school).order_by("pk").values_list())
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()


def _files():
    """The private files on the disk, each with its fingerprint."""
    folder = Path(settings.DATA_DIR)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
