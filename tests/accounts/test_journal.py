"""« Log des actions sensibles »: what is written cannot be changed, who may read it finds what he looks for."""

import datetime
import re
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.enums import Profile
from accounts.models import Account, AppendOnly, JournalEntry, SignInLock
from sacoche.kit.journal import Verb, coming_from, record, verbs
from sacoche.kit.tenancy import school_scope
from tests.factories import PASSWORD, AccountFactory
from tests.html import words

MONDAY = datetime.datetime(2026, 1, 5, 8, tzinfo=datetime.UTC)


@pytest.fixture
def as_admin(client_as, admin):
    return client_as(admin)


def read(as_admin, **asked):
    return as_admin.get(reverse("accounts:journal"), asked)


def told(response):
    """The lines shown: who, what, from where."""
    page = html.fromstring(response.content)
    return [tuple(cell.text_content() for cell in row.xpath("td")[1:]) for row in page.xpath("//tbody/tr")]


def note(actor, code="schools.create_class", at=MONDAY, address="", **details):
    with time_machine.travel(at, tick=False), coming_from(address):
        record(code, actor=actor, school=actor.school, **(details or {"reference": "CM2_A"}))


# --- What is written --------------------------------------------------------------------------------------------------


def test_line_cannot_be_changed_nor_deleted(admin):
    note(admin)
    line = JournalEntry.objects.get()

    for attempt in (
        line.save,
        line.delete,
        lambda: JournalEntry.objects.update(code="x"),
        lambda: JournalEntry.objects.bulk_update([line], ["code"]),
        lambda: JournalEntry.objects.filter(pk=line.pk).delete(),
    ):
        with pytest.raises(AppendOnly):
            attempt()

    assert JournalEntry.objects.get().code == "schools.create_class"


def test_name_of_the_author_stays_when_the_account_goes(school, as_admin):
    teacher = AccountFactory(profile=Profile.ENS, last_name="DURAND", first_name="Paul")
    note(teacher)

    Account.objects.filter(pk=teacher.pk).delete()

    assert told(read(as_admin)) == [("DURAND Paul (professeur)", "a créé la classe CM2_A", "le serveur")]


def test_line_says_from_where_it_was_asked_for(client, school, admin):
    for _ in range(5):
        client.post("/", {"base": school.number, "login": "admin", "password": "faux"}, REMOTE_ADDR="192.0.2.7")
    client.post("/", {"base": school.number, "login": "admin", "password": PASSWORD}, REMOTE_ADDR="192.0.2.8")

    assert told(read(client)) == [
        ("visiteur non connecté", "identifiant « admin » : essais ralentis après 5 échecs de connexion", "192.0.2.7")
    ]


def test_line_of_a_command_says_so(school, admin, as_admin):
    record("exports.command", actor=None, school=school, pupils=1)

    assert told(read(as_admin)) == [("commande du serveur", "export de validations pour 1 élève", "le serveur")]


@pytest.mark.parametrize("verb", verbs, ids=lambda verb: verb.code)
def test_every_action_has_its_sentence(verb):
    names = dict(re.findall(r"\{([^}:]*):?([^}]*)\}", verb.sentence))
    details = {name: 2 if forms else "MOT" for name, forms in names.items()}

    assert re.search(r"[{}|]", verb.told(details)) is None
    assert verb.told({}).count("…") == verb.sentence.count("{")
    assert re.search(r"[{}|]", verb.label) is None


def test_sentence_counts_in_french():
    verb = Verb("x", "a importé {n:validation|validations} pour {name}")

    sentences = [verb.told({"n": n, "name": "Zoé"}) for n in (0, 1, 2)]

    assert sentences == [f"a importé {words} pour Zoé" for words in ("0 validation", "1 validation", "2 validations")]
    assert verb.label == "a importé … validations pour …"


def test_line_without_a_detail_is_refused(admin):
    with pytest.raises(KeyError):
        record("schools.create_class", actor=admin, school=admin.school)


def test_line_of_an_action_no_longer_known_is_still_read(admin, as_admin):
    note(admin)
    JournalEntry._base_manager.update(code="old.action")

    assert told(read(as_admin)) == [("MARCHAND Claire (administrateur)", "old.action", "le serveur")]


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_latest_comes_first_with_its_local_time(admin, as_admin):
    note(admin, reference="PREMIERE")
    note(admin, reference="SECONDE", at=MONDAY + datetime.timedelta(days=1))

    page = words(read(as_admin))

    assert "06/01/2026 09:00:00 MARCHAND Claire (administrateur) a créé la classe SECONDE" in page
    assert page.index("SECONDE") < page.index("PREMIERE")
    assert "2 actions" in page


def test_what_people_typed_is_shown_as_text(admin, as_admin):
    note(admin, reference="<script>alert(1)</script>")

    assert "a créé la classe &lt;script&gt;alert(1)&lt;/script&gt;" in read(as_admin).content.decode()


def test_days_are_those_of_the_school_both_included(admin, as_admin):
    for hour in (22, 23):  # in Paris: the 4th at 23:00, the 5th at midnight
        note(admin, at=datetime.datetime(2026, 1, 4, hour, tzinfo=datetime.UTC), reference=f"H{hour}")
    note(admin, at=datetime.datetime(2026, 1, 5, 22, 59, 59, 999, tzinfo=datetime.UTC), reference="H24")

    assert [line[1][-3:] for line in told(read(as_admin, du="2026-01-05"))] == ["H24", "H23"]
    assert [line[1][-3:] for line in told(read(as_admin, au="2026-01-04"))] == ["H22"]
    assert [line[1][-3:] for line in told(read(as_admin, du="2026-01-05", au="2026-01-05"))] == ["H24", "H23"]


def test_person_is_found_as_author_or_as_subject_whatever_the_accents(admin, as_admin):
    paul = AccountFactory(profile=Profile.ENS, last_name="LEFÈVRE", first_name="Paul")
    note(paul)
    note(admin, "accounts.reinstate", person="LEFÈVRE Paul", profile="professeur")
    note(admin, "accounts.reinstate", person="MARTIN Zoé", profile="élève")

    assert len(told(read(as_admin, q="lefevre paul"))) == 2
    assert len(told(read(as_admin, q="LEFÈVRE réintégré"))) == 1
    assert "Aucune action ne correspond" in words(read(as_admin, q="personne"))


def test_action_is_chosen_in_a_list_by_room(admin, as_admin):
    note(admin)
    note(admin, "schools.delete_class", reference="CM2_B")

    response = read(as_admin, action="schools.delete_class")

    assert told(response) == [("MARCHAND Claire (administrateur)", "a supprimé la classe CM2_B", "le serveur")]
    assert '<option value="schools.delete_class" selected>a supprimé la classe …</option>' in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"du": "hier"}, "Écrivez la date sous la forme JJ/MM/AAAA."),
        ({"au": "9999-12-31"}, "Vérifiez l'année."),
        ({"du": "0001-01-01"}, "Vérifiez l'année."),
        ({"du": "2026-02-01", "au": "2026-01-01"}, "Ce jour est avant le premier : changez l'un des deux."),
        ({"action": "nothing"}, "Choisissez une action de la liste."),
    ],
)
def test_filter_that_cannot_be_read_says_why(as_admin, asked, error):
    for response in (read(as_admin, **asked), as_admin.post(reverse("accounts:download_journal"), asked)):
        assert response.status_code == 422
        assert error in words(response)


def test_long_journal_comes_by_pages(admin, as_admin):
    for rank in range(101):
        note(admin, reference=f"R{rank:03d}")

    assert "Page 1 sur 2" in words(read(as_admin))
    assert [line[1] for line in told(read(as_admin, page=2, q="classe"))] == ["a créé la classe R000"]


@pytest.mark.parametrize("size", [1, 30])
def test_journal_takes_the_same_queries_whatever_its_length(admin, as_admin, django_assert_num_queries, size):
    for rank in range(size):
        note(AccountFactory(profile=Profile.ENS), reference=f"R{rank}")
    read(as_admin)

    # session, account, count, lines
    with django_assert_num_queries(3):
        read(as_admin)


def test_journal_is_that_of_one_school(admin, other_school, as_admin):
    with school_scope(other_school):
        note(AccountFactory(profile=Profile.ADM, last_name="AUTRE"))
    record("schools.create", actor=None, school=None, number=3, name="Ailleurs")

    assert told(read(as_admin)) == []
    assert "Aucune action n'a encore été enregistrée" in words(read(as_admin))


# --- Taking it away ---------------------------------------------------------------------------------------------------


def test_download_gives_the_lines_of_the_filter_and_is_a_line_itself(admin, as_admin):
    note(admin, address="192.0.2.7", reference="=1+1;x")
    note(admin, "schools.delete_class", reference="CM2_B")

    with time_machine.travel(MONDAY + datetime.timedelta(days=2), tick=False):
        response = as_admin.post(reverse("accounts:download_journal"), {"action": "schools.create_class"})
        page = read(as_admin)

    assert response["Content-Disposition"] == 'attachment; filename="journal_1_2026-01-07.csv"'
    assert b"".join(response.streaming_content).decode("utf-8-sig").split("\r\n") == [
        "Date;Heure;Auteur;Action;Adresse réseau",
        '05/01/2026;09:00:00;MARCHAND Claire (administrateur);"a créé la classe =1+1;x";192.0.2.7',
        "",
    ]
    assert told(page)[0][1:] == ("a téléchargé 1 ligne du journal", "127.0.0.1")


def test_download_neutralises_formulas(admin, as_admin):
    admin.last_name = "=CMD()"
    admin.save()
    note(admin)

    response = as_admin.post(reverse("accounts:download_journal"))

    assert ";'=CMD() Claire (administrateur);" in b"".join(response.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("profile", [Profile.DIR, Profile.ENS, Profile.ELV, Profile.TUT])
def test_journal_is_closed_to_the_others(school, client_as, profile):
    as_admin = client_as(AccountFactory(profile=profile))

    assert (read(as_admin).status_code, as_admin.post(reverse("accounts:download_journal")).status_code) == (403, 403)


# --- Comings and goings -----------------------------------------------------------------------------------------------


def came_and_went(school):
    as_admin = Client()
    for password in ("faux", PASSWORD):
        as_admin.post("/", {"base": school.number, "login": "admin", "password": password}, REMOTE_ADDR="192.0.2.7")
    as_admin.post("/deconnexion/", REMOTE_ADDR="192.0.2.7")
    as_admin.post("/", {"base": school.number, "login": "mon-secret-a-moi", "password": "x"}, REMOTE_ADDR="192.0.2.7")


def test_coming_leaving_and_failing_are_lines_apart(school, admin, as_admin):
    came_and_went(school)

    assert told(read(as_admin)) == []
    who = "MARCHAND Claire (administrateur)"
    assert told(read(as_admin, action="connexions")) == [
        ("visiteur non connecté", "échec de connexion avec un identifiant inconnu", "192.0.2.7"),
        (who, "s'est déconnecté (SACoche)", "192.0.2.7"),
        (who, "s'est connecté (codes SACoche)", "192.0.2.7"),
        ("visiteur non connecté", "échec de connexion avec l'identifiant « admin »", "192.0.2.7"),
    ]
    assert told(read(as_admin, action="accounts.sign_out")) == [(who, "s'est déconnecté (SACoche)", "192.0.2.7")]


def test_login_that_nobody_has_is_quoted_nowhere_however_often_it_is_tried(school, admin, as_admin):
    for _ in range(6):
        came_and_went(school)

    lines = [f"{line.details} {line.search_text}" for line in JournalEntry.objects.all()]
    assert [line for line in lines if "secret" in line] == []
    assert [lock.key for lock in SignInLock.objects.filter(key__contains="secret")] == []
    locked = ("visiteur non connecté", "identifiant inconnu : essais ralentis après 5 échecs", "192.0.2.7")
    assert locked in told(read(as_admin))


def test_comings_and_goings_have_their_own_delay(school, admin, settings):
    settings.JOURNAL_DAYS, settings.SIGN_IN_DAYS = 365, 180
    with time_machine.travel(MONDAY, tick=False):
        came_and_went(school)
    note(admin)

    kept = []
    for days in (179, 181, 366):
        with time_machine.travel(MONDAY + datetime.timedelta(days=days), tick=False):
            call_command("purge", verbosity=0)
        kept.append(JournalEntry.objects.count())

    assert kept == [5, 1, 0]


# --- Retention --------------------------------------------------------------------------------------------------------


def test_purge_forgets_lines_older_than_the_setting(admin, other_school, settings):
    settings.JOURNAL_DAYS = 30
    with school_scope(other_school):
        stranger = AccountFactory(profile=Profile.ADM)
        note(stranger)
    note(admin)
    note(admin, at=MONDAY + datetime.timedelta(days=1), reference="GARDEE")

    output = StringIO()
    with time_machine.travel(MONDAY + datetime.timedelta(days=30, seconds=1), tick=False):
        call_command("purge", stdout=output)

    assert "autres lignes du journal : 2" in output.getvalue()
    assert [line.details for line in JournalEntry.objects.all()] == [{"reference": "GARDEE"}]


def test_lines_are_kept_a_year_by_default(admin):
    note(admin)

    with time_machine.travel(MONDAY + datetime.timedelta(days=365), tick=False):
        call_command("purge", verbosity=0)
        assert JournalEntry.objects.count() == 1
    with time_machine.travel(MONDAY + datetime.timedelta(days=366), tick=False):
        call_command("purge", verbosity=0)
        assert JournalEntry.objects.count() == 0
