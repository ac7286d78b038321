"""« Choisir la langue étrangère »: some pupils, one language."""

import datetime

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.merging.merge import merge_accounts
from accounts.models import Account, JournalEntry
from schools.models import School
from socle.models import Item, ItemChange, ItemValidation, PilierChange, PilierValidation, PupilLanguage
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    MatiereFactory,
    MatiereTeachingFactory,
    SchoolClassFactory,
)
from tests.html import words

ENGLISH, SPANISH = 132, 134


def choose(client, place, pupils, language):
    body = {"regroupement": place, "eleve": [pupil.pk for pupil in pupils], "langue": language}
    return client.post(reverse("socle:languages"), body, follow=True)


def languages():
    return list(PupilLanguage.objects.order_by("pupil__sort_key").values_list("pupil__last_name", "language"))


def code(school_class):
    return f"c{school_class.pk}"


def test_director_gives_a_language_to_the_pupils_ticked(cm2, director, client_as):
    page = words(choose(client_as(director), code(cm2.school_class), cm2.pupils[:2], ENGLISH))

    assert "Langue étrangère « anglais » : 2 élèves changés." in page
    assert languages() == [("BAILLY", ENGLISH), ("MÉNARD", ENGLISH)]
    assert JournalEntry.objects.get(code="socle.choose_languages").details == {
        "language": "anglais",
        "pupils": "BAILLY Rose, MÉNARD Éloi",
    }


def test_language_changes_is_taken_away_and_given_twice_without_harm(cm2, director, client_as):
    client, place = client_as(director), code(cm2.school_class)
    choose(client, place, cm2.pupils, ENGLISH)

    assert "1 élève changé" in words(choose(client, place, cm2.pupils[:1], SPANISH))
    assert "aucun élève à changer" in words(choose(client, place, cm2.pupils[:1], SPANISH))
    assert "Langue étrangère « aucune » : 1 élève changé." in words(choose(client, place, cm2.pupils[1:2], "aucune"))
    assert languages() == [("BAILLY", SPANISH), ("MICHEL", ENGLISH)]


def test_change_of_language_leaves_every_decision_as_it_is(cm2, director, client_as):
    rose, june = cm2.pupils[0], datetime.date(2012, 6, 15)
    item = Item.objects.filter(domaine__pilier=9).first()
    signed = {"pupil": rose, "decided_on": june, "author_label": "DUVAL M."}
    ItemValidation.objects.create(item=item, state=1, **signed)
    PilierValidation.objects.create(pilier_id=9, state=0, **signed)
    client, place = client_as(director), code(cm2.school_class)

    for language in (ENGLISH, SPANISH, "aucune"):
        choose(client, place, [rose], language)

    facts = ("state", "decided_on", "author_label")
    assert list(ItemValidation.objects.values_list(*facts)) == [(1, june, "DUVAL M.")]
    assert list(PilierValidation.objects.values_list(*facts)) == [(0, june, "DUVAL M.")]
    assert not ItemChange.objects.exists()
    assert not PilierChange.objects.exists()


def test_tables_show_each_class_by_level_with_the_count_of_each_language(cm2, director, client_as):
    AccountFactory(last_name="PETIT", school_class=SchoolClassFactory(niveau="CE1", name="[CE1] CE1"))
    PupilLanguage.objects.create(pupil=cm2.pupils[0], language=ENGLISH)

    page = client_as(director).get(reverse("socle:languages"))

    assert [niveau.label for niveau in page.context["niveaux"]] == [
        "Cours moyen 2e année",
        "Cours élémentaire 1e année",
    ]
    assert "MÉNARD Éloi ? MICHEL Ana ? BAILLY Rose ANG 3 élèves ANG 1 ? 2" in words(page)


@pytest.mark.parametrize(
    ("pupils", "language", "sentence"),
    [
        ([], ENGLISH, "Cochez au moins un élève."),
        ([0], "", "Choisissez une langue."),
        ([0], "999", "Choisissez une langue."),
        ([0], "100", "Choisissez une langue."),
    ],
)
def test_missing_or_invented_choice_is_named_and_nothing_is_written(
    cm2, director, client_as, pupils, language, sentence
):
    page = choose(client_as(director), code(cm2.school_class), [cm2.pupils[rank] for rank in pupils], language)

    assert sentence in words(page)
    assert languages() == []


def test_pupil_who_left_or_is_in_another_class_is_refused_in_words(cm2, director, client_as):
    other = AccountFactory(school_class=SchoolClassFactory(niveau="CM1"))

    page = choose(client_as(director), code(cm2.school_class), [cm2.pupils[0], other], ENGLISH)

    assert "Des élèves choisis ne sont plus dans ce regroupement : vérifiez la liste." in words(page)
    assert languages() == []


@pytest.mark.parametrize("place", ["c0", "g1", "x", "c99999999999999999999"])
def test_unknown_place_is_not_found(cm2, director, client_as, place):
    assert choose(client_as(director), place, cm2.pupils, ENGLISH).status_code == 404


@pytest.fixture
def language_teacher(cm2):
    """The teacher of the class, who teaches a language too."""
    MatiereTeachingFactory(teacher=cm2.teacher, matiere=MatiereFactory(reference="AGL1"))
    return cm2.teacher


def test_language_teacher_chooses_for_his_classes_and_his_groups_alone(cm2, language_teacher, client_as):
    group, away = GroupFactory(name="Anglais 1"), SchoolClassFactory(niveau="CM1")
    member = AccountFactory(last_name="ZOLA", school_class=away)
    GroupMembershipFactory(pupil=member, group=group)
    GroupTeachingFactory(teacher=language_teacher, group=group)
    client = client_as(language_teacher)

    choose(client, f"g{group.pk}", [member], ENGLISH)
    choose(client, code(cm2.school_class), cm2.pupils[:1], SPANISH)

    assert languages() == [("BAILLY", SPANISH), ("ZOLA", ENGLISH)]
    assert choose(client, code(away), [member], SPANISH).status_code == 404


@pytest.mark.parametrize("matiere", ["MATHS", "LSF", "BRET"])
def test_teacher_of_no_foreign_language_is_refused_in_words(cm2, client_as, matiere):
    MatiereTeachingFactory(teacher=cm2.teacher, matiere=MatiereFactory(reference=matiere))

    page = client_as(cm2.teacher).get(reverse("socle:languages"))

    assert (page.status_code, "réserve cette page aux professeurs de langue vivante" in words(page)) == (403, True)


def test_school_that_lifts_the_restriction_opens_it_to_every_teacher(cm2, client_as):
    grant = {"socle.choose_languages": {"profiles": ["DIR", "ENS"], "restrictions": []}}
    School.objects.filter(pk=cm2.school.pk).update(access={"rights": grant})

    page = choose(client_as(Account.objects.get(pk=cm2.teacher.pk)), code(cm2.school_class), cm2.pupils, ENGLISH)

    assert (page.status_code, len(languages())) == (200, 3)


@pytest.mark.parametrize(("profile", "status"), [(Profile.ADM, 200), (Profile.EDU, 403), (Profile.ELV, 403)])
def test_page_is_open_to_administrators_too(cm2, client_as, profile, status):
    page = choose(client_as(AccountFactory(profile=profile)), code(cm2.school_class), cm2.pupils[:1], ENGLISH)

    assert (page.status_code, len(languages())) == (status, status == 200)


@pytest.mark.parametrize("classes", [1, 12])
def test_page_makes_the_same_number_of_queries_whatever_the_school(
    cm2, director, client_as, django_assert_num_queries, classes
):
    for _ in range(classes - 1):
        AccountFactory.create_batch(2, school_class=SchoolClassFactory(niveau="CM1"))
    client = client_as(director)
    address = {"regroupement": code(cm2.school_class)}
    client.get(reverse("socle:languages"), address)

    with django_assert_num_queries(7):
        client.get(reverse("socle:languages"), address)


@pytest.mark.parametrize(("kept_has", "expected"), [(True, SPANISH), (False, ENGLISH)])
def test_merge_keeps_the_language_of_the_kept_account_or_takes_that_of_the_other(cm2, kept_has, expected):
    kept, other = cm2.pupils[:2]
    PupilLanguage.objects.create(pupil=other, language=ENGLISH)
    if kept_has:
        PupilLanguage.objects.create(pupil=kept, language=SPANISH)

    merge_accounts(actor=None, kept=kept, other=other)

    assert list(PupilLanguage.objects.values_list("pupil", "language")) == [(kept.pk, expected)]
