"""« Professeurs (gestion) » (S124 to S130)."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.access.services import open_profile
from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from accounts.people import services
from accounts.people.forms import StaffForm
from sacoche.kit.clock import today
from sacoche.kit.text import sort_key
from tests.factories import PASSWORD, AccountFactory, TeachingAssignmentFactory
from tests.html import words

PAGE = reverse("accounts:staff")
ADD = reverse("accounts:add_staff")
TODAY = {"left_on": today().isoformat()}


@pytest.fixture
def as_admin(client_as, admin):
    return client_as(admin)


def shown(page):
    """The last names of the list, in its order."""
    return [person.last_name for person in page.context["list"].page.object_list]


def _data(**changes):
    """The form as it opens: both boxes ticked."""
    data = {"last_name": "Dupont-Durand", "first_name": "marie-anne", "profile": "ENS"}
    data |= {"login_auto": "on", "password_random": "on"} | changes
    return {name: value for name, value in data.items() if value is not None}


def _issued(page, what):
    return re.search(rf'data-issued="{what}">([^<]*)<', page.content.decode())[1]


def _edit(account):
    return reverse("accounts:edit_staff", args=[account.pk])


def test_staff_of_a_new_school_says_what_to_do(as_admin):
    assert "Appuyez sur le « + » vert pour créer le premier compte." in words(as_admin.get(PAGE))


def test_staff_lists_everyone_but_administrators_by_name(as_admin, director, teacher, pupil):
    AccountFactory(profile=Profile.DOC, last_name="ŒUVRÉ")

    assert shown(as_admin.get(PAGE)) == ["DURAND", "LEROY", "ŒUVRÉ"]


def test_add_staff_makes_login_and_password(as_admin):
    page = as_admin.post(ADD, _data())

    created = Account.objects.get(profile=Profile.ENS)
    assert (created.last_name, created.first_name) == ("DUPONT-DURAND", "Marie-Anne")
    assert (created.login, _issued(page, "login")) == ("mar.dupontdu", "mar.dupontdu")
    assert created.check_password(_issued(page, "password"))
    assert created.must_activate


def test_add_staff_shows_the_password_once_and_stores_it_nowhere(as_admin):
    page = as_admin.post(ADD, _data())

    password = _issued(page, "password")
    assert len(password) == 12
    assert "no-store" in page.headers["Cache-Control"]
    assert password not in as_admin.get(PAGE).content.decode()
    assert password not in str(list(JournalEntry.objects.values()))
    assert password not in str([session.get_decoded() for session in Session.objects.all()])
    assert password not in str(list(Account.objects.values()))


def test_add_staff_with_login_and_password_typed(as_admin):
    page = as_admin.post(
        ADD, _data(login_auto=None, password_random=None, login=" Mme.Dupont ", password="craie-et-tableau-42")
    )

    created = Account.objects.get(profile=Profile.ENS)
    assert created.login == "mme.dupont"
    assert created.check_password("craie-et-tableau-42")
    assert _issued(page, "password") == "craie-et-tableau-42"


def test_add_staff_signs_in_with_what_was_shown(as_admin, client, school):
    page = as_admin.post(ADD, _data())

    codes = {"base": school.number, "login": _issued(page, "login"), "password": _issued(page, "password")}
    answer = client.post(reverse("accounts:sign_in"), codes)

    assert answer.status_code == 302


def test_add_staff_ignores_what_a_ticked_box_hides(as_admin):
    page = as_admin.post(ADD, _data(login="autre", password="court"))

    assert _issued(page, "login") == "mar.dupontdu"


def test_add_staff_refuses_a_login_taken_whatever_its_case(as_admin, teacher):
    page = as_admin.post(ADD, _data(login_auto=None, login="PAU.Durand"))

    assert page.context["form"].errors["login"] == [
        "Ce login est déjà celui de DURAND Paul (professeur, login pau.durand) : indiquez-en un autre."
    ]


def test_add_staff_homonym_of_a_login_gets_a_number(as_admin):
    AccountFactory(profile=Profile.ELV, login="mar.dupontdu")
    AccountFactory(profile=Profile.ENS, login="MAR.DUPONTDU1")

    assert _issued(as_admin.post(ADD, _data()), "login") == "mar.dupontdu2"


def test_add_staff_of_the_same_name_asks_whether_it_is_somebody_else(as_admin):
    as_admin.post(ADD, _data())

    page = as_admin.post(ADD, _data())

    assert "DUPONT-DURAND Marie-Anne (professeur, login mar.dupontdu) existe déjà." in words(page)
    assert "C'est bien une autre personne, du même nom" in words(page)
    assert Account.objects.staff().filter(profile="ENS").count() == 1


def test_add_staff_of_the_same_name_once_confirmed(as_admin):
    as_admin.post(ADD, _data())

    page = as_admin.post(ADD, _data(may_be_homonym="on"))

    assert _issued(page, "login") == "mar.dupontdu1"


def test_add_staff_who_was_retired_proposes_to_reinstate(as_admin):
    AccountFactory(profile=Profile.ENS, last_name="DUPONT-DURAND", first_name="Marie-Anne", left_on=today())

    assert "réintégrez plutôt son compte" in words(as_admin.post(ADD, _data()))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_name": ""}, "last_name"),
        ({"first_name": "  "}, "first_name"),
        ({"last_name": "---"}, "last_name"),
        ({"last_name": "X" * 101}, "last_name"),
        ({"last_name": "a\x00b"}, "last_name"),
        ({"profile": "ADM"}, "profile"),
        ({"profile": "ELV"}, "profile"),
        ({"login_auto": None}, "login"),
        ({"login_auto": None, "login": "deux mots"}, "login"),
        ({"login_auto": None, "login": "x" * 65}, "login"),
        ({"login_auto": None, "login": "=1+1"}, "login"),
        ({"password_random": None}, "password"),
        ({"password_random": None, "password": "court-7"}, "password"),
        ({"password_random": None, "password": "onze-signes"}, "password"),
        ({"password_random": None, "password": "password"}, "password"),
        ({"password_random": None, "password": "9274018365"}, "password"),
        ({"sconet_id": "douze"}, "sconet_id"),
        ({"sconet_id": "9" * 30}, "sconet_id"),
        ({"sconet_id": "-3"}, "sconet_id"),
    ],
)
def test_add_staff_refuses_what_does_not_fit(as_admin, changes, field):
    page = as_admin.post(ADD, _data(**changes))

    assert list(page.context["form"].errors) == [field]
    assert Account.objects.filter(profile="ENS").count() == 0


def test_add_staff_says_in_french_why_a_password_is_refused(as_admin):
    page = as_admin.post(ADD, _data(password_random=None, password="azerty"))

    assert page.context["form"].errors["password"][0].startswith("Ce mot de passe est trop court")


@pytest.mark.parametrize(("field", "value"), [("id_ent", "ent-7"), ("sconet_id", "12345"), ("reference", "REF7")])
def test_add_staff_refuses_an_identifier_taken_naming_its_holder(as_admin, teacher, field, value):
    Account.objects.filter(pk=teacher.pk).update(**{field: value})

    page = as_admin.post(ADD, _data(**{field: value}))

    assert "est déjà celui de DURAND Paul" in page.context["form"].errors[field][0]


def test_add_staff_may_share_a_sconet_id_with_a_pupil(as_admin):
    AccountFactory(profile=Profile.ELV, sconet_id=12345)

    assert _issued(as_admin.post(ADD, _data(sconet_id="12345")), "login") == "mar.dupontdu"


def test_edit_staff_keeps_login_and_password(as_admin, teacher):
    as_admin.post(_edit(teacher), _data(password_random=None))

    teacher.refresh_from_db()
    assert (teacher.last_name, teacher.login) == ("DUPONT-DURAND", "pau.durand")
    assert teacher.check_password(PASSWORD)


def test_edit_staff_writes_only_what_was_changed(admin, teacher):
    out_of_date = Account.objects.get(pk=teacher.pk)
    services.retire_account(actor=admin, account=teacher)
    services.give_password(actor=admin, account=teacher, password="tout-neuf-77")
    out_of_date.last_name = "ABEL"
    services.update_account(actor=admin, account=out_of_date)

    teacher.refresh_from_db()
    assert (teacher.last_name, teacher.sort_key, teacher.left_on) == ("ABEL", sort_key("ABEL", "Paul"), today())
    assert teacher.check_password("tout-neuf-77")


def test_conflict_with_somebody_who_let_go_meanwhile_is_said(teacher):
    form = StaffForm(_data(), instance=teacher)
    form.full_clean()
    form.show_conflicts({})
    assert form.non_field_errors() == [
        "Quelqu'un d'autre écrivait au même moment : rien n'a été enregistré. Recommencez."
    ]


def test_edit_staff_changes_the_login_when_asked(as_admin, teacher):
    as_admin.post(_edit(teacher), _data(login_auto=None, login="paul"))

    teacher.refresh_from_db()
    assert teacher.login == "paul"


def test_edit_staff_refuses_a_login_taken(as_admin, teacher, director):
    page = as_admin.post(_edit(teacher), _data(login_auto=None, login="directrice"))

    assert list(page.context["form"].errors) == ["login"]
    teacher.refresh_from_db()
    assert teacher.login == "pau.durand"


def test_edit_staff_is_not_stopped_by_a_clash_that_was_already_there(as_admin, teacher, director):
    Account.objects.filter(pk__in=[teacher.pk, director.pk]).update(reference="REF7")

    as_admin.post(_edit(teacher), _data(reference="ref7"))

    teacher.refresh_from_db()
    assert teacher.last_name == "DUPONT-DURAND"


def test_edit_staff_journal_names_what_changed(as_admin, teacher):
    as_admin.post(_edit(teacher), _data(last_name="durand", first_name="Paul", profile="DOC"))

    details = JournalEntry.objects.get(code="accounts.update").details
    assert details == {"person": "DURAND Paul", "profile": "documentaliste", "fields": "profil"}


def test_edit_staff_with_nothing_changed_writes_nothing(as_admin, teacher):
    answer = as_admin.post(_edit(teacher), _data(last_name="durand", first_name="Paul"))

    assert answer.status_code == 302
    assert JournalEntry.objects.filter(code="accounts.update").count() == 0


def test_give_staff_password_shows_it_once_and_ends_the_sessions(as_admin, client_as, teacher):
    at_work = client_as(teacher)

    page = as_admin.post(reverse("accounts:give_staff_password", args=[teacher.pk]), {"password_random": "on"})

    teacher.refresh_from_db()
    assert teacher.check_password(_issued(page, "password"))
    assert _issued(page, "login") == "pau.durand"
    assert "no-store" in page.headers["Cache-Control"]
    assert at_work.get(reverse("home")).status_code == 302


def test_give_staff_password_typed_too_short_is_refused(as_admin, teacher):
    page = as_admin.post(reverse("accounts:give_staff_password", args=[teacher.pk]), {"password": "court"})

    assert list(page.context["password_form"].errors) == ["password"]
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)


def test_retire_staff_asks_first(as_admin, teacher):
    page = as_admin.get(reverse("accounts:retire_staff", args=[teacher.pk]))

    assert "Sortie de DURAND Paul" in words(page)
    teacher.refresh_from_db()
    assert teacher.is_active


def test_retire_staff_closes_the_account_at_once(as_admin, client_as, teacher):
    at_work = client_as(teacher)

    as_admin.post(reverse("accounts:retire_staff", args=[teacher.pk]), TODAY)

    assert at_work.get(reverse("home")).status_code == 302
    assert shown(as_admin.get(PAGE)) == []
    assert shown(as_admin.get(PAGE, {"sortis": "on"})) == ["DURAND"]


def test_reinstate_staff_gives_everything_back(as_admin, client_as, teacher):
    link = TeachingAssignmentFactory(teacher=teacher, is_pp=True)
    as_admin.post(reverse("accounts:retire_staff", args=[teacher.pk]), TODAY)

    as_admin.post(reverse("accounts:reinstate_staff", args=[teacher.pk]))

    assert shown(as_admin.get(PAGE)) == ["DURAND"]
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)
    assert list(teacher.assignments.all()) == [link]


def test_administrators_and_pupils_are_not_managed_here(as_admin, admin, pupil):
    answers = [as_admin.get(_edit(account)).status_code for account in (admin, pupil)]

    assert answers == [404, 404]


def test_staff_pages_are_for_administrators(client_as, director):
    assert client_as(director).get(PAGE).status_code == 403


@pytest.mark.parametrize("number", [1, 3, 40])
def test_staff_page_takes_as_many_queries_however_many(as_admin, number, django_assert_num_queries):
    TeachingAssignmentFactory.create_batch(number)
    as_admin.get(PAGE)

    # One of them: which names of classes look alike.
    with django_assert_num_queries(5):
        as_admin.get(PAGE)


def test_staff_of_an_optional_profile_once_the_school_has_opened_it(as_admin, admin, school):
    refused = as_admin.post(ADD, _data(profile="AED"))
    open_profile(actor=admin, school=school, profile=Profile.AED)

    as_admin.post(ADD, _data(profile="AED"))

    assert list(refused.context["form"].errors) == ["profile"]
    assert shown(as_admin.get(PAGE, {"profil": "AED"})) == ["DUPONT-DURAND"]
    assert shown(as_admin.get(PAGE, {"profil": "ENS"})) == []
