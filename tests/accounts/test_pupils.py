"""« Élèves (gestion) »: list, search, add, change, exit date."""

import datetime
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from lxml import html

from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from tests.factories import PASSWORD, AccountFactory, SchoolClassFactory
from tests.html import words

PAGE = reverse("accounts:pupils")
ADD = reverse("accounts:add_pupil")


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


def _data(**changes):
    data = {"last_name": "ouvré", "first_name": "zoé", "gender": "F", "login_auto": "on", "password_random": "on"}
    return {name: value for name, value in (data | changes).items() if value is not None}


def _shown(page):
    return [pupil.last_name for pupil in page.context["list"].page.object_list]


def test_pupils_of_a_new_school_says_what_to_do(client):
    assert "importez-les d'un fichier" in words(client.get(PAGE))


def test_pupils_are_listed_by_class_then_name_and_without_class_last(client):
    cm1, cm2 = SchoolClassFactory(niveau="CM1"), SchoolClassFactory(niveau="CM2")
    for last_name, school_class in (("A", None), ("B", cm2), ("É", cm1), ("D", cm1)):
        AccountFactory(last_name=last_name, school_class=school_class)

    assert _shown(client.get(PAGE)) == ["D", "É", "B", "A"]


def test_pupils_of_one_class(client):
    cm1, cm2 = SchoolClassFactory(), SchoolClassFactory()
    AccountFactory(last_name="UN", school_class=cm1)
    AccountFactory(last_name="DEUX", school_class=cm2)

    assert _shown(client.get(PAGE, {"classe": cm1.pk})) == ["UN"]


def test_pupils_without_class(client):
    AccountFactory(last_name="UN", school_class=SchoolClassFactory())
    AccountFactory(last_name="DEUX")

    assert _shown(client.get(PAGE, {"classe": "aucune"})) == ["DEUX"]


@pytest.mark.parametrize("typed", ["oeuvre zo", "ŒUVRÉ", "zoé ŒUV", "ZOE.OEUVRE", "1234567890A", "d'œuvré"])
def test_pupils_are_found_by_name_login_or_reference(client, typed):
    AccountFactory(last_name="D'ŒUVRÉ", first_name="Zoé", login="zoe.oeuvre", reference="1234567890A")
    AccountFactory(last_name="MARTIN", first_name="Zoé")

    assert _shown(client.get(PAGE, {"q": typed})) == ["D'ŒUVRÉ"]


def test_pupils_search_without_result_says_what_to_try(client, pupil):
    assert "Personne ne correspond." in words(client.get(PAGE, {"q": "inconnu"}))


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"classe": "x"}, {"page": "x"}, {"page": "99"}])
def test_pupils_search_that_cannot_be_read_is_no_error(client, pupil, query):
    page = client.get(PAGE, query)

    assert (page.status_code, _shown(page)) == (200, ["MARTIN"])


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_pupils_of_a_class_that_the_school_does_not_have_are_not_found(client, number):
    assert client.get(PAGE, {"classe": number}).status_code == 404


def test_pupils_who_left_are_apart(client, pupil):
    AccountFactory(last_name="PARTI", left_on=today())
    AccountFactory(last_name="BIENTÔT", left_on=today() + datetime.timedelta(days=1))

    assert _shown(client.get(PAGE)) == ["BIENTÔT", "MARTIN"]
    assert _shown(client.get(PAGE, {"sortis": "on"})) == ["PARTI"]


def test_add_pupil_makes_login_and_password(client):
    school_class = SchoolClassFactory()

    page = client.post(ADD, _data(school_class=school_class.pk, birth_date="2015-02-28", reference="123abc"))

    created = Account.objects.pupils().get()
    assert (created.full_name, created.login, created.reference) == ("OUVRÉ Zoé", "zoe.ouvre", "123ABC")
    assert (created.school_class, created.birth_date) == (school_class, datetime.date(2015, 2, 28))
    assert created.check_password(re.search(r'data-issued="password">([^<]*)<', page.content.decode())[1])
    assert "no-store" in page.headers["Cache-Control"]


def test_add_pupil_accepts_a_date_typed_in_french(client):
    client.post(ADD, _data(birth_date="28/02/2015"))

    assert Account.objects.pupils().get().birth_date == datetime.date(2015, 2, 28)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_name": ""}, "last_name"),
        ({"birth_date": "31/02/2015"}, "birth_date"),
        ({"birth_date": "0015-02-03"}, "birth_date"),
        ({"birth_date": "9999-02-03"}, "birth_date"),
        ({"gender": "X"}, "gender"),
        ({"school_class": "999999"}, "school_class"),
        ({"reference": "X" * 33}, "reference"),
        ({"id_ent": "X" * 64}, "id_ent"),
    ],
)
def test_add_pupil_refuses_what_does_not_fit(client, changes, field):
    page = client.post(ADD, _data(**changes))

    assert list(page.context["form"].errors) == [field]
    assert Account.objects.pupils().count() == 0


def test_add_pupil_in_a_class_of_another_school_is_refused(client, other_school):
    with school_scope(other_school):
        stranger = SchoolClassFactory()

    page = client.post(ADD, _data(school_class=stranger.pk))

    assert list(page.context["form"].errors) == ["school_class"]


def test_add_pupil_refuses_an_ine_taken_naming_its_holder(client, pupil):
    Account.objects.filter(pk=pupil.pk).update(reference="123ABC")

    page = client.post(ADD, _data(reference="123abc"))

    assert page.context["form"].errors["reference"] == [
        "Ce numéro (référence (INE…)) est déjà celui de MARTIN Zoé (élève, login zoe.martin) : indiquez-en un autre."
    ]


def test_edit_pupil_moves_to_another_class_and_keeps_the_rest(client, pupil):
    school_class = SchoolClassFactory()

    client.post(
        reverse("accounts:edit_pupil", args=[pupil.pk]),
        _data(last_name="MARTIN", first_name="Zoé", gender="I", school_class=school_class.pk),
    )

    pupil.refresh_from_db()
    assert (pupil.school_class, pupil.login) == (school_class, "zoe.martin")
    assert pupil.check_password(PASSWORD)
    assert JournalEntry.objects.get(code="accounts.update").details["fields"] == "classe"


def test_give_pupil_password_shows_it_once(client, pupil):
    page = client.post(reverse("accounts:give_pupil_password", args=[pupil.pk]), {"password_random": "on"})

    pupil.refresh_from_db()
    assert pupil.check_password(re.search(r'data-issued="password">([^<]*)<', page.content.decode())[1])


def test_retire_pupil_from_a_chosen_day(client, pupil):
    day = today() + datetime.timedelta(days=3)

    page = client.post(reverse("accounts:retire_pupil", args=[pupil.pk]), {"left_on": day.isoformat()}, follow=True)

    pupil.refresh_from_db()
    assert (pupil.left_on, pupil.is_active) == (day, True)
    assert f"sortie enregistrée au {day:%d/%m/%Y}." in words(page)


def test_retire_pupil_proposes_today(client, pupil):
    page = client.get(reverse("accounts:retire_pupil", args=[pupil.pk]))

    assert f'value="{today().isoformat()}"' in page.content.decode()


@pytest.mark.parametrize("typed", ["", "demain", "0205-01-01", "9999-01-01"])
def test_retire_pupil_refuses_an_unreadable_day(client, pupil, typed):
    page = client.post(reverse("accounts:retire_pupil", args=[pupil.pk]), {"left_on": typed})

    assert list(page.context["form"].errors) == ["left_on"]
    pupil.refresh_from_db()
    assert pupil.left_on is None


def test_reinstate_pupil_gives_everything_back(client, pupil):
    client.post(reverse("accounts:retire_pupil", args=[pupil.pk]), {"left_on": today().isoformat()})

    client.post(reverse("accounts:reinstate_pupil", args=[pupil.pk]))

    pupil.refresh_from_db()
    assert (pupil.left_on, pupil.check_password(PASSWORD)) == (None, True)


def test_staff_are_not_managed_here(client, teacher):
    assert client.get(reverse("accounts:edit_pupil", args=[teacher.pk])).status_code == 404


def test_pupil_of_another_school_is_not_found(client, other_school):
    with school_scope(other_school):
        stranger = AccountFactory(profile=Profile.ELV)

    assert client.get(reverse("accounts:edit_pupil", args=[stranger.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 40])
def test_pupils_page_takes_as_many_queries_however_many(client, number, django_assert_num_queries):
    for _ in range(number):
        AccountFactory(school_class=SchoolClassFactory())
    client.get(PAGE)

    # One of them: which names of classes look alike.
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_pupils_page_of_a_large_school_is_cut_in_pages(client, school):
    school_class = SchoolClassFactory()
    AccountFactory.create_batch(101, school_class=school_class)

    page = client.get(PAGE, {"page": 2})

    assert len(page.context["list"].page.object_list) == 1
    assert "101 élèves présents" in words(page)


def test_saving_a_pupil_comes_back_to_the_same_filtered_list_at_his_line(client, pupil):
    listed = html.fromstring(client.get(reverse("accounts:pupils"), {"q": pupil.last_name}).content)
    (edit,) = listed.xpath(f"//tr[@id='ligne-{pupil.pk}']//a[contains(., 'Modifier')]/@href")
    page = html.fromstring(client.get(edit).content)
    form = next(form for form in page.forms if "last_name" in form.fields)
    answer = client.post(form.action, dict(form.form_values()))
    filtered = f"{reverse('accounts:pupils')}?{urlencode({'q': pupil.last_name})}"
    assert answer.url == f"{filtered}#ligne-{pupil.pk}"
    assert filtered in page.xpath("//a[.='Annuler']/@href")


def test_what_a_form_is_told_to_come_back_to_is_filters_alone(client, pupil):
    edit = reverse("accounts:edit_pupil", args=[pupil.pk])
    page = html.fromstring(client.get(edit, {"retour": "//ailleurs.example/?q=1#x"}).content)
    assert page.xpath("//a[.='Annuler']/@href")[0].startswith(reverse("accounts:pupils") + "?")
