"""« Mode d'identification / Connecteur ENT », and the connectors that it offers."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.enums import Profile
from accounts.models import Account, Connector, JournalEntry, OutgoingMail
from entrance.cas.connectors import COLUMNS, DATA_FILE, department_of
from entrance.cas.servers import server_of
from imports.identities.layouts import ENT_CHOICES
from sacoche.kit.clock import now
from schools.models import School
from tests.canned import Canned, canned_server, success
from tests.conftest import just_signed_in
from tests.ent import Ent
from tests.factories import AccountFactory
from tests.html import words

URL = "/acces/mode-identification/"
SAVED = "Mode de connexion enregistré !"
REFUSED = (
    "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'><cas:authenticationFailure code='{code}'/>"
    "</cas:serviceResponse>"
)


@pytest.fixture
def administrator(admin: Account, client_as: Callable[[Account], Client]) -> Client:
    return client_as(admin)


def manual(**changes: Any) -> dict[str, Any]:
    """What is typed for an ENT that is not in the list."""
    typed = {"choix": "perso", "label": "Mon Bureau", "host": "cas.mon-ent.example", "port": "443", "version": "2"}
    return typed | changes


def confirm(*codes: str) -> None:
    Connector.objects.filter(code__in=codes).update(confirmed_at=now(), suspended_at=None)


def suspend(*codes: str) -> None:
    """These connectors, or all of them."""
    chosen = Connector.objects.filter(code__in=codes) if codes else Connector.objects.all()
    chosen.update(confirmed_at=None, suspended_at=now())


def options(page: str) -> dict[str, list[str]]:
    """What may be chosen, by its group."""
    groups = html.fromstring(page).xpath("//select[@name='choix']/optgroup")
    return {group.get("label"): group.xpath("option[not(@disabled)]/@value") for group in groups}


def _fields(response: HttpResponse) -> list[str]:
    part = response.content.decode().partition('id="partie"')[2]
    return [name for name in re.findall(r'name="(\w+)"', part) if name not in ("action", "csrfmiddlewaretoken")]


# --- The page ---------------------------------------------------------------------------------------------------------


LOCAL, BY_CAS = "Local", "ENT, par CAS"
TO_TRY = "ENT connus, que le webmestre n'a pas confirmés : à essayer d'abord"
SUSPENDED = "ENT que le webmestre de ce serveur a suspendus"


def test_list_offers_codes_the_manual_configuration_and_confirmed_connectors_s54(administrator: Client) -> None:
    suspend()
    page = administrator.get(URL).content.decode()
    assert options(page) == {LOCAL: ["local"], BY_CAS: ["perso"], SUSPENDED: []}
    confirm("toutatice", "kosmos_elyco")
    page = administrator.get(URL).content.decode()
    assert options(page)[BY_CAS] == ["perso", "toutatice", "kosmos_elyco"]
    assert "22, 29, 35, 56 | Toutatice (académie de Rennes)" in page


def test_list_shows_every_connector_and_tells_to_try_from_suspended_s54(administrator: Client) -> None:
    confirm("toutatice")
    suspend("itop_place")
    page = administrator.get(URL).content.decode()
    shown = options(page)
    waiting = Connector.objects.filter(confirmed_at=None, suspended_at=None)
    assert shown[TO_TRY] == list(waiting.values_list("code", flat=True))
    assert len(shown[TO_TRY]) >= 4
    assert shown[BY_CAS] == ["perso", "toutatice"]
    labels = html.fromstring(page).xpath("//select[@name='choix']/optgroup[last()]/option[@disabled]/text()")
    assert labels == ["54, 55, 57, 88 | Place (académie de Nancy-Metz) (suspendu)"]
    tried = html.fromstring(page).xpath(f'//optgroup[@label="{TO_TRY}"]/option/text()')
    assert all(each.endswith("(à essayer)") for each in tried)


def test_manual_configuration_can_be_closed_by_the_operator(administrator: Client, settings: Any) -> None:
    settings.CAS_MANUAL = False
    suspend()
    assert options(administrator.get(URL).content.decode()) == {LOCAL: ["local"], SUSPENDED: []}
    assert administrator.post(URL, manual()).status_code == 422


def test_choosing_shows_the_fields_of_the_mode_alone_s54(administrator: Client) -> None:
    confirm("toutatice")
    Connector.objects.filter(code="toutatice").update(host="{etab}.toutatice.fr", port=None)
    fields = {code: _fields(administrator.get(URL, {"choix": code})) for code in ("local", "perso", "toutatice")}
    assert fields["local"] == []
    assert fields["perso"] == [
        *("label", "host", "port", "path", "version", "attribute"),
        *("login_url", "logout_url", "validate_url", "other_domain", "portal"),
    ]
    assert fields["toutatice"] == ["sub_domain", "port"]


def test_mode_is_saved_said_and_written_in_the_journal_s55_s76(
    administrator: Client, school: School, settings: Any
) -> None:
    response = administrator.post(URL, manual(path="/cas/"), follow=True)
    assert SAVED in words(response)
    page = response.content.decode()
    assert f">{settings.PUBLIC_URL}?sso=1</textarea>" in page
    assert f">{settings.PUBLIC_URL}?sso&amp;base=1</textarea>" in page
    school.refresh_from_db()
    server = server_of(school)
    assert server is not None
    assert server.login_url == "https://cas.mon-ent.example/cas/login"
    assert JournalEntry.objects.get(code="accounts.set_mode").details == {
        "mode": "Mon Bureau (connexion https://cas.mon-ent.example/cas/login, "
        "validation https://cas.mon-ent.example/cas/serviceValidate, identifiant : utilisateur CAS)",
        "before": "identifiants SACoche",
    }
    administrator.post(URL, {"choix": "local"})
    school.refresh_from_db()
    assert server_of(school) is None


def test_server_moved_elsewhere_is_told_to_the_other_administrators(
    administrator: Client, admin: Account, client_as: Callable[[Account], Client]
) -> None:
    """Who chooses the server may enter as anybody: the others read from where to where, and by whom."""
    colleague = AccountFactory(profile=Profile.ADM, login="admin2", email="collegue@exemple.fr")
    administrator.post(URL, manual())
    OutgoingMail.objects.all().delete()
    administrator.post(URL, manual(validate_url="https://autre.example/v", attribute="uid", other_domain="on"))
    entry = JournalEntry.objects.filter(code="accounts.set_mode").last()
    assert "validation https://autre.example/v, identifiant : attribut « uid »" in entry.details["mode"]
    assert "validation https://cas.mon-ent.example/serviceValidate" in entry.details["before"]
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, entry.details["mode"] in mail.body) == ("collegue@exemple.fr", True)
    notice = f"{entry.actor_label} a changé le mode d'identification"
    assert notice in words(client_as(colleague).get("/accueil/"))
    assert notice not in words(administrator.get("/accueil/"))
    with time_machine.travel(now().timestamp() + 8 * 86400):
        assert notice not in words(client_as(colleague).get("/accueil/"))


def test_connector_follows_its_table(administrator: Client, school: School) -> None:
    confirm("toutatice")
    administrator.post(URL, {"choix": "toutatice"})
    school.refresh_from_db()
    server = server_of(school)
    assert server is not None
    assert server.login_url == "https://www.toutatice.fr/casshib/shib/toutatice/login"
    assert server.validate_url == "https://www.toutatice.fr/casshib/shib/666666/serviceValidate"
    Connector.objects.filter(code="toutatice").update(login_url="https://www.toutatice.fr/neuf/login")
    assert server_of(school).login_url == "https://www.toutatice.fr/neuf/login"  # type: ignore[union-attr]


def test_sub_domain_and_port_of_the_school_make_its_address(administrator: Client, school: School) -> None:
    confirm("itop_place")
    Connector.objects.filter(code="itop_place").update(host="{etab}.ent-place.fr", port=None)
    assert administrator.post(URL, {"choix": "itop_place", "sub_domain": "a.b", "port": "443"}).status_code == 422
    administrator.post(URL, {"choix": "itop_place", "sub_domain": "Ecole-1", "port": "8443"})
    school.refresh_from_db()
    assert server_of(school).login_url == "https://ecole-1.ent-place.fr:8443/cas/login"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("label", "", "Donnez le nom de l'ENT"),
        ("host", "", "Donnez le nom du serveur"),
        ("host", "https://cas.ent.example/cas", "sans « https:// » ni chemin"),
        ("host", "cas ent.example", "sans « https:// » ni chemin"),
        ("host", "admin@cas.ent.example", "sans « https:// » ni chemin"),
        ("host", "192.168.1.10", "ni une adresse à chiffres"),
        ("host", "127.0.0.1", "ni une adresse à chiffres"),
        ("port", "22", "Ports permis : 443, 4443, 8443"),
        ("port", "abc", "Le port est un nombre"),
        ("path", "../admin", "Des lettres sans accent"),
        ("path", "cas?x=1", "Des lettres sans accent"),
        ("validate_url", "http://cas.mon-ent.example/v", "elle commence par « https:// »"),
        ("validate_url", "https://10.0.0.1/v", "elle commence par « https:// »"),
        ("login_url", "https://autre.example/login", "autre domaine que l'hôte"),
        ("login_url", "https://*.mon-ent.example/login", "elle commence par « https:// »"),
        ("login_url", "https://a;sandbox.mon-ent.example/login", "elle commence par « https:// »"),
        ("portal", "https://a;sandbox.mon-ent.example/", "elle commence par « https:// »"),
        ("portal", "http://www.mon-ent.example/", "elle commence par « https:// »"),
        ("version", "4", "valide"),
        ("choix", "inconnu", "celui-ci n'y est plus"),
        ("choix", "perso\0", "celui-ci n'y est plus"),
        ("choix", "toutatice", "essayez-le d'abord, tel qu'il est réglé ici"),
    ],
)
def test_parameter_that_cannot_be_is_refused_before_saving_s55(
    administrator: Client, school: School, field: str, typed: str, expected: str
) -> None:
    response = administrator.post(URL, manual(**{field: typed}))
    assert response.status_code == 422
    assert expected in words(response)
    school.refresh_from_db()
    assert "ent" not in school.access


def test_mode_that_is_not_in_the_list_is_neither_shown_as_another_nor_saved(
    administrator: Client, school: School
) -> None:
    confirm("toutatice")
    administrator.post(URL, {"choix": "toutatice"})
    suspend()
    for response in (administrator.get(URL), administrator.get(URL, {"choix": "perso\0"})):
        page = response.content.decode()
        assert '<option value="" selected disabled>Choisissez un mode</option>' in page
        assert 'value="enregistrer"' not in page
    assert "la connexion par l'ENT est suspendue" in words(administrator.get(URL))
    assert administrator.post(URL, {"choix": ""}).status_code == 422
    school.refresh_from_db()
    assert school.access["ent"]["connector"] == "toutatice"


def test_our_own_address_is_refused_in_every_field(administrator: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://sacoche.mon-ent.example/"
    for field, typed in (
        ("host", "sacoche.mon-ent.example"),
        ("login_url", "https://sacoche.mon-ent.example/?sso=1"),
        ("validate_url", "https://SACoche.mon-ent.example/v"),
    ):
        page = words(administrator.post(URL, manual(**{field: typed})))
        assert "C'est l'adresse de SACoche" in page


def test_other_domain_is_accepted_once_confirmed(administrator: Client, school: School) -> None:
    typed = manual(login_url="https://autre.example/login", other_domain="on")
    assert administrator.post(URL, typed).status_code == 302
    school.refresh_from_db()
    assert server_of(school).login_url == "https://autre.example/login"  # type: ignore[union-attr]


def test_accents_of_a_host_become_what_the_network_reads(administrator: Client, school: School) -> None:
    administrator.post(URL, manual(host="École.Exemple."))
    school.refresh_from_db()
    assert school.access["ent"]["host"] == "xn--cole-9oa.exemple"


@pytest.mark.parametrize(
    "typed",
    [
        {"host": "www.ent-place.fr", "path": "cas"},
        {"host": "www.ent-place.fr", "path": "/cas/", "port": "443"},
        {"host": "x.ent-place.fr", "login_url": "https://www.ent-place.fr/cas/login"},
    ],
)
def test_server_that_is_in_the_list_is_chosen_there(administrator: Client, typed: dict[str, str]) -> None:
    confirm("itop_place")
    response = administrator.post(URL, manual(**typed))
    assert "choisissez « 54, 55, 57, 88 | Place (académie de Nancy-Metz) »" in words(response)


def test_other_port_of_a_known_host_is_another_server(administrator: Client, school: School) -> None:
    confirm("itop_place")
    typed = manual(host="www.ent-place.fr", path="cas", port="8443")
    assert administrator.post(URL, typed).status_code == 302
    school.refresh_from_db()
    assert server_of(school).login_url == "https://www.ent-place.fr:8443/cas/login"  # type: ignore[union-attr]


def test_any_port_of_a_connector_that_leaves_it_free_is_its_own(administrator: Client) -> None:
    confirm("itop_place")
    Connector.objects.filter(code="itop_place").update(port=None)
    typed = manual(host="www.ent-place.fr", path="cas", port="8443")
    assert "Ce serveur est dans la liste" in words(administrator.post(URL, typed))


def test_other_port_of_our_own_name_is_another_server(administrator: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://intranet.lycee.example/sacoche/"
    ours = manual(host="intranet.lycee.example", path="cas")
    assert "C'est l'adresse de SACoche" in words(administrator.post(URL, ours))
    assert administrator.post(URL, ours | {"port": "8443"}).status_code == 302


def test_server_of_cas_1_is_chosen_and_has_no_attribute(administrator: Client, school: School) -> None:
    refused = words(administrator.post(URL, manual(version="1", attribute="uid")))
    assert "ne donne aucun attribut" in refused
    assert administrator.post(URL, manual(version="1")).status_code == 302
    school.refresh_from_db()
    assert server_of(school).validate_url == "https://cas.mon-ent.example/validate"  # type: ignore[union-attr]


def test_server_that_the_operator_keeps_closed_is_not_typed_by_hand(administrator: Client, school: School) -> None:
    suspend("toutatice")
    response = administrator.post(URL, manual(host="www.toutatice.fr", path="casshib/shib/toutatice"))
    assert "Toutatice (académie de Rennes) », que le webmestre a suspendu : demandez-lui pourquoi." in words(response)
    school.refresh_from_db()
    assert "ent" not in school.access


def test_ent_that_the_operator_closed_is_no_longer_offered_at_the_entrance(
    administrator: Client, school: School
) -> None:
    confirm("toutatice")
    administrator.post(URL, {"choix": "toutatice"})
    assert "Se connecter avec Toutatice" in words(Client().get("/?base=1"))
    suspend("toutatice")
    page = words(Client().get("/?base=1"))
    assert "Se connecter avec" not in page
    assert "La connexion par Toutatice (académie de Rennes) est suspendue sur ce serveur." in page


def test_server_of_a_connector_with_sub_domains_is_chosen_in_the_list(administrator: Client) -> None:
    confirm("itop_place")
    Connector.objects.filter(code="itop_place").update(host="{etab}.ent-place.fr")
    assert "Ce serveur est dans la liste" in words(administrator.post(URL, manual(host="e1.ent-place.fr", path="cas")))
    assert administrator.post(URL, manual(host="e1.autre-place.fr", path="cas")).status_code == 302


def test_demonstration_school_keeps_its_codes_on_the_internet(
    administrator: Client, school: School, settings: Any
) -> None:
    School.objects.filter(pk=school.pk).update(name="École de démonstration", town="Saint-Exemple", uai="")
    settings.IS_LOOPBACK = False
    assert SAVED not in words(administrator.post(URL, manual(), follow=True))
    school.refresh_from_db()
    assert "ent" not in school.access


def test_administrators_without_a_password_are_warned_about(administrator: Client, admin: Account) -> None:
    sentence = "Aucun administrateur n'a de mot de passe SACoche"
    assert sentence not in words(administrator.get(URL))
    Account.objects.update(password="!")
    admin.refresh_from_db()
    just_signed_in(administrator, admin)
    assert sentence in words(administrator.get(URL))


def test_connectors_of_the_department_that_wait_are_named(administrator: Client, school: School) -> None:
    School.objects.filter(pk=school.pk).update(uai="0570001A")
    sentence = "Place (académie de Nancy-Metz). Choisissez le vôtre dans la liste, et essayez-le"
    assert sentence in words(administrator.get(URL))
    suspend("itop_place")
    assert sentence not in words(administrator.get(URL))


@pytest.mark.parametrize(
    ("uai", "department"), [("0341234G", "34"), ("6200001A", "2A"), ("7200001A", "2B"), ("9740001A", "974"), ("", "")]
)
def test_department_is_read_in_the_uai(uai: str, department: str) -> None:
    assert department_of(School(uai=uai)) == department


# --- « Tester » -------------------------------------------------------------------------------------------------------


@pytest.fixture
def canned(running_ent: Ent, settings: Any) -> Iterator[Canned]:
    with canned_server(running_ent.authority.certificate()) as server:
        settings.CAS_PORTS = frozenset([443, server.port])
        settings.CAS_PRIVATE_HOSTS = frozenset(["localhost"])
        settings.CAS_CA_BUNDLE = str(running_ent.authority.bundle)
        yield server


def test_button_tests_a_real_server_and_saves_nothing_s55(administrator: Client, ent: Ent, school: School) -> None:
    typed = manual(host=ent.host, port=ent.port, path="cas", action="tester")
    page = words(administrator.post(URL, typed))
    assert page.count("✓ bon") == 2
    assert "? à vérifier L'autorisation de l'ENT." in page
    assert "il a bien refusé notre faux ticket" in page
    school.refresh_from_db()
    assert "ent" not in school.access


def test_real_server_that_does_not_know_our_address_is_not_said_to_let_people_come_back(
    administrator: Client, ent: Ent, settings: Any
) -> None:
    """It shows its sign-in page and refuses the false ticket, exactly as one that knows us does."""
    settings.PUBLIC_URL = "https://sacoche.exemple.fr/"
    page = words(administrator.post(URL, manual(host=ent.host, port=ent.port, path="cas", action="tester")))
    assert page.count("✓ bon") == 2
    assert "vérifiez auprès de l'ENT qu'il autorise l'adresse https://sacoche.exemple.fr/?sso=1" in page


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (REFUSED.format(code="INVALID_REQUEST"), 200, "« INVALID_REQUEST » : c'est notre demande qu'il refuse"),
        (REFUSED.format(code="INVALID_SERVICE"), 200, "Demandez à l'ENT d'autoriser l'adresse http://127.0.0.1"),
        ("", 403, "L'ENT la refuse (403). Demandez à l'ENT d'autoriser l'adresse http://127.0.0.1"),
        ("", 404, "Elle répond par une erreur (404) : vérifiez l'hôte et le chemin."),
        (success("prof"), 200, "Ce serveur accepte un ticket inventé"),
        ("<!DOCTYPE html>", 200, "c'est une page web, pas un serveur CAS"),
        ("<secret/>", 200, "pas celle que le protocole CAS prévoit"),
        ("", 404, "L'adresse de validation n'existe pas"),
    ],
)
def test_button_explains_what_is_wrong_s55(
    administrator: Client, canned: Canned, body: str, status: int, expected: str
) -> None:
    canned.say(body, status=status)
    page = words(administrator.post(URL, manual(host="localhost", port=canned.port, action="tester")))
    assert "✗ à régler" in page
    assert expected in page
    assert "secret" not in page


def test_button_says_that_the_server_does_not_exist(administrator: Client) -> None:
    page = words(administrator.post(URL, manual(host="cas.ent.invalid", action="tester")))
    assert page.count("Le nom du serveur n'existe pas, ou son DNS est en panne. Vérifiez l'hôte") == 2
    assert "avec le bouton « Tester »" not in page


# --- Home pages -------------------------------------------------------------------------------------------------------


AUTOMATIC = "Adresse à utiliser pour une connexion automatique avec l'authentification externe"


def test_home_gives_the_automatic_address_where_an_ent_is_used_s98(
    ent_school: School, teacher: Account, pupil: Account, client_as: Callable[[Account], Client], settings: Any
) -> None:
    for account, said in ((teacher, AUTOMATIC), (pupil, "L'adresse pour entrer tout de suite, avec ton ENT")):
        page = client_as(account).get("/accueil/").content.decode()
        assert said in page
        assert f'href="{settings.PUBLIC_URL}?sso&amp;base=1"' in page


def test_home_is_silent_about_it_in_local_mode_s98(
    school: School, teacher: Account, client_as: Callable[[Account], Client]
) -> None:
    assert AUTOMATIC not in client_as(teacher).get("/accueil/").content.decode()


def test_home_of_an_administrator_names_the_ent_of_the_department_until_one_is_used(
    administrator: Client, school: School, teacher: Account, client_as: Callable[[Account], Client]
) -> None:
    School.objects.filter(pk=school.pk).update(uai="0220001A")
    confirm("toutatice")
    Connector.objects.filter(code="itop_place").update(departments="22")
    assert (
        "ENT de votre département : Place (académie de Nancy-Metz) (à essayer d'abord) ; "
        "Toutatice (académie de Rennes). Se connecter par l'ENT"
    ) in words(administrator.get("/accueil/"))
    suspend("itop_place")
    assert "Place (académie de Nancy-Metz) (suspendu par le webmestre)" in words(administrator.get("/accueil/"))
    assert "ENT de votre département" not in words(client_as(teacher).get("/accueil/"))
    administrator.post(URL, {"choix": "toutatice"})
    assert "ENT de votre département" not in words(administrator.get("/accueil/"))


# --- Identifiers ------------------------------------------------------------------------------------------------------

IDENTIFIERS = "/identifiants/"


def test_identifiers_of_the_ent_are_read_in_the_format_of_its_connector(administrator: Client) -> None:
    address = reverse("imports:identities") + "?objectif=ent"
    page = administrator.get(address).content.decode()
    assert "choisissez d'abord l'ENT" in page
    confirm("esup_montpellier")
    administrator.post(URL, {"choix": "esup_montpellier"})
    page = administrator.get(address).content.decode()
    assert '<option value="esup" selected>' in page
    assert "choisissez d'abord l'ENT" not in page


# --- The operator -----------------------------------------------------------------------------------------------------


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("connectors", *arguments)
    return capsys.readouterr().out


def csv_file(folder: Path, **changes: str) -> str:
    """A file of one connector."""
    row = dict.fromkeys(COLUMNS, "") | {"code": "mon_ent", "ent": "Mon ENT", "hote": "cas.mon-ent.example"} | changes
    path = folder / "connecteurs.csv"
    path.write_text(f"{';'.join(row)}\n{';'.join(row.values())}\n", encoding="utf-8")
    return str(path)


def test_shipped_connectors_are_closed_and_their_formats_are_known(db: None) -> None:
    assert Connector.objects.exclude(confirmed_at=None).count() == 0
    with DATA_FILE.open(encoding="utf-8", newline="") as stream:
        shipped = list(csv.DictReader(stream, delimiter=";"))
    assert {row["code"] for row in shipped} == set(Connector.objects.values_list("code", flat=True))
    assert {row["format"] for row in shipped} - {code for code, _label in ENT_CHOICES} == set()


def test_operator_confirms_and_suspends_a_connector(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert "confirmé" in run("confirm", "toutatice", capsys=capsys)
    assert re.search(r"^confirmé +toutatice", run("list", capsys=capsys), re.MULTILINE)
    run("suspend", "toutatice", capsys=capsys)
    assert re.search(r"^suspendu +toutatice", run("list", capsys=capsys), re.MULTILINE)
    assert re.search(r"^à confirmer +itop_place", run("list", capsys=capsys), re.MULTILINE)
    run("confirm", "toutatice", capsys=capsys)
    assert re.search(r"^confirmé +toutatice", run("list", capsys=capsys), re.MULTILINE)
    with pytest.raises(CommandError, match="inconnu"):
        run("confirm", "inconnu", capsys=capsys)


def test_operator_adds_a_connector_and_changes_it(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = csv_file(tmp_path, departements="34, 2A", port="8443", chemin="/cas/", format="perso")
    assert "1 ajouté(s), 0 remplacé(s)" in run("load", added, capsys=capsys)
    assert "0 ajouté(s), 0 remplacé(s)" in run("load", added, capsys=capsys)
    run("confirm", "mon_ent", capsys=capsys)
    connector = Connector.objects.get(code="mon_ent")
    assert (connector.departments, connector.port, connector.path) == ("34 2A", 8443, "cas")
    renamed = csv_file(tmp_path, departements="34, 2A", port="8443", chemin="cas", format="perso", ent="Autre nom")
    run("load", renamed, capsys=capsys)
    assert Connector.objects.get(code="mon_ent").confirmed_at is not None
    moved = csv_file(tmp_path, departements="34, 2A", port="8443", chemin="sso", format="perso", ent="Autre nom")
    assert "1 remplacé(s)" in run("load", moved, capsys=capsys)
    assert Connector.objects.get(code="mon_ent").confirmed_at is None
    run("suspend", "mon_ent", capsys=capsys)
    run("load", renamed, capsys=capsys)
    assert Connector.objects.get(code="mon_ent").suspended_at is not None


def test_connector_may_ask_for_version_3_and_an_attribute_and_have_its_portal_elsewhere(
    administrator: Client, school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {"hote": "{etab}.mon-ent.example", "port": "443", "chemin": "cas"}
    run("load", csv_file(tmp_path, **told), capsys=capsys)
    run("confirm", "mon_ent", capsys=capsys)
    framed = told | {"portail": "https://{etab}.portail.example/accueil", "version": "", "attribut": ""}
    assert "1 remplacé(s)" in run("load", csv_file(tmp_path, **framed), capsys=capsys)
    assert Connector.objects.get(code="mon_ent").confirmed_at is not None
    run("load", csv_file(tmp_path, **(framed | {"version": "3", "attribut": "uid"})), capsys=capsys)
    assert Connector.objects.get(code="mon_ent").confirmed_at is None
    confirm("mon_ent")
    administrator.post(URL, {"choix": "mon_ent", "sub_domain": "vilar"})
    school.refresh_from_db()
    server = server_of(school)
    assert server is not None
    assert (server.version, server.attribute) == (3, "uid")
    assert server.validate_url == "https://vilar.mon-ent.example/cas/p3/serviceValidate"
    assert server.sites == ["https://vilar.mon-ent.example", "https://vilar.portail.example"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"hote": ""}, "Ligne 2 : hote : à remplir"),
        ({"code": "perso"}, "configuration manuelle"),
        ({"port": "https"}, "n'est pas un nombre"),
        ({"port": "22"}, "n'est pas permise"),
        ({"hote": "10.0.0.1"}, "n'est pas permise"),
        ({"url_login": "http://cas.mon-ent.example/"}, "n'est pas permise"),
        ({"format": "inconnu"}, "le format « inconnu » est inconnu"),
        ({"version": "4"}, "la version « 4 » n'est pas connue"),
        ({"version": "1", "attribut": "uid"}, "ne donne aucun attribut"),
        ({"portail": "http://www.mon-ent.example/"}, "n'est pas permise"),
        ({"portail": "https://{etab}.mon-ent.example/"}, "n'est pas permise"),
        ({"attribut": "a" * 61}, "attribut : 60 caractères au plus"),
        ({"ent": "E" * 101}, "100 caractères au plus"),
    ],
)
def test_file_of_connectors_that_cannot_be_is_refused_by_its_line(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], expected: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(expected)):
        run("load", csv_file(tmp_path, **changes), capsys=capsys)
    assert not Connector.objects.filter(code="mon_ent").exists()


@pytest.mark.parametrize("content", [b"code;ent\n1;2\n", b"\xff\xfe", None])
def test_file_that_is_not_one_of_connectors_is_refused(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = tmp_path / "a.csv"
    if content:
        path.write_bytes(content)
    with pytest.raises(CommandError):
        run("load", str(path), capsys=capsys)
