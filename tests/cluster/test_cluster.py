"""A host's installation loses one of its machines at a time: what was answered is kept, and people hardly notice.

Run by `make cluster-test`, in this order: each test leaves the installation as it found it, but the last one.
"""

import json
import os
import re
import signal
import urllib.request
import uuid

import pytest

from tests.cluster.installation import TOKEN, Installation
from tests.cluster.people import ClassOfTeachers, Saving, open_class
from tests.september import import_labels_and_archive
from tests.several.people import Person

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(240)]


def test_import_labels_and_archive_of_a_school_go_through_the_balancer(host: Installation):
    before = host.balancer.served()
    school = host.one.create_school("École du Répartiteur")
    browser = host.browser(school)

    import_labels_and_archive(host.one, school, browser, browser)

    answered = [now - then for now, then in zip(host.balancer.served(), before, strict=True)]
    assert min(answered) > 3, "both servers did their part"


def _look(school: ClassOfTeachers, person, page: str, after: int = 0) -> dict:
    asked = {"cadre": 8, "classe": school.cm2, "depuis": after, "page": page}
    return person.post(school.installation, "/socle/items/presence/", **asked).data


def test_colleagues_see_each_other_and_what_each_saves_whichever_server_answers(host: Installation):
    school = open_class(host, "École de la grille en direct", people=2)
    durand, petit = school.signed_in(0), school.signed_in(1)
    his, hers = uuid.uuid4().hex, uuid.uuid4().hex
    cursor = _look(school, durand, his)["cursor"]
    _look(school, petit, hers)

    letter = {"gestures": [{"gesture": "cell", "cells": [[school.pupils[0], school.items[0], 2, 1]]}]}
    assert petit.post_json(host, "/socle/items/enregistrer/", letter).status == 200

    # Two requests in turn: one of them is not answered by the server that saved.
    seen = [_look(school, durand, his, after=cursor) for _ in range(2)]
    assert [look["others"] for look in seen] == [["Paul DURAND1"]] * 2
    assert [[change[:3] for change in look["changes"]] for look in seen] == [
        [[school.pupils[0], school.items[0], 1]]
    ] * 2


def test_figures_of_each_server_are_read_through_the_balancer(host: Installation):
    for port in host.balancer.figures:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            text = answer.read().decode()
        assert "sacoche_up 1.0" in text
        assert re.search(r"^sacoche_workers [1-9]", text, re.MULTILINE)
        assert re.search(r'^sacoche_requests_total\{status="2xx"\} [1-9]', text, re.MULTILINE)
        assert re.search(r"^sacoche_replica_behind_bytes \d", text, re.MULTILINE)
    # From outside, nothing.
    assert Person().get(host, "/metrics").status == 404


def test_log_of_the_balancer_and_that_of_a_server_tell_one_request_alike(host: Installation):
    Person().get(host, "/premier-acces/un-lien-qui-sert-encore/?ticket=ST-secret")

    told = host.balancer.said()
    [line] = [line for line in told.splitlines() if "/premier-acces/" in line]
    number = line.rsplit(" ", 1)[1]
    lines = [json.loads(each) for each in host.said() if number in each]
    assert {each["request"] for each in lines} == {number}
    everything = "\n".join([told, *host.said()])
    assert "un-lien-qui-sert-encore" not in everything
    assert "ST-secret" not in everything


def test_web_server_killed_loses_nothing_and_is_told_once_at_most(host: Installation):
    school = open_class(host, "École du serveur tué")
    with Saving(school) as saving:
        host.two.kill()
        saving.wait_for_saves(10)
        host.two.serve()
        host.wait(lambda: host.balancer.is_up("web2"))
        saving.wait_for_saves()

    saving.check()
    assert max(each.interruptions for each in saving.teachers) <= 1


_PASSWORDS = """
from accounts.models import Account
from documents.jobs.asking import ask
from entrance.spaces.creation import open_school
from imports.identities import issue
from imports.identities.issue_job import WRITE_PASSWORDS
from sacoche.kit.bulk import bulk_insert
from sacoche.kit.tenancy import school_scope
school, admin = open_school(name="École de l'ouvrier tué", password_hash="!")
with school_scope(school):
    names = range(150)
    rows = ({"last_name": f"NOM{n}", "sort_key": f"nom{n}", "login": f"eleve.{n}"} for n in names)
    bulk_insert(Account, rows, common={"profile": "ELV", "first_name": "Zoé", "password": "!"})
    pupils = Account.objects.pupils().values_list("pk", flat=True)
    issue.start(owner=admin, given=[issue.Given(pk, is_new_login=False, password=f"un-mot-{pk}") for pk in pupils])
    job = ask(kind=WRITE_PASSWORDS, owner=admin, title="Mots de passe", asked={}, subject="x", total=150)
    answer = {"school": school.pk, "admin": admin.pk, "job": job.pk}
"""
# What a minute and a half later would be: nobody has said anything of the job since.
_LATER = """
import datetime
from documents.jobs.reaper import SILENCE
from documents.models import Job
from sacoche.kit.clock import now
from sacoche.kit.tenancy import all_schools
with all_schools():
    silent = now() - SILENCE - datetime.timedelta(seconds=1)
    answer = Job.objects.filter(pk={job}, status="running").update(beat_at=silent)
"""
_STATUS = """
from documents.models import Job
from sacoche.kit.tenancy import all_schools
with all_schools():
    job = Job.objects.get(pk={job})
    answer = [job.status, job.done]
"""
_PASSWORDS_MADE = """
from accounts.models import Account
from imports.identities import issue
from sacoche.kit.tenancy import school_scope
from schools.models import School
with school_scope(School.objects.get(pk={school})):
    slips = {{slip.login: slip.password for slip in issue.slips(Account.objects.get(pk={admin}))}}
    people = list(Account.objects.pupils())
    right = [person.check_password(slips.get(person.login)) for person in people[::15]]
    answer = [len(slips), all(right), sum(person.password == "!" for person in people)]
"""


def test_worker_killed_in_a_job_leaves_it_to_another_which_ends_it_once(host: Installation):
    asked = host.one.evaluate(_PASSWORDS)
    host.wait(lambda: host.one.evaluate(_STATUS.format(**asked))[1] > 0)
    assert host.worker
    os.kill(host.worker.pid, signal.SIGKILL)
    host.worker.wait()

    assert host.one.evaluate(_LATER.format(**asked)) == 1, "it was killed in the middle of it"
    host.start_worker()
    host.wait(lambda: host.one.evaluate(_STATUS.format(**asked))[0] == "done")

    assert host.one.evaluate(_PASSWORDS_MADE.format(**asked)) == [150, True, 0]


def test_primary_killed_loses_nothing_and_the_standby_takes_its_place(host: Installation):
    school = open_class(host, "École de la base tuée")
    with Saving(school) as saving:
        host.primary.kill()
        host.standby.promote()
        host.bouncer.turn(host.primary, host.standby)
        saving.wait_for_saves(5)

    saving.check()
    assert max(each.interruptions for each in saving.teachers) <= 1
    for sentence in (sentence for each in saving.teachers for sentence in each.sentences):
        assert "SACoche ne répond pas pour le moment" in sentence
