"""What the operator decides of the whole server: maintenance, identity, limits, e-mails; and how it is."""

import datetime
import io
import json
import re
import shutil
from collections import namedtuple

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from PIL import Image
from time_machine import travel

from accounts.enums import Profile
from accounts.mail import queue_mail, refused_mail, send_due_mails
from accounts.models import NOTICE_VERSION, PUPIL_NOTICE_VERSION, Account, OutgoingMail
from operation.console.models import Decided
from operation.console.queries import health
from operation.console.services.contacts import stop_address
from operation.console.services.decisions import mark_bounced
from operation.models import Backup, Origin
from sacoche.kit.clock import local, now
from sacoche.kit.installation import forget, installation
from sacoche.kit.private_storage import private_storage
from sacoche.kit.tenancy import school_scope
from schools.models import School, Zone
from tests.factories import AccountFactory, SchoolFactory
from tests.html import words
from tests.s3 import free_port, storage_url

MAINTENANCE = "/console/maintenance/"


def plain(answer):
    return words(answer).replace("’", "'")


def plan(client, moment, **more):
    at = local(moment)
    return client.post(MAINTENANCE, {"reason": "Mise à jour", "day": f"{at:%Y-%m-%d}", "hour": f"{at:%H:%M}"} | more)


# --- Maintenance ------------------------------------------------------------------------------------------------------


def test_sessions_are_told_a_quarter_of_an_hour_before_then_shut_while_the_operator_goes_on(
    teacher, client_as, console, journal
):
    begins_at = (now() + datetime.timedelta(hours=3)).replace(second=0, microsecond=0)
    plan(console, begins_at)
    inside = client_as(teacher)

    def at(minutes):
        return travel((begins_at + datetime.timedelta(minutes=minutes)).timestamp(), tick=False)

    with at(-20):
        inside = client_as(teacher)
        assert "Mise à jour" not in plain(inside.get("/accueil/"))
        assert "notice" not in inside.get("/session/").json()
    with at(-12):
        assert f"SACoche ferme à {local(begins_at):%H:%M}, dans 12 minutes" in plain(inside.get("/accueil/"))
        assert "dans 12 minutes" in inside.get("/session/").json()["notice"]
    with at(1):
        closed = inside.get("/accueil/")
        assert (closed.status_code, "Mise à jour" in plain(closed)) == (503, True)
        assert inside.get("/session/", headers={"Accept": "application/json"}).status_code == 503
        assert Client().get("/").status_code == 503
        operator = Client()
        operator.post("/console/connexion/", {"login": "exploitant", "password": "lettres-et-42"})
        assert operator.get("/console/").status_code == 200
        operator.post("/console/maintenance/lever/")
        assert Client().get("/").status_code == 200
    assert journal()[0] == "a levé la maintenance"


def test_hour_in_the_past_is_refused_in_words(console):
    answer = plan(console, now() - datetime.timedelta(hours=1))

    assert answer.status_code == 422
    assert "Cette heure est passée" in plain(answer)
    assert installation().maintenance is None


def test_end_before_the_beginning_is_refused(console):
    begins = now() + datetime.timedelta(hours=2)
    end = local(begins - datetime.timedelta(hours=1))

    answer = plan(console, begins, end_day=f"{end:%Y-%m-%d}", end_hour=f"{end:%H:%M}")

    assert "avant la fermeture" in plain(answer)


@pytest.mark.parametrize(
    "form", [{"reason": ""}, {"reason": "Oui"}, {"reason": "Oui", "day": "demain", "hour": "25:99"}]
)
def test_maintenance_without_what_it_needs_is_refused(form, console):
    assert console.post(MAINTENANCE, form).status_code == 422
    assert installation().maintenance is None


def test_maintenance_at_once_says_when_it_should_be_over(console):
    end = local(now() + datetime.timedelta(days=1))
    form = {"reason": "Disque", "is_now": "on", "end_day": f"{end:%Y-%m-%d}", "end_hour": f"{end:%H:%M}"}

    console.post(MAINTENANCE, form)

    closed = Client().get("/aide/")
    assert f"Retour prévu le {end:%d/%m/%Y} à {end:%H:%M}" in plain(closed)
    assert int(closed["Retry-After"]) > 3600
    assert Client().get("/sante").status_code == 200
    assert Client().get("/nulle-part/").status_code == 503


def test_another_server_of_the_database_shuts_some_seconds_later(console):
    console.post(MAINTENANCE, {"reason": "Disque", "is_now": "on"})
    forget()

    assert Client().get("/").status_code == 503


# --- Identity, limits -------------------------------------------------------------------------------------------------


def identity(client, **fields):
    empty = dict.fromkeys(("name", "host", "host_url", "host_email", "legal_text", "privacy_text", "children_text"), "")
    return client.post("/console/installation/", empty | fields)


def test_notice_of_pupils_is_changed_by_the_operator_and_read_anew_by_them_alone_p260(school, client_as, console):
    pupil = AccountFactory(profile="ELV", notice_version=PUPIL_NOTICE_VERSION, notice_read_at=now())
    teacher = AccountFactory(profile="ENS", notice_version=NOTICE_VERSION)
    browser = client_as(pupil)
    assert browser.get("/accueil/").status_code == 200

    identity(console, children_text="Une question ? Écris à Rose, à la mairie.")

    assert client_as(teacher).get("/accueil/").status_code == 200
    assert browser.get("/accueil/").url == "/activation/"
    assert "Écris à Rose, à la mairie." in plain(browser.get("/activation/"))
    before = Account.objects.get(pk=pupil.pk).notice_read_at
    browser.post("/activation/", {"has_read": "on"})
    pupil.refresh_from_db()
    assert (pupil.notice_version, pupil.notice_read_at > before) == (PUPIL_NOTICE_VERSION + 1, True)
    assert browser.get("/accueil/").status_code == 200
    assert "Écris à Rose" in plain(browser.get(reverse("accounts:personal_data")))
    assert "Écris à Rose" not in plain(client_as(teacher).get(reverse("accounts:personal_data")))


def test_other_texts_of_the_server_are_read_anew_by_nobody_p260(school, client_as, console):
    pupil = AccountFactory(profile="ELV", notice_version=PUPIL_NOTICE_VERSION)
    identity(console, privacy_text="Déléguée : dpo@exemple.fr")
    assert client_as(pupil).get("/accueil/").status_code == 200


def test_sentence_too_long_for_a_child_is_refused_in_words_p260(console):
    long = "Cette phrase compte " + "beaucoup " * 14 + "trop de mots"
    answer = identity(console, children_text=f"Bonjour. {long}.")
    assert answer.status_code == 422
    assert "Cette phrase a plus de 15 mots" in plain(answer)
    assert Decided.objects.filter(children_version__gt=0).count() == 0


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (600, 200), "navy").save(stream, "PNG")
    return SimpleUploadedFile("logo.png", stream.getvalue())


def test_identity_is_read_on_the_entrance_in_the_notice_and_in_footers(admin, client_as, console, journal):
    identity(
        console,
        name="SACoche de l'Hérault",
        host="Syndicat mixte",
        host_url="https://exemple.fr",
        legal_text="Directrice : A. Exemple <b>",
        privacy_text="Déléguée : dpo@exemple.fr",
    )

    entrance, inside = plain(Client().get("/")), client_as(admin)
    assert "SACoche de l'Hérault" in entrance
    assert "Hébergé par Syndicat mixte" in entrance
    assert "SACoche de l'Hérault · hébergé par Syndicat mixte · Mentions légales" in plain(inside.get("/accueil/"))
    notice = plain(_notice(inside))
    assert "l'hébergeur du serveur (Syndicat mixte)" in notice
    assert "Déléguée : dpo@exemple.fr" in notice
    legal = Client().get("/mentions-legales/").content.decode()
    assert "A. Exemple &lt;b&gt;" in legal
    assert 'href="https://exemple.fr"' in legal
    assert journal()[0].startswith("a modifié l'identité de l'installation : nom de l'installation, hébergeur")


def _notice(client):
    return client.get(reverse("accounts:personal_data"))


def test_site_of_the_host_is_never_a_script(console):
    assert identity(console, host_url="javascript:alert(1)").status_code == 422


def test_logo_is_drawn_anew_and_shown_on_the_entrance(console):
    console.post("/console/installation/logo/", {"logo": picture()})

    address = re.search(r'src="(/installation/logo/\w+/)"', Client().get("/").content.decode())[1]
    assert Image.open(io.BytesIO(Client().get(address).content)).size == (480, 160)
    console.post("/console/installation/logo/", {"retirer": "1"})
    assert Client().get(address).status_code == 404


def test_limit_of_5_megabytes_is_said_by_the_page_and_obeyed_by_the_server(admin, client_as, console):
    console.post("/console/installation/limites/", {"upload_megabytes": "5"})
    inside = client_as(admin)

    page = inside.get("/imports/").content.decode()
    assert 'data-max-bytes="5242880"' in page
    assert "5 Mo au plus" in plain(inside.get("/imports/"))
    heavy = SimpleUploadedFile("gros.csv", b"x" * (5 * 1024 * 1024 + 10))
    answer = inside.post("/imports/", {"categorie": "base_eleves_eleves", "fichier": heavy})
    assert "dépasse 5 Mo" in plain(answer)
    heavier = SimpleUploadedFile("gros.csv", b"x" * (7 * 1024 * 1024))
    refused = inside.post("/imports/", {"categorie": "base_eleves_eleves", "fichier": heavier})
    assert (refused.status_code, "ne dépasse pas 5 Mo" in plain(refused)) == (413, True)


@pytest.mark.parametrize("form", [{"upload_megabytes": "21"}, {"upload_megabytes": "0"}, {"journal_days": "x"}])
def test_limit_that_cannot_be_is_refused(form, console):
    assert console.post("/console/installation/limites/", form).status_code == 422
    assert not Decided.objects.exists()


def test_duration_of_the_journal_is_said_in_the_notice(admin, client_as, console):
    console.post("/console/installation/limites/", {"journal_days": "500"})

    assert "conservé 500 jours" in plain(_notice(client_as(admin)))


# --- E-mails ----------------------------------------------------------------------------------------------------------


def test_test_goes_to_the_operator_himself_and_the_page_says_that_it_left(console, journal):
    console.post("/console/courriel/essai/")
    assert "En attente" in plain(console.get("/console/courriel/"))

    send_due_mails()

    assert mail.outbox[-1].to == ["exploitant@exemple.fr"]
    assert "Parti à" in plain(console.get("/console/courriel/"))
    assert journal() == ["a demandé un courriel d'essai"]


def test_nothing_leaves_while_mail_is_off_and_what_waits_leaves_or_is_cleared(console, school):
    console.post("/console/courriel/envoi/", {"coupe": "1"})
    queue_mail(school=school, recipient="a@exemple.fr", subject="Un", body="Un")

    assert send_due_mails() == (0, 0)
    assert mail.outbox == []
    assert "L'envoi est coupé : 1 courriel attend" in plain(console.get("/console/courriel/"))
    console.post("/console/courriel/envoi/", {"coupe": "0"})
    assert send_due_mails() == (1, 0)

    console.post("/console/courriel/envoi/", {"coupe": "1"})
    queue_mail(school=school, recipient="b@exemple.fr", subject="Deux", body="Deux")
    assert "1 courriel effacé" in plain(console.post("/console/courriel/attente/", follow=True))
    console.post("/console/courriel/envoi/", {"coupe": "0"})
    assert send_due_mails() == (0, 0)


def test_what_cannot_be_delivered_comes_back_to_the_address_chosen(console, school, settings):
    console.post("/console/courriel/retour/", {"email": "retours@exemple.fr"})
    queue_mail(school=school, recipient="a@exemple.fr", subject="Un", body="Un")

    send_due_mails()

    message = mail.outbox[-1]
    assert message.from_email == "retours@exemple.fr"
    assert message.message()["From"] == settings.DEFAULT_FROM_EMAIL


BOUNCE = """From: MAILER-DAEMON@relais.exemple
To: retours@exemple.fr
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="BB"

--BB
Content-Type: text/plain

Undelivered.
--BB
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.exemple

Final-Recipient: rfc822; {email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--BB--
"""


def bounce(monkeypatch, **fields):
    text = BOUNCE.format(**{"email": "claire@exemple.fr", "action": "failed", "status": "5.1.1"} | fields)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    call_command("mail_bounce")


def test_message_that_came_back_marks_the_address_of_each_school(school, other_school, monkeypatch, journal):
    for each in (school, other_school):
        queue_mail(school=each, recipient="claire@exemple.fr", subject="Un", body="Un")
    send_due_mails()

    bounce(monkeypatch)

    for each in (school, other_school):
        found = refused_mail(school=each, email="claire@exemple.fr")
        assert found.last_error == "550 5.1.1 no such user"
    assert journal() == ["adresse marquée comme refusée : claire@exemple.fr"]


@pytest.mark.parametrize("fields", [{"action": "delayed", "status": "4.4.1"}, {"email": ""}])
def test_message_that_is_only_late_marks_nothing(fields, school, monkeypatch):
    queue_mail(school=school, recipient="claire@exemple.fr", subject="Un", body="Un")
    send_due_mails()

    with pytest.raises(CommandError, match="aucun échec"):
        bounce(monkeypatch, **fields)
    assert refused_mail(school=school, email="claire@exemple.fr") is None


def test_address_is_marked_by_hand_when_something_was_sent_there(school, console):
    queue_mail(school=school, recipient="claire@exemple.fr", subject="Un", body="Un")
    send_due_mails()

    wrong = console.post("/console/courriel/refus/", {"email": "autre@exemple.fr"})
    console.post("/console/courriel/refus/", {"email": "claire@exemple.fr"})

    assert "Aucun courriel n'est parti" in plain(wrong)
    assert refused_mail(school=school, email="claire@exemple.fr").last_error == "signalé par l'exploitant"
    assert mark_bounced(operator=None, email="personne@exemple.fr", answer="") == 0


# --- Letters ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def contacts(db):
    """Twelve schools of a zone with a contact each, one without, one elsewhere."""
    zone, elsewhere = Zone.objects.create(name="Hérault"), Zone.objects.create(name="Gard")
    for number in range(1, 13):
        SchoolFactory(number=number, zone=zone, contact_email=f"ecole{number}@exemple.fr")
    SchoolFactory(number=13, zone=zone)
    SchoolFactory(number=14, zone=elsewhere, contact_email="gard@exemple.fr")
    return zone


def write(client, zone):
    form = {"subject": "Samedi", "text": "Le serveur change de machine.", "zone": str(zone.pk)}
    return client.post("/console/lettres/nouvelle/", form).url


def test_letter_to_a_zone_is_looked_at_then_leaves_once_to_twelve_contacts(contacts, console, journal):
    address = write(console, contacts)

    page = plain(console.get(address))
    assert "12 contacts, un courriel chacun" in page
    assert "gard@exemple.fr" not in page
    assert OutgoingMail.objects.count() == 0

    console.post(f"{address}envoyer/")
    again = console.post(f"{address}envoyer/", follow=True)
    send_due_mails(at_most=100)

    assert "ne part pas deux fois" in plain(again)
    assert sorted(each.to[0] for each in mail.outbox) == sorted(f"ecole{n}@exemple.fr" for n in range(1, 13))
    assert all("/lettres/arreter/" in each.body for each in mail.outbox)
    assert journal() == ["a envoyé la lettre « Samedi » à 12 contacts"]


def test_link_of_a_letter_stops_them_for_that_address_once_confirmed(contacts, console):
    path = "/lettres/" + stop_address("ecole1@exemple.fr").partition("/lettres/")[2]

    assert "ecole1@exemple.fr" in plain(Client().get(path))
    assert "12 contacts" in plain(console.get(write(console, contacts)))
    Client().post(path)

    assert "11 contacts" in plain(console.get(write(console, contacts)))
    assert Client().get("/lettres/arreter/forgé/").status_code == 410


def test_contact_of_two_schools_gets_one_letter(contacts, console):
    School.objects.filter(number=2).update(contact_email="Ecole1@exemple.fr")

    assert "11 contacts" in plain(console.get(write(console, contacts)))


def test_contact_changed_by_the_school_is_told(school, admin, client_as, operator, journal):
    form = {
        "name": school.name,
        "town": school.town,
        "year_switch_month": "8",
        "contact_last_name": "Roux",
        "contact_first_name": "Léa",
        "contact_email": "lea@exemple.fr",
    }
    client_as(admin).post(_identity_address(), form)
    send_due_mails()

    assert journal() == [f"l'établissement n° 1 ({school.name}) a changé son contact : Léa ROUX <lea@exemple.fr>"]
    assert mail.outbox[-1].to == ["exploitant@exemple.fr"]
    assert "Léa ROUX <lea@exemple.fr>" in mail.outbox[-1].body
    client_as(admin).post(_identity_address(), form | {"phone": "04 67 00 00 00"})
    assert len(journal()) == 1, "nothing is said of a telephone"


def _identity_address():
    return reverse("schools:identity")


# --- Health -----------------------------------------------------------------------------------------------------------

Usage = namedtuple("Usage", "total used free")


def details(client):
    return plain(client.get("/console/sante/"))


def test_monitor_is_told_200_and_nothing_more(db):
    answer = Client().get("/sante")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_full_disk_is_503_for_the_monitor_and_words_for_the_operator(console, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1000 * 1024**3, 0, 4 * 1024**3))

    answer = Client().get("/sante")

    assert (answer.status_code, answer.content) == (503, b"indisponible\n")
    assert "plein, plus rien ne s'enregistre bientôt" in details(console)


def test_shared_storage_that_is_away_is_said_and_takes_no_server_from_the_balancer(console, settings):
    settings.STORAGES = settings.STORAGES | {"private": private_storage(storage_url(free_port()))}

    assert Client().get("/sante").status_code == 200
    assert "Le serveur de fichiers ne répond pas" in details(console)


def test_disk_under_5_percent_is_warned_of_and_still_serves(console, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1000 * 1024**3, 0, 40 * 1024**3))

    assert Client().get("/sante").status_code == 200
    assert "⚠ à voir 4 % libres" in details(console)


def test_copy_older_than_26_hours_is_red(school, console):
    def level():
        with school_scope(school):
            return health.copies().level

    made = Backup(made_at=now() - datetime.timedelta(hours=27), origin=Origin.NIGHTLY, name="a", size=1)
    made.row_count = made.file_count = 1
    made.save()
    assert level() is health.Level.BAD
    assert "0 établissement sur 1" in details(console)
    Backup.objects.update(made_at=now() - datetime.timedelta(hours=25))
    assert level() is health.Level.GOOD


def test_mail_that_waits_for_hours_is_red(school, console):
    queue_mail(school=school, recipient="a@exemple.fr", subject="Un", body="Un")
    OutgoingMail.objects.update(queued_at=now() - datetime.timedelta(hours=3))

    assert health.mails().level is health.Level.BAD
    assert "depuis 180 minutes" in details(console)


def test_versions_are_for_the_operator_alone(console):
    assert re.search(r"Django 5\.2\.\d+", details(console))
    assert Client().get("/console/sante/").status_code == 302


# --- Metrics ----------------------------------------------------------------------------------------------------------


def test_metrics_are_shut_by_default(db):
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_metrics_are_read_with_their_token_and_name_nobody(school, pupil, settings):
    settings.METRICS_TOKEN = "jeton-de-mesure"

    answer = Client().get("/metrics", headers={"Authorization": "Bearer jeton-de-mesure"})

    text = answer.content.decode()
    assert "sacoche_schools 1.0" in text
    assert "sacoche_up 1.0" in text
    assert re.search(r"^sacoche_disk_free_bytes \d", text, re.MULTILINE)
    assert pupil.last_name not in text
    assert school.name not in text
    assert Client().get("/metrics", headers={"Authorization": "Bearer autre"}).status_code == 404


def test_state_of_a_session_stays_what_scripts_read(teacher, client_as):
    assert json.loads(client_as(teacher).get("/session/").content).keys() == {"seconds_left"}


def test_staff_of_a_school_reads_no_page_of_the_console(school, client_as):
    for profile in (Profile.ADM, Profile.DIR, Profile.ENS):
        client = client_as(AccountFactory(profile=profile))
        assert client.get("/console/").status_code == 302
