"""« Comptes sortis depuis longtemps »: an administrator deletes for good those whom the school need not keep."""

import datetime
import uuid

import pytest
from django.urls import reverse

from accounts.departed.services import delete_long_gone
from accounts.enums import Profile
from accounts.models import Account, Guardianship, JournalEntry, LinkedAccount
from sacoche.kit.clock import today, years_before
from schools.models import Group, GroupKind
from socle.models import Item, ItemValidation
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupTeachingFactory,
    GuardianshipFactory,
)
from tests.html import words

LIST, DELETE = reverse("accounts:departed"), reverse("accounts:delete_departed")


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


def _gone(years, days=0, **fields):
    return AccountFactory(left_on=years_before(today(), years) - datetime.timedelta(days=days), **fields)


def _decide(pupil, author=None):
    return ItemValidation.objects.create(
        pupil=pupil,
        item=Item.objects.get(pk=2111),
        state=1,
        decided_on=today(),
        author=author,
        author_label="DURAND P.",
    )


def _delete(client, *accounts):
    """Tick these accounts, read the question, confirm."""
    asked = f"{DELETE}?" + "&".join(f"compte={each.pk}" for each in accounts)
    question = client.get(asked)
    return client.post(asked, {"seen": question.context["seen"]}, follow=True)


@pytest.mark.parametrize(("profile", "years"), [(Profile.ELV, 3), (Profile.ENS, 3), (Profile.TUT, 1)])
def test_account_is_kept_for_years_after_the_departure_then_is_to_be_deleted(school, profile, years):
    AccountFactory(profile=profile)
    _gone(years, days=-1, profile=profile)
    out = _gone(years, profile=profile)

    assert list(Account.objects.long_gone()) == [out]


def test_server_may_keep_accounts_longer(school, settings):
    settings.ACCOUNT_YEARS = 5
    _gone(4)
    out = _gone(5)

    assert list(Account.objects.long_gone()) == [out]


def test_leap_day_has_its_day_of_the_years_before():
    assert years_before(datetime.date(2028, 2, 29), 3) == datetime.date(2025, 2, 28)


def test_administrator_reads_who_may_go_and_is_told_on_his_home(client, admin):
    _gone(4, last_name="ANCIEN")
    AccountFactory(last_name="PRESENT")

    page = words(client.get(LIST))

    assert "1 compte sorti depuis longtemps" in page
    assert "ANCIEN Camille" in page
    assert "PRESENT" not in page
    assert "1 compte sorti depuis longtemps est à effacer." in words(client.get(reverse("home")))


def test_what_would_be_lost_is_counted_and_named_before_anything_goes(client, teacher):
    pupil = _gone(4, last_name="ANCIEN")
    _decide(pupil, teacher)
    GuardianshipFactory(pupil=pupil)

    page = words(client.get(DELETE, {"compte": pupil.pk}))

    assert "1 compte, avec son identité et ses identifiants." in page
    assert f"ANCIEN Camille (élève, {pupil.left_on:%d/%m/%Y})" in page
    assert "Validations d'items : 1." in page
    assert "Responsables légaux : 1." in page
    assert Account.objects.filter(pk=pupil.pk).exists()


def test_confirmed_accounts_go_with_what_they_held_and_the_journal_says_how_many(client, school):
    pupil, other = _gone(4), _gone(4)
    guardian = _gone(2, profile=Profile.TUT)
    _decide(pupil)

    page = _delete(client, pupil, guardian)

    assert "2 comptes effacés." in words(page)
    assert list(Account.objects.long_gone()) == [other]
    assert not ItemValidation.objects.exists()
    line = JournalEntry.objects.get(code="accounts.delete_long_gone")
    assert line.details == {"number": 2, "profiles": "élève : 1, responsable légal : 1"}


def test_decisions_that_a_teacher_signed_stay_under_his_name(client, pupil):
    teacher = _gone(4, profile=Profile.ENS)
    _decide(pupil, teacher)

    _delete(client, teacher)

    assert ItemValidation.objects.get(pupil=pupil).author_label == "DURAND P."


def test_groups_that_a_teacher_made_for_himself_are_named_and_go(client, teacher):
    gone = _gone(4, profile=Profile.ENS)
    besoin = GroupFactory(name="Lecture", kind=GroupKind.BESOIN, reference="")
    GroupTeachingFactory(teacher=gone, group=besoin, is_owner=True)
    chorale = GroupTeachingFactory(teacher=gone, group=GroupFactory(name="Chorale")).group

    assert "1 groupe de besoin. Lecture" in words(client.get(DELETE, {"compte": gone.pk}))
    _delete(client, gone)

    assert list(Group.objects.all()) == [chorale]


def test_group_lent_to_a_colleague_who_is_still_there_becomes_his_own_and_it_is_said_before(client, teacher):
    gone, left = _gone(4, profile=Profile.ENS), _gone(1, profile=Profile.ENS, last_name="ABSENT")
    besoin = GroupFactory(name="Lecture", kind=GroupKind.BESOIN, reference="")
    GroupTeachingFactory(teacher=gone, group=besoin, is_owner=True)
    for each in (left, teacher):
        GroupTeachingFactory(teacher=each, group=besoin)

    asked = words(client.get(DELETE, {"compte": gone.pk}))
    assert f"1 groupe de besoin prêté reste, à un collègue. Lecture (à {teacher.full_name})" in asked
    assert "1 groupe de besoin." not in asked
    _delete(client, gone)

    assert list(Group.objects.all()) == [besoin]
    assert besoin.teachings.get(is_owner=True).teacher == teacher


def test_guardians_who_stay_move_up_and_a_person_left_with_one_account_is_no_set(client, pupil):
    first = _gone(2, profile=Profile.TUT)
    second = AccountFactory(profile=Profile.TUT)
    GuardianshipFactory(pupil=pupil, guardian=first, rank=1)
    GuardianshipFactory(pupil=pupil, guardian=second, rank=2)
    person = uuid.uuid4()
    for account in (first, pupil):
        LinkedAccount.objects.create(account=account, person=person)

    _delete(client, first)

    assert list(Guardianship.objects.values_list("guardian", "rank")) == [(second.pk, 1)]
    assert not LinkedAccount.objects.exists()


def test_guardian_of_two_families_leaves_both_and_no_other_is_touched(client, pupil):
    gone = _gone(2, profile=Profile.TUT)
    brother, stranger = AccountFactory(), AccountFactory()
    stay = AccountFactory.create_batch(5, profile=Profile.TUT)
    for child, guardian, rank in (
        (pupil, gone, 1),
        (pupil, stay[0], 2),
        (pupil, stay[1], 3),
        (brother, stay[2], 1),
        (brother, gone, 2),
        (brother, stay[3], 3),
        (stranger, stay[4], 2),
    ):
        GuardianshipFactory(pupil=child, guardian=guardian, rank=rank)
    pairs = {account: uuid.uuid4() for account in (pupil, stranger)}
    for account, person in pairs.items():
        LinkedAccount.objects.create(account=account, person=person)

    _delete(client, gone)

    assert set(Guardianship.objects.values_list("pupil", "guardian", "rank")) == {
        (pupil.pk, stay[0].pk, 1),
        (pupil.pk, stay[1].pk, 2),
        (brother.pk, stay[2].pk, 1),
        (brother.pk, stay[3].pk, 2),
        (stranger.pk, stay[4].pk, 2),
    }
    assert set(LinkedAccount.objects.values_list("account", "person")) == {
        (account.pk, person) for account, person in pairs.items()
    }


def test_account_that_came_back_meanwhile_is_not_deleted(client):
    back, gone = _gone(4), _gone(4)
    asked = f"{DELETE}?compte={back.pk}&compte={gone.pk}"
    seen = client.get(asked).context["seen"]
    Account.objects.filter(pk=back.pk).update(left_on=None)

    page = client.post(asked, {"seen": seen})

    assert page.status_code == 409
    assert "Rien n'a été supprimé" in words(page)
    assert Account.objects.filter(pk__in=[back.pk, gone.pk]).count() == 2


def test_account_that_is_present_is_never_deleted(school, admin, pupil):
    delete_long_gone(actor=admin, pks=[pupil.pk, admin.pk])

    assert Account.objects.filter(pk__in=[pupil.pk, admin.pk]).count() == 2
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({}, "Cochez d'abord les comptes à effacer."),
        ({"compte": ["0", "9" * 40, "x"]}, "Rien n'a été effacé : ces comptes l'ont déjà été"),
    ],
)
def test_nobody_to_delete_is_said_in_words(client, asked, sentence):
    assert sentence in words(client.get(DELETE, asked, follow=True))


def test_director_cannot_delete_accounts(client_as, director):
    assert client_as(director).get(LIST).status_code == 403
