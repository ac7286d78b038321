"""A school that another server has now: its former address leads there for thirty days, even once deleted here."""

import datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import MovedSchool
from operation.console.services.schools import delete
from sacoche.kit.clock import now
from schools.models import School
from tests.factories import PASSWORD
from tests.html import words

NEW = "https://sacoche.ailleurs.example/?base=7"
PAGE = "/console/etablissements/1/transferer/"


@pytest.fixture
def school(school: School) -> School:
    school.uai = "0341234G"
    school.save()
    return school


def where(address: str) -> str:
    """Where a browser that comes to this address is sent; empty when it stays."""
    return str(Client().get(address).headers.get("Location", ""))


@pytest.fixture
def moved(school, console) -> School:
    assert console.post(PAGE, {"address": NEW}).url == "/console/etablissements/1/"
    return school


@pytest.mark.parametrize("address", ["/?base=1", "/?id=1", "/?uai=0341234G", "/index.php?base=1", "/"])
def test_former_address_leads_to_the_new_one_p270(address, moved, console):
    assert where(address) == NEW


@pytest.mark.parametrize("address", ["/?sso=1", "/?sso=0341234G", "/?sso&base=1"])
def test_who_comes_from_the_ent_comes_in_through_it_there_p270(address, moved):
    assert where(address) == f"{NEW}&sso"


def test_whoever_was_in_is_led_there_too(school, admin, client_as, console):
    inside = client_as(admin)
    console.post(PAGE, {"address": NEW})

    assert inside.get("/accueil/").status_code == 302
    assert inside.get("/?base=1").headers["Location"] == NEW


def test_former_address_leads_there_once_the_school_is_deleted_and_thirty_days_no_more_p270(
    moved, other_school, operator
):
    delete(operator=operator, school=moved)

    assert (where("/?base=1"), where("/?sso=0341234G")) == (NEW, f"{NEW}&sso")
    with time_machine.travel(now() + datetime.timedelta(days=29, hours=23), tick=False):
        assert where("/?base=1") == NEW
    with time_machine.travel(now() + datetime.timedelta(days=30, minutes=1), tick=False):
        assert where("/?base=1") == ""
        assert "Aucun établissement ne porte le numéro « 1 »" in words(Client().get("/?base=1"))


def test_number_given_again_is_that_of_the_school_which_has_it_now(moved, other_school, operator):
    delete(operator=operator, school=moved)
    School.objects.create(number=1, name="Une autre", uai="")

    assert where("/?base=1") == ""


def test_school_opened_again_or_shut_for_another_reason_leads_nowhere(moved, console, journal):
    console.post("/console/etablissements/1/rouvrir/")
    assert where("/?base=1") == ""
    console.post(PAGE, {"address": NEW})
    console.post("/console/etablissements/1/fermer/", {"reason": "Convention"})
    assert where("/?base=1") == ""
    assert not MovedSchool.objects.exists()
    assert journal()[1] == f"a dit que l'établissement n° 1 ({moved.name}) est maintenant à {NEW}"


def test_codes_typed_on_the_former_page_are_sent_nowhere_and_the_address_is_told(moved, admin):
    answer = Client().post("/", {"base": 1, "login": admin.login, "password": PASSWORD})

    assert "Location" not in answer.headers
    assert NEW in words(answer)


def test_page_of_the_school_says_until_when_and_an_address_is_put_right(moved, console):
    page = words(console.get("/console/etablissements/1/"))
    assert f"Son adresse mène à {NEW} jusqu'au" in page.replace("’", "'")
    console.post(PAGE, {"address": "https://autre.example/"})
    assert where("/?base=1") == "https://autre.example/"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Donnez l'adresse où l'établissement est maintenant."),
        ("javascript:alert(1)", "commence par https:// ou http://"),
        ("//x", "commence par https:// ou http://"),
        ("https://" + "x" * 200 + ".fr", "200"),
    ],
)
def test_address_that_leads_nowhere_is_refused_in_words(address, said, school, console):
    answer = console.post(PAGE, {"address": address})

    assert answer.status_code == 422
    assert said in words(answer).replace("’", "'")
    assert where("/?base=1") == ""


def test_address_of_this_server_is_refused(school, console, settings):
    answer = console.post(PAGE, {"address": f"{settings.PUBLIC_URL}?base=2"})

    assert "C'est l'adresse de ce serveur" in words(answer).replace("’", "'")


def test_server_that_moved_nobody_asks_nothing_more(school, django_assert_num_queries):
    Client().get("/?base=1")
    with django_assert_num_queries(1):
        Client().get("/?base=1")
