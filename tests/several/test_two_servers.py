"""Two servers, no folder in common, clocks thirty seconds apart: what a school does passes from one to the other."""

import io
import os
import re
import subprocess
import sys
import uuid

import pytest
from PIL import Image

from tests.e2e.backstage import ROOT
from tests.e2e.server import Server, ServerFailed
from tests.several.conftest import PASSWORD, make_school
from tests.several.people import Person
from tests.several.servers import OneOfSeveral

pytestmark = pytest.mark.timeout(240)
HOME = "/accueil/"
WRONG = {"login": "durand", "password": "pas-celui-la"}


@pytest.fixture(scope="module")
def school(pair, known_ent):
    return make_school(pair[0], "Collège aux deux serveurs", known_ent)


def test_whoever_signs_in_with_codes_on_one_server_is_in_on_the_other(pair, school):
    one, other = pair
    person = school.signed_in(one, "durand")

    assert "Paul DURAND" in person.get(other, HOME).text
    assert person.post(other, "/deconnexion/").status == 302
    assert person.get(one, HOME).status == 302


def test_whoever_left_for_the_ent_from_one_server_comes_back_to_the_other(pair, school, known_ent):
    one, other = pair
    person, at_the_ent = Person(), known_ent.person("ent-petit")
    asked = f"/?sso={school.number}"
    # The first redirection proves that the browser keeps cookies.
    leave = person.get(other, person.get(one, asked).location)
    back = at_the_ent.way_back_from(leave.location)

    arrived = person.get(one, back)

    assert (arrived.status, arrived.location) == (302, HOME)
    assert "Anne PETIT" in person.get(other, HOME).text
    # The ENT says to one server that she left: she is out of both.
    at_the_ent.leave()
    assert person.get(other, HOME).status == 302


def test_ticket_that_has_served_on_one_server_opens_nothing_on_the_other(pair, school, known_ent):
    one, other = pair
    person, thief, at_the_ent = Person(), Person(), known_ent.person("ent-durand")
    leave = person.get(one, person.get(one, f"/?sso={school.number}").location)
    back = at_the_ent.way_back_from(leave.location)
    assert person.get(one, back).location == HOME
    thief.get(other, thief.get(other, f"/?sso={school.number}").location)

    refused = thief.get(other, back)

    assert (refused.status, "Connexion refusée par l'ENT" in refused.text) == (403, True)


def test_failures_on_one_server_lock_on_the_other_until_a_password_is_given(pair):
    one, other = pair
    school = make_school(one, "Collège des essais")
    person = Person()
    answers = [person.post(server, "/", base=school.number, **WRONG) for server in (one, other, one, other, one)]
    assert {answer.status for answer in answers} <= {200, 429}

    refused = [
        person.sign_in(server, school=school.number, login="durand", password=PASSWORD).status for server in pair
    ]

    assert refused == [429, 429]
    one.evaluate(
        "from accounts.models import Account; from accounts.safety.owners import forget_failures;"
        "from sacoche.kit.tenancy import all_schools\n"
        f"with all_schools(): forget_failures(Account.objects.select_related('school').get(login='durand', "
        f"school={school.pk})); answer = 1"
    )
    school.signed_in(other, "durand")


def test_logo_sent_to_one_server_is_shown_by_the_other(pair, school):
    one, other = pair
    admin = school.signed_in(one, "admin")
    stream = io.BytesIO()
    Image.new("RGB", (80, 40), "navy").save(stream, format="PNG")
    assert admin.post_file(one, "/etablissement/logo/", "logo", "logo.png", stream.getvalue()).status == 302

    page = admin.get(other, HOME).text
    address = page.partition('class="site-logo" src="')[2].partition('"')[0]

    assert Image.open(io.BytesIO(admin.get(other, address).body)).size == (80, 40)


def _open_grid(school, person, server, page, after=0):
    asked = {"cadre": 8, "classe": school.cm2, "depuis": after, "page": page}
    return person.post(server, "/socle/items/presence/", **asked).data


def test_colleagues_on_two_servers_see_each_other_and_what_each_saves(pair, school):
    one, other = pair
    durand, petit = school.signed_in(one, "durand"), school.signed_in(other, "petit")
    his, hers = uuid.uuid4().hex, uuid.uuid4().hex
    before = _open_grid(school, durand, one, his)
    assert _open_grid(school, petit, other, hers)["others"] == ["Paul DURAND"]
    assert (before["changes"], _open_grid(school, durand, one, his)["others"]) == ([], ["Anne PETIT"])

    cell = {"gestures": [{"gesture": "cell", "cells": [[school.pupil, school.item, 2, 1]]}]}
    assert petit.post_json(other, "/socle/items/enregistrer/", cell).status == 200
    [seen] = _open_grid(school, durand, one, his, after=before["cursor"])["changes"]

    assert (seen[:3], seen[4]) == ([school.pupil, school.item, 1], "PETIT A.")
    # The other way round, from the server whose clock is late to the one in advance.
    cursor = _open_grid(school, petit, other, hers)["cursor"]
    cell["gestures"][0]["cells"] = [[school.pupil, school.item, 1, 0]]
    assert durand.post_json(one, "/socle/items/enregistrer/", cell).status == 200
    [seen] = _open_grid(school, petit, other, hers, after=cursor)["changes"]
    assert seen[2] == 0
    petit.post(other, "/socle/items/presence/", cadre=8, classe=school.cm2, depuis=0, page=hers, ferme=1)
    assert _open_grid(school, durand, one, his)["others"] == []


def test_server_whose_clock_is_wrong_says_so_once_and_follows_the_database(pair, school):
    right, wrong = pair
    wrong_person = school.signed_in(wrong, "durand")
    assert wrong_person.get(right, "/session/").data["seconds_left"] == pytest.approx(1800, abs=20)
    [told] = re.findall(r"the clock of this server is (\d+) s in advance of that of the database", wrong.complaints())
    # As long as a busy machine takes to set it.
    assert (20 < int(told) <= 31, "the clock of this server" in right.complaints()) == (True, False)


# --- The secret key ---------------------------------------------------------------------------------------------------


def _stranger(pair, tmp_path, **environment) -> Server:
    """A server on the same database, without the key of the others: it made one in its own folder."""
    return OneOfSeveral(tmp_path, pair[0].environment["DATABASE_URL"], SECRET_KEY="", **environment)


def test_server_without_the_shared_key_does_not_start_and_says_what_to_give(pair, tmp_path):
    stranger = _stranger(pair, tmp_path)
    with pytest.raises(ServerFailed, match="ont une autre clé secrète") as stopped:
        stranger.start()
    assert "Traceback" not in str(stopped.value)
    # Nor by gunicorn alone, nor to run a command that would sign links.
    with pytest.raises(ServerFailed, match="ont une autre clé secrète"):
        stranger.serve()
    with pytest.raises(ServerFailed, match="ont une autre clé secrète"):
        stranger.manage("purge")
    assert "est celle de sa base" in pair[1].manage("secret_key")


def test_key_that_was_changed_on_purpose_is_told_and_the_former_one_is_refused(pair, tmp_path):
    stranger, former = _stranger(pair, tmp_path), pair[0]
    try:
        assert "est maintenant celle de la base" in stranger.manage("secret_key", "--changed")
        with pytest.raises(ServerFailed, match="ont une autre clé secrète"):
            former.manage("secret_key")
    finally:
        former.evaluate("from accounts.safety.server_key import accept; accept(); answer = 1")


def test_cache_url_that_is_none_stops_the_server_in_words_without_its_password(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "CACHE_URL": "redsi://:motdepasse@serveur/0"}
    stopped = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert "CACHE_URL : « redsi » n'est pas une sorte de cache connue" in stopped.stderr
    assert (stopped.returncode, "motdepasse" in stopped.stderr) == (1, False)
