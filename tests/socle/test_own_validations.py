"""Pupils and guardians read what was decided, where the school shows it, and nothing of anybody else."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.enums import Profile
from accounts.models import Account, GroupMembership, Guardianship
from schools.models import Group, Niveau, School
from socle.models import Item, ItemValidation, PilierValidation, SchoolPalier
from socle.own import decisions_of
from tests.factories import AccountFactory, SchoolClassFactory
from tests.html import words

ClientAs = Callable[[Account], Client]
# The first item of the first compétence of palier 2.
ITEM, PILIER = 2111, 8


@pytest.fixture
def shown(school: School) -> None:
    """The school shows their validations to pupils and guardians."""
    school.access = {"rights": {"socle.see_own_validations": {"profiles": ["ELV", "TUT"], "restrictions": []}}}
    school.save()


def decide(pupil: Account, state: int) -> None:
    SchoolPalier.objects.get_or_create(palier_id=2)
    item = Item.objects.get(pk=ITEM)
    on = datetime.date(2026, 5, 30)
    ItemValidation.objects.create(pupil=pupil, item=item, state=state, decided_on=on, author_label="DURAND P.")
    PilierValidation.objects.create(pupil=pupil, pilier=item.domaine.pilier, state=state, decided_on=on)


def child_of(guardian: Account, first_name: str, **fields) -> Account:
    pupil = AccountFactory(first_name=first_name, last_name="MARTIN", **fields)
    Guardianship(guardian=guardian, pupil=pupil, rank=1).save()
    return pupil


def test_by_default_families_see_no_decision(pupil: Account, client_as: ClientAs) -> None:
    decide(pupil, 1)

    page = words(client_as(pupil).get("/accueil/"))

    assert "Ton école n'affiche pas ici tes validations du socle commun. Demande-les à ton enseignant." in page
    assert "item validé" not in page


def test_pupil_reads_her_own_decisions_where_the_school_shows_them(
    shown: None, pupil: Account, client_as: ClientAs
) -> None:
    decide(pupil, 1)
    decide(AccountFactory(), 0)

    page = words(client_as(pupil).get("/accueil/"))

    assert "Socle commun, Palier 2" in page
    assert "✓ compétence validée 1 item validé sur" in page
    assert "– validé, le 30/05/2026" in page
    assert "non validée" not in page


def test_guardian_goes_from_one_child_to_the_other(shown: None, school: School, client_as: ClientAs) -> None:
    guardian = AccountFactory(profile=Profile.TUT)
    ana = child_of(guardian, "Ana", school_class=SchoolClassFactory(name="[CE1] A", niveau="CE1"))
    zoe = child_of(guardian, "Zoé", school_class=SchoolClassFactory(name="[CM2] Z"))
    decide(zoe, 0)
    browser = client_as(guardian)

    first, second = words(browser.get("/accueil/")), words(browser.get("/accueil/", {"enfant": zoe.pk}))

    assert "Ana MARTIN Classe [CE1] A" in first
    assert "Aucune décision n'est encore prise" in first
    assert "Zoé MARTIN Classe [CM2] Z" in second
    assert "✗ compétence non validée" in second
    assert ana.school_class.name not in second


def test_guardian_opens_nobody_elses_child(shown: None, school: School, client_as: ClientAs) -> None:
    guardian, stranger = AccountFactory(profile=Profile.TUT), AccountFactory()
    gone = child_of(guardian, "Parti", left_on=datetime.date(2020, 1, 1))

    browser = client_as(guardian)

    answers = [browser.get("/accueil/", {"enfant": wish}).status_code for wish in (stranger.pk, gone.pk, "x", "")]
    assert answers == [404] * 4


def test_pupil_reads_his_groups(pupil: Account, client_as: ClientAs) -> None:
    group = Group.objects.create(niveau=Niveau.objects.get(reference="CM2"), reference="LATIN", name="Latin")
    GroupMembership.objects.create(pupil=pupil, group=group)

    assert "Groupe : Latin" in words(client_as(pupil).get("/accueil/"))


def test_decisions_are_those_of_the_paliers_that_the_school_works_with(pupil: Account) -> None:
    decide(pupil, 1)
    shown = [palier.label for palier in decisions_of(pupil)]
    SchoolPalier.objects.all().delete()

    assert (shown, decisions_of(pupil)) == (["Palier 2 (fin CM2)"], [])


def test_every_item_of_the_palier_is_there_with_its_state(pupil: Account) -> None:
    decide(pupil, 0)

    (palier,) = decisions_of(pupil)

    items = [item for pilier in palier.piliers for item in pilier.items]
    assert len(items) == Item.objects.filter(domaine__pilier__palier=2).count()
    assert [(item.label, item.decided_on) for item in items if item.decided_on] == [
        (Item.objects.get(pk=ITEM).label, datetime.date(2026, 5, 30))
    ]
    assert (palier.piliers[0].validated, palier.piliers[0].refused) == (0, 1)


@pytest.mark.parametrize("size", [1, 3])
def test_home_of_a_family_takes_the_same_queries_whatever_the_children(
    shown: None, school: School, client_as: ClientAs, django_assert_num_queries, size: int
) -> None:
    guardian = AccountFactory(profile=Profile.TUT)
    for number in range(size):
        decide(child_of(guardian, f"Enfant {number}"), 1)
    browser = client_as(guardian)
    for _ in range(3):
        browser.get("/accueil/")
    # session, account, messages, the school's address (is it alone?), children, groups,
    # names of classes that look alike, paliers, items, compétences, évaluations to come, last results
    with django_assert_num_queries(12):
        browser.get("/accueil/")
