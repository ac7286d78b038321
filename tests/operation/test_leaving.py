"""« Résilier l'inscription »: counted, named, put off for fifteen days; then nothing of the school is left."""

import datetime
import io
import os
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.urls import reverse

from accounts.factor.factors import add_application
from accounts.mail import queue_mail
from accounts.models import Account, JournalEntry, OpenSession, SpaceRequest
from documents.models import GeneratedFile
from operation.backups.nightly import back_up_at_night, folder_of
from operation.backups.reading import read_to_the_end
from operation.backups.records import open_key
from operation.leaving.files import files_of as keys_of_files
from operation.leaving.services import delete_those_that_left, leave
from operation.models import Backup, Origin
from sacoche.kit.clock import local, now
from sacoche.kit.factor.totp import new_secret
from sacoche.kit.parts.tables import every_table
from sacoche.kit.stored import store
from sacoche.kit.tenancy import school_scope
from schools.leaving import GRACE, LEAVING
from schools.models import School
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words
from tests.operation.saving import PASSWORD, beside, over, restore, rows, save
from tests.pages.world import build_world

PAGE = "operation:leave"


def ask(browser, name="École Jules-Exemple", again=PASSWORD):
    return browser.post(reverse(PAGE), {"name": name, "password": PASSWORD, "again": again}, follow=True)


# --- Asked ------------------------------------------------------------------------------------------------------------


def test_administrator_copies_the_name_and_takes_a_last_backup(admin, client_as, school):
    SchoolClassFactory()
    browser = client_as(admin)
    assert "Classes 1" in " ".join(words(browser.get(reverse(PAGE))).split())
    page = words(ask(browser))

    day = f"{local(now() + GRACE):%d/%m/%Y}"
    assert f"tout sera effacé le {day}. Récupérez cette sauvegarde." in page
    file = GeneratedFile.objects.get()
    given = browser.get(reverse("operation:download_backup", args=[file.token]))
    content = io.BytesIO(b"".join(given.streaming_content))
    assert read_to_the_end(content, open_key(content, PASSWORD)).counts["schools.SchoolClass"] == 1
    assert Backup.objects.get().origin == Origin.LAST
    [line] = JournalEntry.objects.filter(code="operation.leave")
    assert (line.actor, line.details) == (admin, {"day": day})


def test_second_factor_is_asked_before_a_school_is_resigned_p258(admin, client, school):
    add_application(account=admin, secret=new_secret(), step=7)
    client.force_login(admin, backend="accounts.backends.LocalBackend")

    answer = client.post(reverse(PAGE), {"name": school.name, "password": PASSWORD, "again": PASSWORD})

    assert "C'est bien vous ?" in words(answer)
    assert 'name="preuve-code"' in answer.content.decode()
    school.refresh_from_db()
    assert LEAVING not in school.access


def test_wrong_name_or_password_resigns_nothing(admin, client_as, school):
    browser = client_as(admin)
    page = ask(browser, name="École")
    assert (page.status_code, "Ce n'est pas « École Jules-Exemple »" in words(page)) == (422, True)
    assert ask(browser, again="autre").status_code == 422
    school.refresh_from_db()
    assert (school.leaves_at, Backup.objects.count()) == (None, 0)


def test_banner_tells_everybody_until_an_administrator_changes_his_mind(admin, teacher, client_as, school):
    leave(actor=admin, school=school)
    told = "Cet établissement quitte ce serveur"
    assert told in words(client_as(teacher).get(reverse("home"), follow=True))

    browser = client_as(admin)
    assert "Ne plus résilier" in words(browser.get(reverse(PAGE)))
    page = words(browser.post(reverse("operation:stay"), follow=True))

    assert ("L'établissement reste : rien ne sera effacé." in page, told in page) == (True, False)
    with time_machine.travel(now() + 2 * GRACE):
        assert delete_those_that_left() == 0


def test_asking_twice_does_not_put_it_off(admin, school):
    first = leave(actor=admin, school=school)
    with time_machine.travel(now() + datetime.timedelta(days=3)):
        assert leave(actor=admin, school=school) == first


def test_backup_made_meanwhile_does_not_bring_the_end_with_it(admin, school):
    leave(actor=admin, school=school)
    stream, key = save(school)

    assert restore(stream, key, beside(number=7)).school.leaves_at is None
    restore(stream, key, over(school))
    school.refresh_from_db()
    assert school.leaves_at is not None


# --- Done -------------------------------------------------------------------------------------------------------------


def search(mark: str, school: int) -> Iterator[str]:
    """Every row of the server that holds the mark, or is of the school."""
    for model in every_table():
        columns = [field.attname for field in model._meta.concrete_fields]
        for row in models.QuerySet(model).values(*columns):
            if row.get("school_id") == school or mark in str({name: _read(value) for name, value in row.items()}):
                yield f"{model._meta.label} {row}"


def _read(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value


def files_of(folder) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def _keys_of_the_others() -> set[str]:
    keys = set()
    for school in School.objects.all():
        with school_scope(school):
            keys |= {key for _, key in keys_of_files(school)}
    return keys


@pytest.fixture
def two_schools(db, settings, tmp_path):
    """Two schools where everything exists, saved each night."""
    settings.BACKUP_DIR = tmp_path / "nuits"
    worlds = build_world(number=1, mark="Zyxwvut"), build_world(number=2, mark="Qponmlk")
    for number in (1, 2):
        back_up_at_night(School.objects.get(number=number), password=PASSWORD)
    return worlds


def test_after_its_days_nothing_of_the_school_is_left_and_the_other_is_as_it_was(two_schools, data_dir, tmp_path):
    gone, other = School.objects.get(number=1), School.objects.get(number=2)
    School.objects.filter(pk=gone.pk).update(uai="0591234W")
    gone.refresh_from_db()
    SpaceRequest.objects.create(school_name="Zyxwvut", uai="0591234W", last_name="A", first_name="B", email="a@b.fr")
    with school_scope(other):
        before = rows(other)
    with school_scope(gone):
        queue_mail(school=gone, recipient="a@exemple.fr", subject="Zyxwvut", body="Zyxwvut")
        store("evaluations", str(gone.pk), "Zyxwvut", b"Zyxwvut")
        admin = Account.objects.filter(profile="ADM").first()
        keys = list(OpenSession.objects.values_list("session_key", flat=True))
        leave(actor=admin, school=gone)
    assert list(search("Zyxwvut", gone.pk))

    with time_machine.travel(now() + GRACE - datetime.timedelta(minutes=1)):
        assert delete_those_that_left() == 0
    with time_machine.travel(now() + GRACE):
        assert delete_those_that_left() == 1

    assert list(search("Zyxwvut", gone.pk)) == []
    assert not Session.objects.filter(session_key__in=keys).exists()
    assert not School.objects.filter(number=1).exists()
    connection.check_constraints()
    with school_scope(other):
        assert rows(other) == before
    assert [path for path in files_of(data_dir) if path.split("/")[1] not in _keys_of_the_others()] == []
    assert not folder_of(gone).exists()
    assert len(files_of(folder_of(other))) == 1


def test_server_killed_between_rows_and_files_leaves_none_after_the_next_purge(admin, school, data_dir):
    store("ressources", "987654", "x", b"x")
    os.utime(data_dir / "ressources" / "987654" / "x", (0, 0))

    delete_those_that_left()

    assert files_of(data_dir) == []


def test_last_backup_brings_the_school_back(admin, school):
    AccountFactory(login="cle")
    stream, key = save(school)
    leave(actor=admin, school=school)
    with time_machine.travel(now() + GRACE):
        delete_those_that_left()
    restored = restore(stream, key, beside(number=1))

    with school_scope(restored.school):
        assert Account.objects.filter(login="cle").exists()
