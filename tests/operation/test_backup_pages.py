"""« Sauvegarder / Restaurer la base », as an administrator does it."""

import datetime
import io
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.access.decided import BY_OPERATOR
from accounts.access.services import close_school, shut_while
from accounts.models import Account, JournalEntry
from documents.models import GeneratedFile, Job, JobStatus
from operation.backups.nightly import back_up_at_night
from operation.backups.putting_back import FILES, purge_restorations
from operation.backups.reading import read_to_the_end
from operation.backups.records import open_key
from operation.models import Backup, Restoration
from operation.persons.erasing import erase, losses_of
from operation.queries import was_saved_lately
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.losses import fingerprint
from schools.models import School
from tests.documents.working import a_worker_is_there, work_off
from tests.factories import PASSWORD as OWN
from tests.factories import AccountFactory, SchoolClassFactory, SchoolFactory
from tests.html import words
from tests.operation.saving import PASSWORD, over, restore, rows, save

PAGE = "operation:backups"


@pytest.fixture
def browser(admin, client_as) -> Client:
    return client_as(admin)


def ask(browser: Client, password: str = PASSWORD, again: str | None = None):
    sent = {"password": password, "again": password if again is None else again}
    return browser.post(reverse(PAGE), sent, follow=True)


def send(browser: Client, content: bytes, password: str = PASSWORD, name: str = "a.sacoche"):
    sent = {"file": SimpleUploadedFile(name, content), "opened_by": password}
    return browser.post(reverse("operation:send_backup"), sent, follow=True)


def confirm(browser: Client, typed: str = "restaurer 1"):
    return browser.post(reverse("operation:restoration"), {"words": typed}, follow=True)


def backup(school: School) -> bytes:
    return save(school)[0].getvalue()


def journal(code: str) -> list[str]:
    return [str(line.details) for line in JournalEntry.objects.filter(code=code)]


# --- Saving -----------------------------------------------------------------------------------------------------------


def test_administrator_takes_one_file_that_his_password_opens(browser, admin, school):
    SchoolClassFactory()
    page = ask(browser)
    assert page.status_code == 200
    assert "s'efface du serveur au bout d'une heure" in words(page)

    file = GeneratedFile.objects.get()
    given = browser.get(reverse("operation:download_backup", args=[file.token]))
    content = io.BytesIO(b"".join(given.streaming_content))

    assert re.fullmatch(r"sauvegarde_1_[-0-9_]+\.sacoche", file.name)
    held = read_to_the_end(content, open_key(content, PASSWORD))
    assert (held.manifest.school, held.manifest.by) == (str(school), admin.display_name)
    assert held.counts["schools.SchoolClass"] == 1
    noted = Backup.objects.get()
    assert (noted.by, noted.size, noted.row_count) == (admin.display_name, file.size, sum(held.counts.values()))
    assert was_saved_lately()
    [line] = JournalEntry.objects.filter(code="operation.back_up")
    assert (line.actor, line.details["name"]) == (admin, file.name)


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("court", None, "12 caractères au moins, par exemple"),
        ("quatre mots sans rapport", "quatre mots sans", "Les deux mots de passe ne sont pas les mêmes"),
        ("", None, "Choisissez le mot de passe de la sauvegarde."),
    ],
)
def test_password_is_long_and_typed_twice(browser, password, again, said):
    page = ask(browser, password, again)

    assert (page.status_code, said in words(page)) == (422, True)
    assert not Backup.objects.exists()


def test_file_leaves_the_server_after_an_hour_and_is_its_makers_alone(browser, client_as, data_dir):
    ask(browser)
    file = GeneratedFile.objects.get()
    address = reverse("operation:download_backup", args=[file.token])
    other = AccountFactory(profile="ADM")
    assert client_as(other).get(address).status_code == 404

    with time_machine.travel(now() + datetime.timedelta(minutes=61)):
        from documents.making import purge_generated_files

        purge_generated_files()
    file.refresh_from_db()
    assert file.is_thrown
    assert [path for path in data_dir.rglob("*") if path.is_file() and path.stat().st_size > 100] == []
    GeneratedFile.objects.update(expires_at=now())
    page = browser.get(address)
    assert (page.status_code, "n'est plus sur le serveur" in words(page)) == (410, True)


def test_session_left_open_saves_nothing(admin, client):
    client.force_login(admin, backend="accounts.backends.LocalBackend")

    assert client.get(reverse(PAGE)).status_code == 403
    assert client.post(reverse(PAGE), {"password": PASSWORD, "again": PASSWORD}).status_code == 403
    assert not Backup.objects.exists()


def test_large_school_is_saved_by_a_worker(browser, admin, school, monkeypatch):
    monkeypatch.setattr("operation.backups.making.WholeSchool.at_once", -1)
    a_worker_is_there()
    ask(browser)
    job = Job.objects.get()
    assert PASSWORD not in str(job.asked)
    work_off()

    job.refresh_from_db()
    assert (job.status, job.sentence.startswith("Sauvegarde prête")) == (JobStatus.DONE, True)
    assert browser.get(job.address).status_code == 200
    assert Backup.objects.count() == 1


# --- Putting back -----------------------------------------------------------------------------------------------------


def test_backup_is_seen_then_put_back_and_everybody_signs_in_again(browser, admin, school):
    SchoolClassFactory()
    file, before = backup(school), rows(school)
    AccountFactory(), SchoolClassFactory()

    seen = words(send(browser, file))
    assert "Classes 1 2 − 1" in " ".join(seen.split())
    assert "1 compte créé depuis disparaît" in seen
    page = confirm(browser)

    assert "La sauvegarde est restaurée : " in words(page)
    after = rows(school)
    told = after["accounts.JournalEntry"].pop()
    assert after == before
    assert (told["code"], told["details"]["by"]) == ("operation.restore", admin.display_name)
    assert browser.get(reverse(PAGE)).status_code == 302
    assert not Restoration.objects.exists()
    signed_in = Client().post(reverse("accounts:sign_in"), {"base": 1, "login": admin.login, "password": OWN})
    assert signed_in.status_code == 302


def test_person_erased_since_is_said_to_come_back(browser, admin, school):
    pupil = AccountFactory(profile="ELV", last_name="OUBLIÉE")
    file = backup(school)
    erase(actor=admin, person=pupil, seen=fingerprint(losses_of(pupil)))

    page = words(send(browser, file))

    assert "1 personne effacée depuis reviendrait avec cette sauvegarde. Imprimez d'abord son reçu" in page
    assert "reviendr" not in words(send(browser, backup(school)))


# SQLite alone is told how large it may grow.
if connection.vendor == "sqlite":

    def test_disk_full_in_the_middle_is_said_and_changes_nothing(browser, school):
        AccountFactory.create_batch(300)
        file = backup(school)
        Account.objects.filter(profile="ELV").delete()
        send(browser, file)
        before = rows(school)
        with connection.cursor() as cursor:
            free = cursor.execute("PRAGMA freelist_count").fetchone()[0]
            cursor.execute(f"CREATE TABLE filler AS SELECT randomblob({free} * 4096) AS content")
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")
            try:
                answer = confirm(browser)
            finally:
                cursor.execute(f"PRAGMA max_page_count = {most}")
        assert answer.status_code == 503
        assert "Le disque de ce serveur est plein" in words(answer)
        # That the school is shut is written before, and may stay until its hour: the disk may not take its opening.
        assert rows(school) | {"schools.School": []} == before | {"schools.School": []}


def test_words_are_copied_before_anything_is_written(browser, school):
    file = backup(school)
    SchoolClassFactory()
    send(browser, file)

    page = confirm(browser, "restaurer 2")

    assert (page.status_code, "Ce n'est pas « restaurer 1 »" in words(page)) == (422, True)
    assert rows(school)["schools.SchoolClass"] != []


def test_what_is_wrong_with_a_file_is_said_and_nothing_is_touched(browser, school, other_school, data_dir):
    file = backup(school)
    with school_scope(other_school):
        AccountFactory()
        foreign = backup(other_school)
    SchoolClassFactory(), AccountFactory(profile="ELV")
    before = rows(school)
    half = len(file) // 2
    wrongs = [
        (file, "pas le bon mot", "Ce mot de passe n'ouvre pas cette sauvegarde"),
        (b"PK\x03\x04 autre chose", PASSWORD, "n'est pas une sauvegarde d'établissement"),
        (b"", PASSWORD, "Ce fichier est vide"),
        (file[:half], PASSWORD, "coupée avant la fin"),
        (file[:half] + b"?" + file[half + 1 :], PASSWORD, "altérée"),
        (foreign, PASSWORD, "est celle de « École des Tilleuls, Autreville »"),
    ]
    for content, password, said in wrongs:
        page = send(browser, content, password)
        assert (page.status_code, said in words(page)) == (422, True), said
        assert not Restoration.objects.exists()

    assert [code for code, held in rows(school).items() if held != before[code]] == ["accounts.JournalEntry"]
    assert not list((data_dir / FILES).glob("*/*"))


def test_school_settles_in_an_empty_space_with_its_people(browser, admin, school, other_school):
    with school_scope(other_school):
        School.objects.filter(pk=other_school.pk).update(uai="0591234W")
        other_school.refresh_from_db()
        AccountFactory(login="cle", profile="ADM", first_name="Cléo")
        SchoolClassFactory()
        file = backup(other_school)
    School.objects.filter(pk=other_school.pk).update(uai="")

    seen = words(send(browser, file))
    assert "Cette sauvegarde vient d'un autre espace" in seen
    confirm(browser)

    school.refresh_from_db()
    assert (school.number, school.name, school.uai) == (1, "École des Tilleuls", "0591234W")
    assert school.identity == other_school.identity
    assert [person.login for person in Account.objects.all()] == ["cle"]
    signed_in = Client().post(reverse("accounts:sign_in"), {"base": 1, "login": "cle", "password": OWN})
    assert signed_in.status_code == 302


def test_worker_puts_back_a_backup_and_its_end_is_told(browser, admin, school):
    file = backup(school)
    SchoolClassFactory()
    send(browser, file)
    a_worker_is_there()
    confirm(browser)
    assert work_off() == 1

    job = Job.objects.get()
    assert (job.status, job.owner) == (JobStatus.DONE, admin)
    assert job.sentence.startswith("La sauvegarde est restaurée")
    assert rows(school)["schools.SchoolClass"] == []


def test_worker_puts_back_a_backup_that_does_not_know_who_asked(browser, admin, school):
    admin_before = admin.pk
    other = AccountFactory(profile="ADM", login="autre")
    Account.objects.filter(pk=admin_before).update(login="pas encore")
    file = backup(school)
    Account.objects.filter(pk=admin_before).update(login="admin")
    send(browser, file)
    a_worker_is_there()
    confirm(browser)
    work_off()

    assert Account.objects.filter(login="autre", pk=other.pk).exists()
    assert (Job.objects.count(), len(journal("operation.restore"))) == (0, 1)


def test_restoration_whose_worker_died_is_begun_again_though_access_is_shut(browser, admin, school):
    file = backup(school)
    SchoolClassFactory()
    send(browser, file)
    a_worker_is_there()
    confirm(browser)
    # What the worker that was killed had done.
    shut_while(school=school, reason="…", by="…", until=now() + datetime.timedelta(minutes=5))
    work_off()

    assert Job.objects.get().status == JobStatus.DONE
    school.refresh_from_db()
    assert (rows(school)["schools.SchoolClass"], "server" in school.access.get("closings", {})) == ([], False)


def test_nothing_is_put_back_while_a_work_goes_on(browser, admin, school):
    file = backup(school)
    send(browser, file)
    told = {"kind": "x", "version": 1, "status": JobStatus.RUNNING, "title": "Import de septembre"}
    Job(owner=admin, **told).save()

    page = confirm(browser)

    assert (page.status_code, "Un travail est en cours (« Import de septembre »)" in words(page)) == (409, True)


def test_backup_left_an_hour_leaves_the_server(browser, school, data_dir):
    send(browser, backup(school))
    with time_machine.travel(now() + datetime.timedelta(minutes=61)):
        assert purge_restorations() == 1

    assert not Restoration.objects.exists()
    assert not list((data_dir / FILES).glob("*/*"))
    assert "Aucune sauvegarde n'attend" in words(confirm(browser))


def test_backup_given_up_leaves_the_server(browser, school, data_dir):
    send(browser, backup(school))
    page = browser.post(reverse("operation:give_up_restoration"), follow=True)

    assert "rien n'a été écrit" in words(page)
    assert not Restoration.objects.exists()
    assert not list((data_dir / FILES).glob("*/*"))


def test_last_night_is_put_back_by_the_administrator_himself(browser, school, settings, tmp_path):
    settings.BACKUP_DIR, settings.BACKUP_PASSWORD = tmp_path / "nuits", PASSWORD
    night = back_up_at_night(school, password=PASSWORD)
    SchoolClassFactory()
    address = reverse("operation:bring_backup", args=[night.pk])
    assert address in browser.get(reverse(PAGE)).content.decode()

    seen = words(browser.post(address, follow=True))
    assert "Classes 0 1 − 1" in " ".join(seen.split())
    confirm(browser)

    assert rows(school)["schools.SchoolClass"] == []


def test_night_that_is_no_longer_kept_is_said(browser, school, settings, tmp_path):
    settings.BACKUP_DIR, settings.BACKUP_PASSWORD = tmp_path / "nuits", PASSWORD
    night = back_up_at_night(school, password=PASSWORD)
    address = reverse("operation:bring_backup", args=[night.pk])
    settings.BACKUP_PASSWORD = "un autre mot de passe"
    assert "Ce mot de passe n'ouvre pas" in words(browser.post(address, follow=True))
    settings.BACKUP_DIR = tmp_path / "ailleurs"

    assert "n'est plus gardée sur ce serveur" in words(browser.post(address, follow=True))
    assert not Restoration.objects.exists()
    assert browser.post(reverse("operation:bring_backup", args=[10**6])).status_code == 404


# --- Access meanwhile -------------------------------------------------------------------------------------------------


def test_access_is_shut_meanwhile_to_everybody_and_opens_by_itself(browser, school):
    until = now() + datetime.timedelta(minutes=5)
    shut_while(school=school, reason="Claire MARCHAND restaure une sauvegarde", by="Claire MARCHAND", until=until)

    page = browser.get(reverse("home"), follow=True)
    assert "L'accès est fermé quelques minutes : Claire MARCHAND restaure une sauvegarde." in words(page)
    sign_in = {"base": 1, "login": "admin", "password": OWN}
    assert Client().post(reverse("accounts:sign_in"), sign_in).status_code != 302
    with time_machine.travel(until):
        assert Client().post(reverse("accounts:sign_in"), sign_in).status_code == 302


def test_backup_opens_nothing_that_the_operator_has_shut(school):
    stream, key = save(school)
    close_school(actor=None, school=school, kind=BY_OPERATOR, reason="Contrat fini")

    restore(stream, key, over(school))

    school.refresh_from_db()
    assert school.access["closings"][BY_OPERATOR]["reason"] == "Contrat fini"


def test_other_number_of_a_school_is_what_is_copied(school):
    from operation.backups.forms import words_of

    assert words_of(school) == "restaurer 1"
    assert words_of(SchoolFactory(number=9, uai="0591234W")) == "restaurer 0591234W"
