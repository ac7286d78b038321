"""A person finds her school on the sign-in page: by its zone then its name, or by typing a part of it."""

import re
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from schools.models import School, Zone
from tests.factories import PASSWORD, SchoolFactory
from tests.html import words

Run = Callable[..., str]


@pytest.fixture
def zones(db: None) -> None:
    """Two zones of the operator, Sud before Nord, and a school of none."""
    sud, nord = Zone.objects.create(name="Sud", order=1), Zone.objects.create(name="Nord", order=2)
    SchoolFactory(number=1, name="École Zola", town="Béziers", zone=sud, uai="0341234G")
    SchoolFactory(number=2, name="École Aragon", town="Sète", zone=sud)
    SchoolFactory(number=3, name="Collège Camus", town="Béziers", zone=sud)
    SchoolFactory(number=4, name="École des Tilleuls", town="Lille", zone=nord)
    SchoolFactory(number=5, name="Lycée français", town="")


def listed(client: Client, address: str) -> list[str]:
    """The names of the schools that a page of choice lists, in its order."""
    page = client.get(address).content.decode()
    return re.findall(r"<li><a [^>]*><strong>([^<]*)</strong>", page)


def test_school_is_chosen_by_its_zone_then_in_a_list_s5(client: Client, zones: None) -> None:
    page = words(client.get("/"))
    assert "Choisir une zone Sud Nord Autres établissements" in page

    sud = Zone.objects.get(name="Sud").pk
    assert listed(client, f"/?changer=1&zone={sud}") == ["Collège Camus", "École Zola", "École Aragon"]
    assert "Béziers Collège Camus École Zola 0341234G Sète École Aragon" in words(client.get(f"/?changer=1&zone={sud}"))
    assert listed(client, "/?changer=1&zone=autres") == ["Lycée français"]


@pytest.mark.parametrize("zone", ["999", "x", "-1", "1 OR 1"])
def test_zone_that_does_not_exist_shows_all_the_few_schools(client: Client, zones: None, zone: str) -> None:
    assert len(listed(client, f"/?changer=1&zone={zone}")) == 5


def test_many_schools_are_listed_once_a_zone_is_chosen(client: Client, zones: None) -> None:
    for number in range(10, 30):
        SchoolFactory(number=number, zone=Zone.objects.get(name="Nord"))

    assert listed(client, "/") == []
    assert len(listed(client, f"/?changer=1&zone={Zone.objects.get(name='Nord').pk}")) == 21


def test_many_schools_without_zones_are_listed_page_by_page(client: Client, db: None) -> None:
    for number in range(1, 62):
        SchoolFactory(number=number, name=f"École {number:02}")

    assert listed(client, "/") == [f"École {number:02}" for number in range(1, 51)]
    assert listed(client, "/?changer=1&page=2") == [f"École {number:02}" for number in range(51, 62)]
    assert listed(client, "/?changer=1&page=peut-être") == listed(client, "/")


def test_chosen_school_is_on_the_form_and_remembered_a_year_once_signed_in_s5(
    school: School, other_school: School, admin: Account, client: Client, settings
) -> None:
    assert "École Jules-Exemple" in words(client.get("/?base=1"))
    assert "École Jules-Exemple" in words(client.get("/?changer"))
    assert settings.SCHOOL_COOKIE_NAME not in client.cookies

    client.post("/", {"base": 1, "login": "admin", "password": PASSWORD})

    assert client.cookies[settings.SCHOOL_COOKIE_NAME]["max-age"] == 365 * 24 * 3600
    client.post(reverse("accounts:sign_out"))
    page = words(client.get("/"))
    assert ("École Jules-Exemple" in page, "École des Tilleuls" in page) == (True, False)


# --- Typing -----------------------------------------------------------------------------------------------------------


def suggested(client: Client, typed: str) -> tuple[list[str], str]:
    """The options that what is typed opens, and the sentence that is read out."""
    fragment = client.get(reverse("accounts:school_search"), {"q": typed}).content.decode()
    names = re.findall(r'role="option"[^>]*>([^<]*)<', fragment)
    return names, re.findall(r"<p>([^<]*)</p>", fragment)[0].replace("\u00a0", " ").strip()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zola", ["École Zola"]),
        ("BEZIERS", ["Collège Camus", "École Zola"]),
        ("0341234g", ["École Zola"]),
        ("école sète", ["École Aragon"]),
        ("  ", []),
        ("", []),
    ],
)
def test_typing_finds_by_name_town_or_uai_s5(client: Client, zones: None, typed: str, names: list[str]) -> None:
    assert suggested(client, typed)[0] == names


def test_typing_says_how_many_schools_are_found(client: Client, zones: None) -> None:
    for number in range(10, 30):
        SchoolFactory(number=number, name="École jumelle")

    assert suggested(client, "zola")[1] == "1 établissement trouvé."
    assert suggested(client, "beziers")[1] == "2 établissements trouvés."
    assert suggested(client, "jumelle")[1] == "Plus de 10 établissements : précisez."
    assert suggested(client, "introuvable\0<b>")[1].startswith("Aucun établissement ne correspond à « introuvable")
    assert suggested(client, " ") == ([], "")


def test_option_leads_to_the_form_and_keeps_the_page_asked_for(client: Client, zones: None) -> None:
    query = {"q": "zola", "next": "/niveaux/"}
    fragment = client.get(reverse("accounts:school_search"), query).content.decode()
    assert 'data-href="/?base=1&amp;next=/niveaux/"' in fragment


def test_search_without_script_is_a_page(client: Client, zones: None) -> None:
    assert listed(client, "/?changer=1&q=beziers") == ["Collège Camus", "École Zola"]
    assert "Aucun établissement ne correspond à « introuvable »" in words(client.get("/?changer=1&q=introuvable"))


@pytest.mark.parametrize("address", ["/", "/?changer=1&zone=autres", "/?changer=1&q=ecole", "/etablissements/?q=ecole"])
def test_choosing_asks_as_many_queries_for_many_schools_as_for_few(
    client: Client, zones: None, address: str, django_assert_max_num_queries
) -> None:
    for number in range(10, 18):
        SchoolFactory(number=number)
    with django_assert_max_num_queries(6):
        client.get(address)


# --- The operator's zones ---------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """run("zone", "add", "Sud"): what a command prints."""

    def run(*arguments: str) -> str:
        call_command(*arguments)
        return capsys.readouterr().out

    return run


def test_operator_makes_zones_and_puts_schools_in_them(zones: None, run: Run) -> None:
    assert run("zone") == "1\tSud\t3 établissements\n2\tNord\t1 établissement\n\tsans zone\t1 établissement\n"
    run("zone", "add", "  Outre   mer ", "--order", "3")
    run("zone", "put", "Outre mer", "5", "4")
    run("zone", "rename", "Sud", "Hérault")
    run("zone", "order", "Hérault", "9")
    assert run("zone", "remove", "Nord") == (
        "3\tOutre mer\t2 établissements\n9\tHérault\t3 établissements\n\tsans zone\t0 établissement\n"
    )


def test_removed_zone_leaves_its_schools(zones: None, run: Run) -> None:
    assert run("zone", "remove", "Sud").endswith("sans zone\t4 établissements\n")
    assert School.objects.count() == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("remove", "Est"), "Aucune zone ne s'appelle « Est ». Zones de ce serveur : « Sud », « Nord »."),
        (("add", "Sud"), "« Sud » : Un objet Zone avec ce champ Nom existe déjà."),
        (("add", " "), "«  » : Ce champ ne peut pas être vide."),
        (("put", "Nord", "1", "77", "78"), "Rien n'est changé, ces numéros ne sont à personne : 77, 78."),
    ],
)
def test_zone_refused_says_why(zones: None, run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)):
        run("zone", *arguments)
    assert School.objects.get(number=1).zone == Zone.objects.get(name="Sud")


def test_school_is_created_in_its_zone(zones: None, run: Run) -> None:
    run("create_school", "École neuve", "--zone", "Nord", "--number", "50")
    assert School.objects.get(number=50).zone == Zone.objects.get(name="Nord")
    with pytest.raises(CommandError, match="Aucune zone ne s'appelle « Est »"):
        run("create_school", "École de l'Est", "--zone", "Est")
