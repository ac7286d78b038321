"""A school asks the operator for a space; he opens it by one command; its administrator comes in by a link."""

import datetime
import io
import json
import logging
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.enums import Profile
from accounts.mail import send_due_mails
from accounts.models import Account, JournalEntry, OutgoingMail, SpaceRequest
from sacoche.kit.clock import now, today
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School
from tests.factories import AccountFactory, SchoolFactory
from tests.html import words

ASK, OPERATOR = "/demander-un-espace/", "webmestre@exemple.fr"
PASSWORD = "une phrase bien à moi"
FIELDS = {
    "school_name": "Collège Jean-Vilar",
    "town": "Béziers",
    "uai": "0341234g",
    "last_name": "Roussel",
    "first_name": "Inès",
    "email": "ines.roussel@exemple.fr",
    "text": "Pour la rentrée.",
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """run("create_school", "École"): what a command prints."""

    def run(*arguments: str) -> str:
        capsys.readouterr()
        call_command(*arguments)
        return capsys.readouterr().out

    return run


def ask(client: Client | None = None, **changes: str):
    return (client or Client()).post(ASK, FIELDS | changes)


def link() -> str:
    """The path of the link in the last mail that left."""
    send_due_mails()
    return re.search(r"https?://[^/]+(/premier-acces/\S+)", mail.outbox[-1].body)[1]


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_school_asks_for_a_space_and_the_operator_is_told_s43(db: None, settings, run) -> None:
    settings.OPERATOR_EMAIL = OPERATOR
    assert "Demander un espace" in words(Client().get("/"))

    page = words(ask())

    request = SpaceRequest.objects.get()
    assert f"La demande n° {request.pk}, pour « Collège Jean-Vilar, Béziers », est transmise au webmestre" in page
    send_due_mails()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([OPERATOR], "SACoche : un espace pour Collège Jean-Vilar")
    assert f"create_school --request {request.pk}" in sent.body
    day = f"{today():%d/%m/%Y}"
    assert run("space_requests").split("\t") == [
        str(request.pk), day, "Collège Jean-Vilar, Béziers", "0341234G",
        "Inès Roussel <ines.roussel@exemple.fr>", "Pour la rentrée.\n",
    ]  # fmt: skip


def test_operator_opens_the_space_in_one_command_s43(db: None, run) -> None:
    ask()
    number = SpaceRequest.objects.get().pk

    run("create_school", "--request", str(number))

    school = School.objects.get()
    assert (school.name, school.town, school.uai) == ("Collège Jean-Vilar", "Béziers", "0341234G")
    assert (school.contact_last_name, school.contact_email) == ("Roussel", FIELDS["email"])
    assert run("space_requests") == "Aucune demande n'attend.\n"
    assert "(traitée)" in run("space_requests", "--all")
    with pytest.raises(CommandError, match=f"Aucune demande n° {number} n'attend"):
        run("create_school", "--request", str(number))


@pytest.mark.parametrize(("password", "sentence"), [("court", "au moins 12 caractères"), ("123456789012", "numérique")])
def test_password_that_an_administrator_could_not_type_does_not_open_a_school(
    db: None, run, password: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("create_school", "École", "--admin-password", password)

    assert not School.objects.exists()
    assert PASSWORD in run("create_school", "École", "--admin-password", PASSWORD)


def test_request_that_cannot_be_opened_goes_on_waiting(db: None, run) -> None:
    ask()
    SchoolFactory(number=1, uai="0341234G")

    with pytest.raises(CommandError, match="Un établissement porte déjà le numéro UAI"):
        run("create_school", "--request", str(SpaceRequest.objects.get().pk))

    assert SpaceRequest.objects.get().handled_at is None
    assert OutgoingMail.objects.count() == 0


def test_operator_puts_a_request_aside(db: None, run) -> None:
    ask()
    assert run("space_requests", "--done", str(SpaceRequest.objects.get().pk)) == "Aucune demande n'attend.\n"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"school_name": " "}, "Indiquez le nom de l'établissement."),
        ({"town": ""}, "Indiquez sa commune."),
        ({"uai": "0341234A"}, "« 0341234A » n'est pas un numéro UAI"),
        ({"uai": "n'importe quoi"}, "n'est pas un numéro UAI"),
        ({"email": "ines"}, "Écrivez une adresse e-mail complète"),
        ({"email": "ines@exemple.fr\r\nBcc: tous@exemple.fr"}, "Écrivez une adresse e-mail complète"),
        ({"school_name": "Collège\r\nBcc: tous@exemple.fr"}, "Écrivez sur une seule ligne."),
        ({"first_name": "Inès\u2028Bcc: tous@exemple.fr"}, "Écrivez sur une seule ligne."),
        ({"town": "Béziers\0"}, "Le caractère nul n"),
        ({"text": "x" * 2001}, "2000 caractères"),
        ({"school_name": "x" * 101}, "100 caractères"),
    ],
)
def test_request_badly_filled_in_is_refused_in_words(db: None, settings, changes: dict, sentence: str) -> None:
    settings.OPERATOR_EMAIL = OPERATOR

    response = ask(**changes)

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert (SpaceRequest.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_school_that_has_its_space_is_sent_to_it(db: None) -> None:
    SchoolFactory(number=1, uai="0341234G")
    assert "Cet établissement a déjà son espace sur ce serveur" in words(ask())


def test_asking_too_much_from_one_place_is_locked(db: None) -> None:
    for number in range(5):
        assert ask(email=f"e{number}@exemple.fr").status_code == 200

    assert "Trop de demandes : réessayez dans" in words(ask(email="autre@exemple.fr"))
    assert SpaceRequest.objects.count() == 5
    elsewhere = Client().post(ASK, FIELDS, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


@pytest.mark.parametrize(("operator", "sends"), [("", True), (OPERATOR, False)])
def test_request_that_no_mail_tells_is_kept_and_not_said_to_be_sent(
    db: None, settings, operator: str, sends: bool
) -> None:
    settings.OPERATOR_EMAIL, settings.SENDS_MAIL = operator, sends
    page = words(ask())
    assert ("est enregistrée : le webmestre la lira" in page, "transmise" in page) == (True, False)
    assert (SpaceRequest.objects.count(), OutgoingMail.objects.count()) == (1, 0)


def test_server_of_one_school_gives_no_space(school: School, settings) -> None:
    settings.SINGLE_SCHOOL = True
    assert ask().status_code == 404
    assert "Demander un espace" not in words(Client().get("/?changer"))


def test_old_requests_are_forgotten(db: None) -> None:
    ask()
    left = []
    for days in (364, 366):
        with time_machine.travel(now() + datetime.timedelta(days=days), tick=False):
            call_command("purge", verbosity=0)
        left.append(SpaceRequest.objects.count())
    assert left == [1, 0]


# --- The first administrator ------------------------------------------------------------------------------------------

CREATE = ("create_school", "Collège Jean-Vilar", "--number", "12", "--email", FIELDS["email"])


def test_contact_receives_the_address_the_login_and_a_link_s44(db: None, settings, run) -> None:
    printed = run(*CREATE, "--last-name", "Roussel", "--first-name", "Inès")

    assert "Mot de passe" not in printed
    assert f"Un courriel part à {FIELDS['email']}, avec un lien valable 72 heures." in printed
    path = link()
    body = mail.outbox[-1].body
    assert mail.outbox[-1].to == [FIELDS["email"]]
    assert f"Adresse de connexion : {settings.PUBLIC_URL}?base=12" in body
    assert "Identifiant de l'administrateur : admin" in body

    browser = Client()
    assert "Inès ROUSSEL (administrateur)" in words(browser.get(path))
    response = browser.post(path, {"password": PASSWORD, "again": PASSWORD})
    assert response.url == "/?base=12"
    signed_in = browser.post("/", {"base": 12, "login": "admin", "password": PASSWORD}, follow=True)
    assert "Vous êtes dans l'environnement administrateur" in words(signed_in)
    with all_schools():
        codes = set(JournalEntry.objects.values_list("code", flat=True))
    assert codes == {"schools.create", "accounts.invite", "accounts.choose_password", "accounts.sign_in"}


def test_first_link_is_opened_any_number_of_times_and_serves_once_s44(db: None, run) -> None:
    run(*CREATE)
    path = link()
    assert [Client().get(path).status_code for _ in range(2)] == [200, 200]

    Client().post(path, {"password": PASSWORD, "again": PASSWORD})

    again = Client().post(path, {"password": "une autre phrase à moi", "again": "une autre phrase à moi"})
    assert (again.status_code, "Ce lien n'est plus valable" in words(again)) == (410, True)
    with all_schools():
        assert Account.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (73, 410)])
def test_first_link_dies_after_three_days_s44(db: None, run, hours: int, status: int) -> None:
    run(*CREATE)
    path = link()
    with time_machine.travel(now() + datetime.timedelta(hours=hours), tick=False):
        assert Client().get(path).status_code == status


@pytest.mark.parametrize("change", [lambda path: path[:-2] + "x/", lambda path: "/premier-acces/x/"])
def test_forged_link_opens_nothing(db: None, run, change) -> None:
    run(*CREATE)
    assert Client().get(change(link())).status_code == 410


def test_weak_password_is_refused_and_the_link_lives_on(db: None, run) -> None:
    run(*CREATE)
    path = link()
    refused = Client().post(path, {"password": "court", "again": "court"})
    assert (refused.status_code, Client().get(path).status_code) == (422, 200)


def test_operator_sends_another_link_and_the_first_one_still_serves_once(db: None, run) -> None:
    run(*CREATE)
    first = link()
    assert FIELDS["email"] in run("invite_admin", "12")
    second = link()

    Client().post(second, {"password": PASSWORD, "again": PASSWORD})

    assert [Client().get(path).status_code for path in (first, second)] == [410, 410]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("99",), "Aucun établissement n'a le numéro 99."),
        (("1", "--login", "pau.durand"), "Aucun administrateur de cet établissement n'a l'identifiant « pau.durand »."),
        (("1",), "Cet établissement n'a pas d'adresse de contact"),
        (("1", "--email", "x"), "« x » n'est pas une adresse e-mail."),
    ],
)
def test_link_that_cannot_be_sent_says_why(school, admin, teacher, run, arguments, sentence: str) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)):
        run("invite_admin", *arguments)
    assert OutgoingMail.objects.count() == 0


def test_link_is_printed_where_no_mail_leaves(db: None, settings, run) -> None:
    settings.SENDS_MAIL = False
    printed = run(*CREATE)
    path = re.search(r"https?://[^/]+(/premier-acces/\S+)", printed)[1]
    assert (Client().get(path).status_code, OutgoingMail.objects.count()) == (200, 0)


def test_link_that_still_serves_is_in_no_log(db: None, run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password too weak is refused, and Django says at which address; so does it for a form without its token."""
    log = io.StringIO()
    console = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
    monkeypatch.setattr(console, "stream", log)
    path = urlsplit(json.loads(run(*CREATE, "--json"))["link"]).path

    refused = Client().post(path, {"password": "court", "again": "court"})
    forged = Client(enforce_csrf_checks=True).post(path, {})

    assert (refused.status_code, forged.status_code, Client().get(path).status_code) == (422, 403, 200)
    assert log.getvalue().count("/premier-acces/…/") == 2
    assert path not in log.getvalue()


def test_programs_get_the_link_or_the_password(db: None, run) -> None:
    with_link = json.loads(run(*CREATE, "--json"))
    with_password = json.loads(run("create_school", "École sans adresse", "--json"))
    assert (set(with_link), set(with_password)) == ({"number", "login", "link"}, {"number", "login", "password"})


def test_administrator_who_has_left_is_not_let_in_by_his_link(school: School, run) -> None:
    with school_scope(school):
        left = AccountFactory(profile=Profile.ADM, login="chef", email="chef@exemple.fr")
    run("invite_admin", "1", "--login", "chef")
    path = link()
    Account.objects.filter(pk=left.pk).update(left_on=datetime.date(2020, 1, 1))
    assert Client().get(path).status_code == 410


# --- À propos ---------------------------------------------------------------------------------------------------------


def test_about_states_the_lineage_and_the_licence_s40(school: School, admin: Account, client_as) -> None:
    browser = client_as(admin)
    assert 'href="/a-propos/"' in browser.get("/accueil/").content.decode()
    page = words(Client().get("/a-propos/"))
    assert "SACoche est d'abord un logiciel libre" in page
    assert "Sésamath" in page
    assert "(AGPL), version 3 ou ultérieure" in page
    assert 'class="brand"' in browser.get("/a-propos/").content.decode()
