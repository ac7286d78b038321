"""The addresses that choose a school and sign in, in every form that ENT and guides have kept; the matrix of what
happens whoever follows them, signed in or not.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from entrance.addresses import Asked, read_address, selection_address, service_address
from sacoche.kit.clock import now
from sacoche.kit.tenancy import school_scope
from schools.models import School
from schools.uai import is_valid_uai
from tests.factories import PASSWORD, AccountFactory, SchoolFactory
from tests.html import words

UAI = "0341234G"
UNKNOWN_UAI = "0340001S"


@pytest.fixture
def two_schools(school: School, other_school: School) -> tuple[School, School]:
    """Number 1 has an UAI, number 2 has none."""
    school.uai = UAI
    school.save()
    return school, other_school


def visit(client: Client, address: str):
    """Follow an address up to the page it ends on, as a browser that keeps cookies does."""
    return client.get(address, follow=True)


# --- What an address says ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "number", "wants_sso"),
    [
        ("", None, False),
        ("id=2", 2, False),
        ("base=2", 2, False),
        (f"uai={UAI}", 1, False),
        (f"uai={UAI.lower()}", 1, False),
        ("sso", None, True),
        ("sso=", None, True),
        ("sso&base=2", 2, True),
        ("base=2&sso=", 2, True),
        ("sso&id=2", 2, True),
        ("sso=2", 2, True),
        (f"sso&uai={UAI}", 1, True),
        (f"sso={UAI}", 1, True),
        ("base=%202%20", 2, False),
        ("base=&id=2", 2, False),
        # The first of uai, base, id and sso that is filled in decides.
        (f"sso=2&uai={UAI}", 1, True),
        ("sso=1&base=2", 2, True),
        ("id=1&base=2", 2, False),
    ],
)
def test_every_form_of_address_is_read(
    two_schools: tuple[School, School], query: str, number: int | None, wants_sso: bool
) -> None:
    school = next((each for each in two_schools if each.number == number), None)
    assert read_address(QueryDict(query)) == Asked(school=school, wants_sso=wants_sso)


@pytest.mark.parametrize(
    ("query", "quoted"),
    [
        ("base=999", "le numéro « 999 »"),
        ("sso=999", "le numéro « 999 »"),
        (f"uai={UNKNOWN_UAI}", f"le numéro UAI « {UNKNOWN_UAI} »"),
        (f"sso={UNKNOWN_UAI}", f"le numéro UAI « {UNKNOWN_UAI} »"),
        ("base=1%00", "le numéro UAI « 1\0 »"),
        ("base=-1", "le numéro UAI « -1 »"),
        ("base=" + "9" * 60, "le numéro « " + "9" * 40 + "… »"),
        # The first that is filled in is not forgotten for the next because nobody has it.
        ("base=999&sso=1", "le numéro « 999 »"),
    ],
)
def test_number_or_uai_that_nobody_has_is_quoted(two_schools: tuple[School, School], query: str, quoted: str) -> None:
    asked = read_address(QueryDict(query))
    assert asked.school is None
    assert quoted in asked.problem


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/niveaux/?famille=Primaire", "/niveaux/?famille=Primaire"),
        ("https://ailleurs.example/", ""),
        ("//ailleurs.example/", ""),
        ("/\\ailleurs.example/", ""),
        ("javascript:alert(1)", ""),
        ("niveaux/", ""),
    ],
)
def test_target_is_a_path_of_this_server_or_nothing(db: None, target: str, kept: str) -> None:
    query = QueryDict(mutable=True)
    query["next"] = target
    assert read_address(query) == Asked(target=kept)


def test_addresses_given_out_come_from_public_url_alone(school: School, settings) -> None:
    settings.PUBLIC_URL = "https://exemple.fr/sacoche/"
    assert service_address(school) == "https://exemple.fr/sacoche/?sso=1"
    assert selection_address(school) == "https://exemple.fr/sacoche/?base=1"


@pytest.mark.parametrize(
    ("code", "is_valid"),
    [("0341234G", True), ("0690078K", True), ("034123XY", True), ("0341234A", False), ("034123XA", False), ("", False)],
)
def test_uai_has_its_check_letter(code: str, is_valid: bool) -> None:
    assert is_valid_uai(code) is is_valid


# --- The matrix: who follows which address ----------------------------------------------------------------------------

FORM = "Identifiant Mot de passe Se connecter"
CHOOSER = "Nom, commune ou numéro UAI"
HOME = "Vous êtes dans l'environnement administrateur"
WITHOUT_ENT = "Cet établissement n'utilise pas la connexion par un ENT"
ONE, TWO = "École Jules-Exemple", "École des Tilleuls"


@dataclass(frozen=True)
class Line:
    """`who` follows `address` and reads every sentence of `reads`, none of `not_read`. He is signed in afterwards when
    he was before: following an address closes no session.
    """

    who: str
    address: str
    reads: tuple[str, ...]
    not_read: tuple[str, ...] = ()


STRANGER, INSIDE = "nobody", "the administrator of school 1"
MATRIX = {
    "nobody, number": Line(STRANGER, "/?base=2", (TWO, FORM), (CHOOSER,)),
    "nobody, index.php": Line(STRANGER, "/index.php?id=2", (TWO, FORM), (CHOOSER,)),
    "nobody, ENT of a school without one": Line(STRANGER, "/?sso=2", (TWO, WITHOUT_ENT, FORM)),
    "nobody, ENT by index.php": Line(STRANGER, "/index.php?sso&base=2", (TWO, WITHOUT_ENT, FORM)),
    "nobody, deep link": Line(STRANGER, "/niveaux/", ("Identifiez-vous pour ouvrir la page demandée", CHOOSER)),
    "nobody, deep link of a school": Line(STRANGER, "/?base=2&next=/niveaux/", ("pour ouvrir la page", TWO, FORM)),
    "nobody, login given": Line(STRANGER, "/?base=2&mode=normal&login=pau.durand", (TWO, FORM)),
    "same school, number": Line(INSIDE, "/?base=1", ("Vous êtes déjà connecté", "Se déconnecter", ONE, FORM)),
    "same school, ENT": Line(INSIDE, "/?sso=1", (HOME,)),
    "same school, ENT without number": Line(INSIDE, "/?sso", (HOME,)),
    "same school, ENT and deep link": Line(INSIDE, "/?sso=1&next=/niveaux/", ("Niveaux",), (HOME,)),
    "same school, returning with a ticket": Line(INSIDE, "/?sso=1&ticket=ST-1", (HOME,)),
    "same school, deep link": Line(INSIDE, "/niveaux/", ("Niveaux",)),
    "same school, page of another profile": Line(INSIDE, "/groupes-de-besoin/", ("Accès refusé",), (FORM,)),
    "other school, number": Line(INSIDE, "/?base=2", ("Vous êtes déjà connecté", TWO, FORM)),
    "other school, ENT": Line(INSIDE, "/?sso=2", ("Vous êtes déjà connecté", TWO, WITHOUT_ENT), (HOME,)),
    "unknown number": Line(STRANGER, "/?base=999", ("Aucun établissement ne porte le numéro « 999 »", CHOOSER)),
    "unknown number, ENT": Line(STRANGER, "/?sso=999", ("ne porte le numéro « 999 »", CHOOSER)),
    "unknown UAI, ENT": Line(STRANGER, f"/?sso={UNKNOWN_UAI}", (f"le numéro UAI « {UNKNOWN_UAI} »", CHOOSER)),
    "unknown number, signed in": Line(INSIDE, "/?sso=999", ("ne porte le numéro « 999 »", CHOOSER), (HOME,)),
    "no number": Line(STRANGER, "/", (CHOOSER, ONE, TWO), (FORM,)),
    "no number, ENT": Line(STRANGER, "/?sso", ("se termine par « ?sso= »", "« ?sso&base= »", CHOOSER)),
    "no number, ticket": Line(STRANGER, "/?sso&ticket=ST-1", ("se termine par « ?sso= »", CHOOSER)),
    "no number, deep link": Line(STRANGER, "/accueil/", (CHOOSER,)),
}


@pytest.mark.parametrize("line", MATRIX.values(), ids=MATRIX.keys())
def test_matrix_of_addresses(two_schools, admin: Account, client_as: Callable[[Account], Client], line: Line) -> None:
    """Every form of address that guides and ENT give, line by line."""
    browser = client_as(admin) if line.who == INSIDE else Client()

    page = words(visit(browser, line.address))

    assert [sentence for sentence in line.reads if sentence not in page] == []
    assert [sentence for sentence in line.not_read if sentence in page] == []
    assert ("_auth_user_id" in browser.session) == (line.who == INSIDE)


def test_login_of_the_address_is_filled_in(two_schools, client: Client) -> None:
    page = client.get("/?base=2&login=pau.durand").content.decode()
    assert 'name="login" value="pau.durand"' in page


def test_school_of_last_time_is_that_of_an_address_without_number(two_schools, admin: Account, client: Client) -> None:
    sign_in_to(client, 1)
    client.post(reverse("accounts:sign_out"))

    assert (ONE in words(visit(client, "/")), ONE in words(visit(client, "/?sso"))) == (True, True)


def test_school_of_last_time_is_never_guessed_for_a_ticket(two_schools, admin: Account, client: Client) -> None:
    sign_in_to(client, 1)
    client.post(reverse("accounts:sign_out"))

    assert "se termine par « ?sso= »" in words(visit(client, "/?sso&ticket=ST-1"))


def test_unknown_number_makes_the_browser_forget_its_school(two_schools, admin: Account, client: Client) -> None:
    sign_in_to(client, 1)
    client.post(reverse("accounts:sign_out"))
    visit(client, "/?base=999")

    assert CHOOSER in words(visit(client, "/"))


def test_deep_link_that_names_another_school_signs_in_there(
    two_schools, admin: Account, client_as: Callable[[Account], Client]
) -> None:
    with school_scope(two_schools[1]):
        AccountFactory(profile=Profile.ADM, login="autre", activated_at=now())
    browser = client_as(admin)
    assert TWO in words(browser.get("/?base=2&next=/niveaux/"))

    response = browser.post("/", {"base": 2, "login": "autre", "password": PASSWORD, "next": "/niveaux/"}, follow=True)

    assert (response.request["PATH_INFO"], TWO in words(response)) == ("/niveaux/", True)


@pytest.mark.parametrize(("number", "leads_to"), [(1, "/niveaux/"), (2, "/accueil/"), (999, "/accueil/")])
def test_whoever_goes_on_in_his_school_is_not_led_to_the_page_of_another(
    two_schools, admin: Account, client_as: Callable[[Account], Client], number: int, leads_to: str
) -> None:
    page = client_as(admin).get(f"/?base={number}&next=/niveaux/").content.decode()
    assert f'href="{leads_to}">Continuer</a>' in page


# --- Pages of before --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/?page=public_contact_admin&base=2", "/contacter/?base=2"),
        ("/index.php?page=public_contact_admin&uai=0341234G", "/contacter/?base=1"),
        ("/?page=public_contact_admin", "/contacter/"),
        ("/?page=public_identifiants_perdus&base=2&profil=structure", "/identifiants-perdus/?base=2"),
        (
            "/?page=public_sso_logout&base=1",
            "https://cas.mon-ent.fr/logout?service=http%3A%2F%2F127.0.0.1%3A8000%2F%3Fbase%3D1",
        ),
    ],
)
def test_public_page_of_before_leads_to_what_it_has_become(
    ent_of_school_1: None, client: Client, settings, address: str, leads_to: str
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000/"
    assert client.get(address)["Location"] == leads_to


@pytest.mark.parametrize(
    ("address", "reads"),
    [
        ("/?page=public_sso_logout&base=2", TWO),
        ("/?page=public_contact_admin&base=999", "ne porte le numéro « 999 »"),
        ("/?page=inconnue&base=2", TWO),
    ],
)
def test_page_of_before_that_leads_nowhere_is_the_entrance(
    two_schools, client: Client, address: str, reads: str
) -> None:
    response = client.get(address)
    assert (response.status_code, reads in words(response)) == (200, True)


def sign_in_to(client: Client, number: int) -> None:
    client.post("/", {"base": number, "login": "admin", "password": PASSWORD})


# --- Schools that are closed, cookies that are refused ----------------------------------------------------------------


def test_closed_school_refuses_before_leaving_for_the_ent_and_after_the_codes(
    two_schools, admin: Account, client: Client
) -> None:
    School.objects.filter(number=1).update(access=closed_by_the_operator())

    assert "L'accès est fermé par le webmestre : « travaux »." in words(visit(client, "/?sso=1"))
    form = words(visit(client, "/?base=1"))
    assert (FORM in form, "travaux" in form) == (True, False)
    refused = client.post("/", {"base": 1, "login": "admin", "password": PASSWORD})
    assert "travaux" in words(refused)


def closed_by_the_operator() -> dict:
    closing = {"reason": "travaux", "profiles": [], "by": "webmestre", "since": now().isoformat()}
    return {"closings": {"operator": closing}}


@pytest.fixture
def ent_of_school_1(two_schools) -> None:
    ent = {"connector": "perso", "label": "Mon ENT", "host": "cas.mon-ent.fr"}
    School.objects.filter(number=1).update(access={"ent": ent})


@pytest.mark.parametrize("address", ["/?sso=1", "/index.php?sso&base=1", "/?sso=1&next=/niveaux/"])
def test_browser_without_cookies_is_sent_round_once_then_told(ent_of_school_1: None, address: str) -> None:
    first = Client().get(address)
    assert first.status_code == 302
    assert first.url.startswith("/?sso=1&cookie=1")

    second = Client().get(first.url)

    assert (second.status_code, "Votre navigateur refuse les cookies" in words(second)) == (200, True)


def test_school_without_an_ent_says_so_whatever_the_browser_keeps(two_schools, client: Client) -> None:
    page = words(client.get("/?sso=2"))
    assert (WITHOUT_ENT in page, "cookies" in page) == (True, False)


def test_ticket_without_any_cookie_is_never_redirected(ent_of_school_1: None, client: Client) -> None:
    page = client.get("/?sso=1&ticket=ST-1")
    assert (page.status_code, "Ce navigateur n'est pas celui qui est parti vers l'ENT" in words(page)) == (200, True)
    assert "refuse les cookies" not in words(page)
    assert 'href="/?sso=1"' in page.content.decode()


def test_proof_of_cookies_keeps_the_page_asked_for(ent_of_school_1: None, client: Client) -> None:
    assert client.get("/?sso=1&next=/niveaux/").url == "/?sso=1&cookie=1&next=%2Fniveaux%2F"


@pytest.mark.parametrize("query", ["?sso&base=123", "?sso=123&next=/niveaux/", "?base=123"])
def test_address_of_an_ent_without_https_keeps_what_it_asks_for(db: None, client: Client, settings, query: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(f"/{query}")
    assert (response.status_code, response["Location"]) == (301, f"https://testserver/{query}")


def test_nothing_posted_is_redirected(two_schools, client: Client) -> None:
    """An ENT posts the end of a session at the address it knows; a redirection would lose it."""
    for address in ("/?sso=1", "/?sso", "/index.php?sso&base=1"):
        assert client.post(address, {"logoutRequest": "<x/>"}).status_code in (200, 400)


# --- Coming back through the ENT --------------------------------------------------------------------------------------


@pytest.fixture
def from_the_ent(ent_of_school_1: None, admin: Account, client: Client, settings) -> Client:
    """A browser whose last session, opened through the ENT of school 1, has ended."""
    sign_in_to(client, 1)
    client.session.flush()
    client.cookies[settings.MODE_COOKIE_NAME] = "ent"
    return client


def test_page_asked_for_after_the_session_goes_to_the_ent_by_itself(from_the_ent: Client) -> None:
    response = from_the_ent.get("/?next=/niveaux/")
    assert response.url.startswith("https://cas.mon-ent.fr/login?service=")


@pytest.mark.parametrize("address", ["/", "/?base=1&next=/niveaux/", "/?base=2", "/?changer"])
def test_sign_in_page_is_shown_to_whoever_asks_for_it_then_no_longer_left_by_itself(
    from_the_ent: Client, address: str
) -> None:
    assert from_the_ent.get(address).status_code == 200
    assert FORM in words(from_the_ent.get("/?next=/niveaux/"))


@pytest.mark.parametrize("by", ["codes", "sign-out"])
def test_codes_and_sign_out_end_the_way_through_the_ent(from_the_ent: Client, by: str) -> None:
    sign_in_to(from_the_ent, 1)
    if by == "sign-out":
        from_the_ent.post(reverse("accounts:sign_out"))
    from_the_ent.session.flush()
    assert FORM in words(from_the_ent.get("/?next=/niveaux/"))


def test_school_that_left_its_ent_shows_its_form(from_the_ent: Client) -> None:
    School.objects.filter(number=1).update(access={})
    assert FORM in words(from_the_ent.get("/?next=/niveaux/"))


# --- One school, then many --------------------------------------------------------------------------------------------


def test_server_of_one_school_needs_no_number(school: School, client: Client, settings) -> None:
    settings.SINGLE_SCHOOL = True
    form, through_ent = words(visit(client, "/")), words(visit(client, "/?sso"))

    assert (FORM in form, "changer" in form) == (True, False)
    assert (ONE in through_ent, WITHOUT_ENT in through_ent) == (True, True)


def test_old_links_go_on_when_one_school_becomes_many(school: School, client: Client, settings) -> None:
    settings.DEFAULT_SCHOOL = 1
    SchoolFactory(number=2, name=TWO)

    assert ONE in words(visit(client, "/?sso"))
    assert (ONE in words(visit(client, "/?base=1")), TWO in words(visit(client, "/?base=2"))) == (True, True)
    assert CHOOSER in words(visit(Client(), "/"))


def test_second_school_tells_how_links_without_a_number_go_on(
    school: School, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_school", TWO)
    assert f"mènent encore à « {school} », réglez DEFAULT_SCHOOL=1" in capsys.readouterr().out
    call_command("create_school", "École du Port")
    assert "DEFAULT_SCHOOL" not in capsys.readouterr().out


def test_server_whose_default_school_is_set_says_nothing_more(
    school: School, settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEFAULT_SCHOOL = 1
    call_command("create_school", TWO)
    assert "DEFAULT_SCHOOL" not in capsys.readouterr().out


def test_server_of_one_school_opens_no_second_one(school: School, settings) -> None:
    settings.SINGLE_SCHOOL = True
    with pytest.raises(CommandError, match="Ce serveur est celui d'une seule école"):
        call_command("create_school", TWO)
