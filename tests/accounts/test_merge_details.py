"""What a merge of two accounts shows of each and makes of them, field by field."""

import datetime

import pytest
from django.urls import reverse

from accounts.enums import Profile
from accounts.merging.merge import CannotMerge, merge_accounts
from accounts.merging.queries import merge_candidates, merge_preview
from accounts.models import Account, GroupMembership, Guardianship, JournalEntry, TeachingAssignment
from socle.models import Gesture, Item, ItemChange, ItemValidation
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianshipFactory,
    TeachingAssignmentFactory,
)
from tests.html import words

JANUARY, MARCH = datetime.date(2026, 1, 2), datetime.date(2026, 3, 4)


@pytest.fixture
def pair(school):
    """The two accounts of one pupil: the first is kept."""
    return (
        AccountFactory(last_name="MARTIN", first_name="Zoé", login="zoe.martin"),
        AccountFactory(last_name="MARTIN", first_name="Zoe", login="zoe.martin1"),
    )


def merged(admin, kept, other):
    merge_accounts(actor=admin, kept=kept, other=other)
    kept.refresh_from_db()
    return kept


@pytest.mark.parametrize(
    ("kept_left", "other_left", "left_on"),
    [
        (None, None, None),
        (None, MARCH, None),
        (JANUARY, None, None),
        (JANUARY, MARCH, MARCH),
        (MARCH, JANUARY, MARCH),
    ],
)
def test_person_who_left_twice_left_the_second_time(admin, pair, kept_left, other_left, left_on):
    kept, other = pair
    Account.objects.filter(pk=kept.pk).update(left_on=kept_left)
    Account.objects.filter(pk=other.pk).update(left_on=other_left)
    assert merged(admin, kept, other).left_on == left_on


@pytest.mark.parametrize("is_own", [True, False])
def test_address_comes_with_whether_its_owner_confirmed_it(admin, pair, is_own):
    kept, other = pair
    Account.objects.filter(pk=other.pk).update(email="zoe@exemple.fr", is_email_own=is_own)
    Account.objects.filter(pk=kept.pk).update(is_email_own=not is_own)
    kept = merged(admin, kept, other)
    assert (kept.email, kept.is_email_own) == ("zoe@exemple.fr", is_own)


def test_address_of_the_account_that_stays_is_not_replaced(admin, pair):
    kept, other = pair
    Account.objects.filter(pk=kept.pk).update(email="zoe@exemple.fr", is_email_own=True)
    Account.objects.filter(pk=other.pk).update(email="autre@exemple.fr", is_email_own=False)
    kept = merged(admin, kept, other)
    assert (kept.email, kept.is_email_own) == ("zoe@exemple.fr", True)


def test_every_field_that_one_account_alone_has_is_on_the_one_that_stays(admin, pair):
    kept, other = pair
    told = {
        "gender": "F",
        "birth_date": datetime.date(2015, 2, 28),
        "sconet_id": 12,
        "elenoet": "34",
        "reference": "1234567890A",
        "id_ent": "ent-7",
        "id_gepi": "gepi-7",
    }
    Account.objects.filter(pk=other.pk).update(**told)
    kept = merged(admin, kept, other)
    assert {name: getattr(kept, name) for name in told} == told


def test_merge_is_written_under_the_name_of_who_did_it(admin, pair):
    merged(admin, *pair)
    entry = JournalEntry.objects.get(code="accounts.merge")
    assert (entry.actor, entry.school) == (admin, admin.school)


def test_rows_of_other_people_are_left_where_they_are(admin, pair):
    kept, other = pair
    group, stranger = GroupFactory(), AccountFactory(last_name="AUTRE")
    GroupMembershipFactory(pupil=stranger, group=group)
    GroupMembershipFactory(pupil=other, group=group)
    link = GuardianshipFactory(pupil=stranger, rank=1)
    merged(admin, kept, other)
    assert set(GroupMembership.objects.values_list("pupil", "group")) == {(stranger.pk, group.pk), (kept.pk, group.pk)}
    assert list(Guardianship.objects.values_list("pupil", "guardian")) == [(stranger.pk, link.guardian_id)]


def test_principal_teacher_of_one_account_stays_so_and_his_colleague_too(admin):
    kept, other, colleague = (AccountFactory(profile=Profile.ENS, last_name="DURAND") for _ in range(3))
    shared = TeachingAssignmentFactory(teacher=kept, is_pp=True).school_class
    TeachingAssignmentFactory(teacher=other, school_class=shared, is_pp=False)
    TeachingAssignmentFactory(teacher=colleague, school_class=shared, is_pp=False)
    merged(admin, kept, other)
    links = TeachingAssignment.objects.values_list("teacher", "is_pp")
    assert set(links) == {(kept.pk, True), (colleague.pk, False)}
    assert len(links) == 2


def test_preview_shows_each_field_known_and_what_it_will_be(pair):
    kept, other = pair
    Account.objects.filter(pk=kept.pk).update(gender="F", elenoet="34")
    Account.objects.filter(pk=other.pk).update(birth_date=datetime.date(2015, 2, 28), elenoet="56", gender="M")
    for account in pair:
        account.refresh_from_db()
    preview = merge_preview(kept, other)
    assert [(line.label, line.kept, line.other, line.after) for line in preview.identity] == [
        ("nom", "MARTIN", "MARTIN", "MARTIN"),
        ("prénom", "Zoé", "Zoe", "Zoé"),
        ("profil", "élève", "élève", "élève"),
        ("identifiant", "zoe.martin", "zoe.martin1", "zoe.martin"),
        ("sexe", "féminin", "masculin", "féminin"),
        ("date de naissance", "–", "28/02/2015", "28/02/2015"),
        ("n° Sconet", "34", "56", "34"),
        ("état du compte", "présent", "présent", "présent"),
    ]
    assert (preview.holdings, preview.remarks) == ([], [])


def test_accounts_offered_for_a_merge_are_of_the_name_or_of_what_was_typed(client_as, admin, pair):
    kept, other = pair
    former = AccountFactory(last_name="MARTIN", first_name="Ana", left_on=JANUARY)
    typed = AccountFactory(last_name="ROUX", first_name="Zoé")
    AccountFactory(last_name="MARTIN", profile=Profile.TUT)
    assert [each.person for each in merge_candidates(kept, "")] == [former, other]
    assert [each.person for each in merge_candidates(kept, "roux")] == [typed]
    page = client_as(admin).get(reverse("accounts:choose_other", args=[kept.pk]), {"q": "roux"})
    assert "ROUX Zoé" in words(page)


def test_no_more_than_twenty_accounts_are_offered(pair):
    AccountFactory.create_batch(25, last_name="MARTIN")
    assert len(merge_candidates(pair[0], "")) == 20


def test_numbers_of_a_person_found_are_named(client_as, admin):
    AccountFactory(
        last_name="ROUX", sconet_id=12, elenoet="34", reference="1234567890A", id_ent="ent-7", id_gepi="gepi-7"
    )
    (found,) = client_as(admin).get(reverse("accounts:search_people"), {"q": "roux"}).context["found"]
    assert found.numbers == ("Id Sconet 12, n° Sconet 34, référence (INE…) 1234567890A, Id ENT ent-7, Id Gepi gepi-7")


def test_account_of_another_kind_is_refused_even_beside_one_of_the_kind(school, admin):
    """Another teacher is there to be merged with: the guardian is not."""
    teacher, _colleague = AccountFactory.create_batch(2, profile=Profile.ENS)
    guardian = AccountFactory(profile=Profile.TUT)
    with pytest.raises(CannotMerge, match="ce sont deux rôles"):
        merge_accounts(actor=admin, kept=teacher, other=guardian)
    assert Account.objects.filter(pk=guardian.pk).exists()


def test_decision_that_a_merge_puts_aside_is_signed_by_who_merged(admin, pair):
    kept, other = pair
    item = Item.objects.first()
    for account, state, day in ((kept, 1, JANUARY), (other, 0, MARCH)):
        ItemValidation.objects.create(pupil=account, item=item, state=state, decided_on=day, author_label="D.")
    merged(admin, kept, other)
    change = ItemChange.objects.get()
    assert (change.actor, change.gesture, change.before, change.after) == (admin, Gesture.MERGE, 1, 0)
