"""Schools, from the console: listed, opened, changed, shut, deleted. Never a person of theirs but their contact."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.mail import send_due_mails
from accounts.models import Account, JournalEntry
from evaluations.models import Mark
from operation.console.models import SchoolFigures
from operation.console.queries.schools import school_list
from operation.console.services.figures import count_due_schools, count_schools
from operation.models import Backup, Origin
from sacoche.kit.clock import now
from sacoche.kit.parts.tables import every_table, is_of_a_school
from sacoche.kit.stored import read, store
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School, Zone
from tests.factories import AccountFactory, SchoolFactory
from tests.html import words
from tests.operation.life import live
from tests.pages.addresses import Kind, cases
from tests.pages.world import build_world

NEW = {
    "name": "Collège des Tilleuls",
    "town": "Autreville",
    "uai": "0690078K",
    "contact_last_name": "leroy",
    "contact_first_name": "éloïse",
    "contact_email": "principale@exemple.fr",
}


def rows(client, **asked):
    page = client.get("/console/", asked).content.decode()
    return re.findall(r'href="/console/etablissements/(\d+)/"', page)


# --- The list ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(db):
    zone = Zone.objects.create(name="Hérault")
    first = SchoolFactory(number=1, name="École Jules-Exemple", town="Lunel", uai="0341234G", zone=zone)
    return [first, SchoolFactory(number=2, name="Collège Zola", town="Metz"), SchoolFactory(number=3, name="Arago")]


def test_schools_are_found_by_name_town_uai_and_zone(three, console):
    assert rows(console) == ["3", "2", "1"]
    assert rows(console, q="zola metz") == ["2"]
    assert rows(console, q="0341234g") == ["1"]
    assert rows(console, zone=str(three[0].zone_id)) == ["1"]
    assert rows(console, q="personne") == []
    assert rows(console, zone="x", etat="rien", page="zzz") == ["3", "2", "1"]


def test_list_says_size_last_sign_in_last_copy_and_state(three, console):
    with school_scope(three[0]):
        AccountFactory(profile="ELV", last_login=now())
        Backup.objects.create(made_at=now(), origin=Origin.NIGHTLY, name="a.zip", size=1, row_count=1, file_count=0)
    count_due_schools()

    [line] = [line for line in school_list(words="", state="", zone="", number=1).lines if line.number == 1]

    assert (line.label, line.people, line.is_copy_old) == ("bonne santé", 1, False)
    assert line.rows >= 2
    assert line.last_sign_in_at is not None
    assert "✔ bonne santé" in words(console.get("/console/"))


def test_school_shut_is_last_and_counted_apart(three, console):
    console.post("/console/etablissements/3/fermer/", {"reason": "Impayé"})

    assert rows(console) == ["2", "1", "3"]
    assert rows(console, etat="fermes") == ["3"]
    assert "Fermés · 1" in words(console.get("/console/"))


def test_school_that_nobody_ever_entered_is_found(three, console):
    with school_scope(three[1]):
        AccountFactory(last_login=now())
    count_due_schools()

    assert rows(console, etat="jamais") == ["3", "1"]


def test_list_asks_as_much_of_three_schools_as_of_fifty(three, console):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            console.get("/console/")
        return len(asked)

    few = questions()
    for number in range(4, 51):
        SchoolFactory(number=number)
    count_due_schools()

    assert questions() == few


# --- Opening, changing ------------------------------------------------------------------------------------------------


def test_school_is_opened_and_its_contact_gets_his_link(console, journal):
    answer = console.post("/console/etablissements/ajouter/", NEW)
    send_due_mails()

    school = School.objects.get()
    assert answer.url == f"/console/etablissements/{school.number}/"
    assert (school.contact_last_name, school.contact_first_name) == ("LEROY", "Éloïse")
    assert mail.outbox[-1].to == ["principale@exemple.fr"]
    assert Client().get(re.search(r"(/premier-acces/\S+)", mail.outbox[-1].body)[1]).status_code == 200
    assert journal() == ["a créé l'établissement n° 1 (Collège des Tilleuls)"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Donnez le nom"),
        ({"uai": "0690078A"}, "n'est pas un numéro UAI"),
        ({"uai": "0341234G"}, "porte déjà le numéro UAI"),
        ({"contact_email": "pas une adresse"}, "Écrivez une seule adresse"),
        ({"number": "1"}, "n'est pas libre"),
        ({"number": "0"}, "supérieure ou égale"),
    ],
)
def test_school_that_cannot_be_is_refused_in_words(wrong, told, three, console):
    answer = console.post("/console/etablissements/ajouter/", NEW | wrong)

    assert answer.status_code == 422
    assert told in words(answer).replace("’", "'")
    assert School.objects.count() == 3


def test_school_is_changed_and_the_journal_names_what(three, console, journal):
    console.post("/console/etablissements/1/modifier/", NEW | {"zone": ""})

    changed = School.objects.get(number=1)
    assert (changed.name, changed.uai, changed.zone) == ("Collège des Tilleuls", "0690078K", None)
    assert rows(console, q="tilleuls") == ["1"]
    assert journal()[0].startswith("a modifié l'établissement n° 1 (Collège des Tilleuls) : nom, commune, UAI, zone")


def test_administrator_gets_a_link_again(school, admin, console, journal):
    School.objects.filter(pk=school.pk).update(contact_email="ecole@exemple.fr")

    console.post(f"/console/etablissements/{school.number}/acces/", {"administrateur": admin.pk})
    send_due_mails()

    assert mail.outbox[-1].to == ["ecole@exemple.fr"]
    assert journal()[0].startswith("a envoyé à ecole@exemple.fr un lien d'administrateur")


def test_link_is_for_administrators_of_that_school_alone(school, other_school, teacher, console):
    with school_scope(other_school):
        stranger = AccountFactory(profile="ADM")

    for account in (teacher, stranger):
        answer = console.post(f"/console/etablissements/{school.number}/acces/", {"administrateur": account.pk})
        assert answer.status_code == 404


# --- Shutting ---------------------------------------------------------------------------------------------------------


def test_school_that_is_shut_puts_everybody_out_with_the_reason(school, admin, client_as, console, journal):
    inside = client_as(admin)

    console.post(f"/console/etablissements/{school.number}/fermer/", {"reason": "Convention à signer"})

    assert inside.get("/accueil/").status_code == 302
    assert "Convention à signer" in words(inside.get("/"))
    assert journal() == [f"a fermé l'établissement n° 1 ({school.name}) : Convention à signer"]
    console.post(f"/console/etablissements/{school.number}/rouvrir/")
    assert client_as(admin).get("/accueil/").status_code == 200


@pytest.mark.parametrize("reason", ["", "x" * 101])
def test_shutting_needs_a_reason(reason, school, console):
    answer = console.post(f"/console/etablissements/{school.number}/fermer/", {"reason": reason})

    assert answer.status_code == 422
    assert School.objects.get(pk=school.pk).access == {}


# --- Deleting ---------------------------------------------------------------------------------------------------------


def delete(client, number, typed):
    return client.post(f"/console/etablissements/{number}/supprimer/", {"confirmation": typed})


def test_deleted_school_leaves_nothing_but_a_line_of_the_journal(school, other_school, console, journal):
    live(school)
    with school_scope(other_school):
        kept = AccountFactory()
    store("evaluations", str(school.pk), "a", b"sujet")
    school.refresh_from_db()
    pk, name = school.pk, school.uai or str(school.number)

    answer = delete(console, school.number, name)

    assert answer.url == "/console/"
    with all_schools():
        left = {
            model._meta.label: model._base_manager.filter(school=pk).count()
            for model in every_table()
            if is_of_a_school(model) and model is not School
        }
        assert {label for label, number in left.items() if number} == set()
        assert not School.objects.filter(pk=pk).exists()
        assert Account.objects.filter(pk=kept.pk).exists()
    assert read("evaluations", str(pk), "a") is None
    assert journal()[0] == f"a supprimé l'établissement n° 1 ({school.name}), {school.uai or 'sans UAI'}"
    connection.check_constraints()


def test_deleting_asks_what_names_the_school(three, console):
    assert "recopiez « 0341234G »" in words(console.get("/console/etablissements/1/supprimer/"))

    answer = delete(console, 1, "oui")

    assert answer.status_code == 422
    assert "rien n'a été supprimé" in words(answer).replace("’", "'")
    assert School.objects.filter(number=1).exists()
    assert delete(console, 1, " 0341234g ").url == "/console/"


def test_deleting_asks_who_is_there_once_the_proof_is_old(three, console):

    session = SessionStore(console.cookies[settings.CONSOLE_COOKIE_NAME].value)
    session["proved_at"] = 0
    session.save()

    answer = delete(console, 1, "0341234G")

    assert "C'est bien vous" in words(answer).replace("’", "'")
    assert School.objects.filter(number=1).exists()


def test_page_of_the_deletion_counts_what_goes(school, pupil, console):
    page = words(console.get(f"/console/etablissements/{school.number}/supprimer/"))

    assert "1 compte (1 élève)" in page
    assert "aucune. Demandez d'abord" in page.replace("’", "'")


@pytest.mark.parametrize("page", ["", "modifier/", "supprimer/"])
def test_school_that_is_not_there_is_not_found(page, console):
    assert console.get(f"/console/etablissements/404/{page}").status_code == 404


# --- No name of a person ----------------------------------------------------------------------------------------------


def test_no_page_of_the_console_names_a_pupil_a_guardian_or_a_teacher(console):
    world = build_world(number=11, mark="QUOKKA")
    School.objects.filter(number=11).update(name="École des Lilas")
    count_due_schools()
    with all_schools():
        people = Account.objects.filter(school__number=11).values_list("last_name", "first_name", "login", "email")
        logins_of_administrators = set(
            Account.objects.filter(school__number=11, profile="ADM").values_list("login", flat=True)
        )
        secrets = {text for person in people for text in person if len(text) > 4} - logins_of_administrators
    pages = [case for case in cases(Kind.PAGE, Kind.DATA, Kind.FILE) if case.route.is_of_operators]
    assert len(pages) > 15

    for case in pages:
        answer = console.get(case.path(world), case.sample.query(world))
        text = b"".join(answer) if answer.streaming else answer.content
        named = {secret for secret in secrets if secret in text.decode()}
        assert named == set(), case.key


def test_journal_of_the_school_says_that_the_operator_acted(school, console):
    console.post(f"/console/etablissements/{school.number}/fermer/", {"reason": "Essai"})

    assert JournalEntry.objects.filter(code="accounts.close_school").count() == 1


def test_figures_count_what_is_there(school, pupil, teacher):
    live(school)
    count_schools([school])

    figures = SchoolFigures.objects.get()

    assert figures.pupils == Account.objects.active().filter(profile="ELV").count()
    assert figures.marks == Mark.objects.exclude(code="PA").count()
    assert figures.file_bytes > 0
