"""What the pages of every kind of people have in common, asked of each."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts.models import Account, JournalEntry
from accounts.people.kinds import kind_of, kinds
from sacoche.kit.clock import today
from tests.factories import AccountFactory

EVERY_KIND = pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.code)


@pytest.fixture
def as_admin(client_as, admin):
    return client_as(admin)


def _new(kind):
    """What the form of a new person of that kind sends."""
    data = {"last_name": "ouvré", "first_name": "zoé", "login_auto": "on", "password_random": "on"}
    return data | {"profile": kind.profiles[0].value, "gender": "F"}


def _shown(page):
    return [person.last_name for person in page.context["list"].page.object_list]


def _errors(page):
    forms = (page.context.get("form"), page.context.get("password_form"))
    return {field: list(said) for form in forms if form for field, said in form.errors.items()}


@EVERY_KIND
def test_person_is_created_and_signs_in_with_what_was_shown(kind, as_admin, client, school):
    page = as_admin.post(reverse(kind.add), _new(kind)).content.decode()
    login, password = (re.search(rf'data-issued="{what}">([^<]*)<', page)[1] for what in ("login", "password"))

    answer = client.post(reverse("accounts:sign_in"), {"base": school.number, "login": login, "password": password})

    assert answer.status_code == 302
    assert Account.objects.get(last_name="OUVRÉ").profile == kind.profiles[0]


@EVERY_KIND
def test_person_is_corrected_and_keeps_what_was_not_asked(kind, as_admin):
    person = AccountFactory(profile=kind.profiles[0], login="zoe", sconet_id=12)

    as_admin.post(reverse(kind.edit, args=[person.pk]), _new(kind) | {"email": "zoe@exemple.fr", "sconet_id": "12"})

    person.refresh_from_db()
    assert (person.full_name, person.email, person.login) == ("OUVRÉ Zoé", "zoe@exemple.fr", "zoe")
    assert person.sconet_id == 12


@EVERY_KIND
@pytest.mark.parametrize("typed", ["zoe@exemple.fr\nBcc: tous@exemple.fr", "zoe@exemple.fr,tous@exemple.fr", "zoé"])
def test_email_address_that_could_lead_a_letter_astray_is_refused(kind, typed, as_admin):
    page = as_admin.post(reverse(kind.add), _new(kind) | {"email": typed})

    assert page.status_code == 422
    assert _errors(page) == {
        "email": ["Écrivez une seule adresse, comme prenom.nom@exemple.fr, sans retour à la ligne."]
    }
    assert Account.objects.filter(last_name="OUVRÉ").count() == 0


@EVERY_KIND
def test_person_sent_twice_is_made_once(kind, as_admin):
    as_admin.post(reverse(kind.add), _new(kind))

    page = as_admin.post(reverse(kind.add), _new(kind))

    assert page.status_code == 422
    assert "existe déjà. Est-ce une autre personne ?" in _errors(page)["__all__"][0]
    assert Account.objects.filter(last_name="OUVRÉ").count() == 1


@EVERY_KIND
def test_person_leaves_and_comes_back(kind, as_admin):
    person = AccountFactory(profile=kind.profiles[0], last_name="PASSANT")
    as_admin.post(reverse(kind.retire, args=[person.pk]), {"left_on": today().isoformat()})
    assert "PASSANT" not in _shown(as_admin.get(reverse(kind.list)))
    assert _shown(as_admin.get(reverse(kind.list), {"sortis": "on"})) == ["PASSANT"]

    as_admin.post(reverse(kind.reinstate, args=[person.pk]))

    assert "PASSANT" in _shown(as_admin.get(reverse(kind.list)))


@EVERY_KIND
def test_person_of_another_kind_is_not_found(kind, as_admin):
    others = [other for other in kinds if not set(other.profiles) & set(kind.profiles)]
    strangers = [AccountFactory(profile=other.profiles[0]) for other in others]

    assert {as_admin.get(reverse(kind.edit, args=[stranger.pk])).status_code for stranger in strangers} == {404}


@EVERY_KIND
def test_the_pages_of_a_person_are_those_of_his_kind(kind):
    person = AccountFactory.build(profile=kind.profiles[0], school=None)

    assert kind_of(person).right == kind.right


@EVERY_KIND
@pytest.mark.parametrize("number", [1, 3, 101])
def test_list_takes_as_many_queries_however_many(kind, number, as_admin, django_assert_max_num_queries):
    AccountFactory.create_batch(number, profile=kind.profiles[0])
    as_admin.get(reverse(kind.list))

    with django_assert_max_num_queries(5):
        as_admin.get(reverse(kind.list))


def test_administrator_cannot_retire_himself(as_admin, admin):
    AccountFactory(profile="ADM")

    page = as_admin.post(reverse("accounts:retire_administrator", args=[admin.pk]), {"left_on": today().isoformat()})

    assert page.status_code == 422
    assert _errors(page) == {
        "__all__": ["Vous ne pouvez pas retirer votre propre compte : demandez-le à un autre administrateur."]
    }
    admin.refresh_from_db()
    assert admin.left_on is None


def test_the_last_administrator_cannot_be_retired(as_admin, admin, client_as):
    colleague = AccountFactory(profile="ADM")
    leaving = today() + datetime.timedelta(days=30)
    client_as(colleague).post(reverse("accounts:retire_administrator", args=[admin.pk]), {"left_on": leaving})

    page = as_admin.post(reverse("accounts:retire_administrator", args=[colleague.pk]), {"left_on": today()})

    assert _errors(page) == {
        "__all__": ["C'est le dernier administrateur de l'établissement : créez-en d'abord un autre."]
    }
    colleague.refresh_from_db()
    assert colleague.left_on is None
    assert JournalEntry.objects.filter(code="accounts.retire").count() == 1


@pytest.mark.parametrize("profile", ["DIR", "ENS", "TUT", "ELV"])
def test_administrators_are_managed_by_administrators_alone(profile, admin, client_as):
    as_admin = client_as(AccountFactory(profile=profile))

    answers = [as_admin.get(reverse(kind.list)).status_code for kind in kinds]

    assert answers == [403] * len(kinds)
