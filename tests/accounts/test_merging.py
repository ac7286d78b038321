"""« Rechercher un utilisateur » and « Fusionner deux comptes »: nothing of either account is lost."""

import datetime
import uuid

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.enums import Profile
from accounts.merging import queries
from accounts.merging.merge import CannotMerge, merge_accounts, parts
from accounts.models import (
    Account,
    Address,
    GroupMembership,
    Guardianship,
    JournalEntry,
    LinkedAccount,
    Message,
    TeachingAssignment,
)
from documents.models import GeneratedFile
from sacoche.kit.clock import now, today
from socle.models import (
    Gesture,
    Item,
    ItemChange,
    ItemValidation,
    Pilier,
    PilierChange,
    PilierValidation,
    PupilLanguage,
)
from tests.factories import (
    PASSWORD,
    AccountFactory,
    AddressFactory,
    GroupFactory,
    GroupMembershipFactory,
    GuardianshipFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words

SEARCH, SAME_NAMES = reverse("accounts:search_people"), reverse("accounts:same_names")
# Lines of the journal are never rewritten: they keep the name of their author, and lose the account when it goes.
NEVER_MOVED = {"accounts.JournalEntry.actor"}


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


@pytest.fixture
def pair(school):
    """The two accounts of one pupil: the first is kept."""
    kept = AccountFactory(last_name="MARTIN", first_name="Zoé", login="zoe.martin", sconet_id=12)
    return kept, AccountFactory(last_name="MARTIN", first_name="Zoe", login="zoe.martin1", id_ent="ent-7")


def _address(kept, other):
    return reverse("accounts:merge", args=[kept.pk, other.pk])


def _decision(pupil, item, state, day, label="DURAND P."):
    return ItemValidation.objects.create(
        pupil=pupil, item=item, state=state, decided_on=datetime.date.fromisoformat(day), author_label=label
    )


def _change(pupil, item, actor=None):
    return ItemChange.objects.create(
        pupil=pupil, item=item, before=2, after=1, gesture=Gesture.CELL, at=now(), batch=uuid.uuid4(), actor=actor
    )


def _guardians(pupil):
    links = Guardianship.objects.filter(pupil=pupil).order_by("rank")
    return [(link.rank, link.guardian_id) for link in links]


# --- Finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "oeuvre",
        "ŒUVRÉ zo",
        "zoe.oeuvre",
        "ENT-AB-12",
        "gepi-9",
        "123456",
        "77",
        "1234567890A",
        "zoe@exemple.fr",
        "exemple.fr",
    ],
)
def test_person_is_found_by_any_name_or_identifier(client, typed):
    AccountFactory(last_name="D'ŒUVRÉ", first_name="Zoé", login="zoe.oeuvre", id_ent="ent-ab-12", id_gepi="GEPI-9")
    Account.objects.update(sconet_id=123456, elenoet="77", reference="1234567890A", email="zoe@exemple.fr")
    AccountFactory(last_name="MARTIN", login="lea.martin", sconet_id=12)

    page = client.get(SEARCH, {"q": typed})

    assert {each.person.last_name for each in page.context["found"]} - {"MARCHAND"} == {"D'ŒUVRÉ"}


@pytest.mark.parametrize("profile", ["ADM", "DIR", "ENS", "ELV", "TUT", "AED"])
def test_former_people_of_every_profile_are_found_with_the_way_to_their_page(client, profile):
    person = AccountFactory(profile=profile, last_name="PARTI", left_on=today())

    page = client.get(SEARCH, {"q": "parti"})

    assert f"sorti le {today():%d/%m/%Y}" in words(page)
    (found,) = page.context["found"]
    assert client.get(reverse(found.kind.edit, args=[person.pk])).status_code == 200


@pytest.mark.parametrize("typed", ["\x00", "x" * 5000, "'; DROP TABLE", "9" * 40, "%"])
def test_search_that_makes_no_sense_finds_nobody(client, typed):
    page = client.get(SEARCH, {"q": typed})

    assert (page.status_code, page.context["found"]) == (200, [])


@pytest.mark.parametrize("number", [1, 3, 40])
def test_search_takes_as_many_queries_however_many(client, number, django_assert_max_num_queries):
    AccountFactory.create_batch(number, last_name="PAREIL", school_class=SchoolClassFactory())
    client.get(SEARCH, {"q": "pareil"})

    for page in (SEARCH, SAME_NAMES):
        # One of them: which names of classes look alike.
        with django_assert_max_num_queries(6):
            client.get(page, {"q": "pareil"})


def test_two_accounts_of_one_name_and_kind_are_shown_together(client, pair):
    AccountFactory(last_name="SEUL")
    AccountFactory(profile="TUT", last_name="MARTIN", first_name="Zoé")

    groups = client.get(SAME_NAMES).context["groups"]

    assert [[each.person for each in group] for group in groups] == [list(pair)]


def test_every_doubled_name_is_shown_however_many_there_are(client, school, monkeypatch):
    monkeypatch.setattr(queries, "NAMES_A_PAGE", 2)
    for name in ("ABEL", "BRUN", "CARO"):
        AccountFactory.create_batch(2, last_name=name)
        AccountFactory(profile="TUT", last_name=name)

    page = client.get(SAME_NAMES)
    next_page = client.get(SAME_NAMES, {"page": 2})

    assert "3 noms portés par plusieurs comptes" in words(page)
    assert "Page suivante" in words(page)
    seen = [group[0].person.last_name for each in (page, next_page) for group in each.context["groups"]]
    assert seen == ["ABEL", "BRUN", "CARO"]


# --- Merging ---------------------------------------------------------------------------------------------------------


def test_every_foreign_key_to_an_account_is_moved_by_a_merge():
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Account
    }

    assert pointing - NEVER_MOVED == {column for part in parts for column in part.columns}


def test_preview_shows_both_accounts_and_writes_nothing(client, pair):
    kept, other = pair
    TeachingAssignmentFactory()
    _decision(other, Item.objects.first(), 1, "2026-06-01")

    page = client.get(_address(kept, other))

    lines = {line.label: (line.kept, line.other, line.after) for line in page.context["preview"].identity}
    assert lines["identifiant"] == ("zoe.martin", "zoe.martin1", "zoe.martin")
    assert lines["Id ENT"] == ("–", "ent-7", "ent-7")
    assert lines["Id Sconet"] == ("12", "–", "12")
    holdings = {line.label: (line.kept, line.other) for line in page.context["preview"].holdings}
    assert holdings["validations d'items"] == ("0", "1")
    assert Account.objects.filter(pk=other.pk).exists()


def test_merge_keeps_login_password_and_completes_what_was_empty(client, pair):
    kept, other = pair
    school_class = SchoolClassFactory()
    Account.objects.filter(pk=other.pk).update(
        school_class=school_class, birth_date="2015-02-28", gender="F", email="zoe@exemple.fr", sconet_id=99
    )

    answer = client.post(_address(kept, other), follow=True)

    kept.refresh_from_db()
    assert (kept.login, kept.sconet_id, kept.id_ent, kept.school_class) == ("zoe.martin", 12, "ent-7", school_class)
    assert (kept.birth_date, kept.gender, kept.email) == (datetime.date(2015, 2, 28), "F", "zoe@exemple.fr")
    assert kept.check_password(PASSWORD)
    assert not Account.objects.filter(pk=other.pk).exists()
    assert "le compte zoe.martin1 a été fusionné dans zoe.martin." in words(answer)
    assert JournalEntry.objects.get(code="accounts.merge").details == {
        "person": "MARTIN Zoé",
        "profile": "élève",
        "login": "zoe.martin",
        "other": "MARTIN Zoe",
        "other_login": "zoe.martin1",
    }


def test_merge_keeps_the_latest_of_two_decisions_and_the_other_in_the_history(admin, pair):
    kept, other = pair
    first, second, third = Item.objects.order_by("pk")[:3]
    _decision(kept, first, 1, "2026-06-01", "ANCIEN A.")
    _decision(other, first, 0, "2026-06-15", "RECENT R.")
    _decision(kept, second, 1, "2026-06-15")
    _decision(other, second, 1, "2026-06-15")
    _decision(other, third, 0, "2026-05-01")
    _change(other, third)

    merge_accounts(actor=admin, kept=kept, other=other)

    decisions = ItemValidation.objects.order_by("item_id").values_list("pupil", "item", "state", "author_label")
    assert list(decisions) == [
        (kept.pk, first.pk, 0, "RECENT R."),
        (kept.pk, second.pk, 1, "DURAND P."),
        (kept.pk, third.pk, 0, "DURAND P."),
    ]
    history = ItemChange.objects.order_by("pk").values_list("pupil", "item", "before", "after", "before_label")
    assert list(history) == [(kept.pk, third.pk, 2, 1, ""), (kept.pk, first.pk, 1, 0, "ANCIEN A.")]
    assert ItemChange.objects.get(item=first).gesture == Gesture.MERGE


def test_preview_counts_the_items_decided_otherwise_on_both_accounts(client, pair):
    kept, other = pair
    _decision(kept, Item.objects.first(), 1, "2026-06-01")
    _decision(other, Item.objects.first(), 0, "2026-06-15")

    page = words(client.get(_address(kept, other)))

    assert "1 item est décidé sur les deux comptes : la décision la plus récente est gardée" in page


def test_merge_of_competences_keeps_the_decision_of_the_kept_account_on_one_day(admin, pair):
    kept, other = pair
    pilier = Pilier.objects.first()
    for pupil, state in ((kept, 1), (other, 0)):
        PilierValidation.objects.create(pupil=pupil, pilier=pilier, state=state, decided_on=today())

    merge_accounts(actor=admin, kept=kept, other=other)

    assert PilierValidation.objects.get().state == 1
    assert PilierChange.objects.get(pilier=pilier).before == 0


def test_merge_of_pupils_unites_groups_and_guardians(admin, pair):
    kept, other = pair
    shared, own = GroupFactory(), GroupFactory()
    for pupil, group in ((kept, shared), (other, shared), (other, own)):
        GroupMembershipFactory(pupil=pupil, group=group)
    mother, father = AccountFactory.create_batch(2, profile="TUT")
    GuardianshipFactory(pupil=kept, guardian=mother, rank=1)
    GuardianshipFactory(pupil=other, guardian=father, rank=1)
    GuardianshipFactory(pupil=other, guardian=mother, rank=2)

    merge_accounts(actor=admin, kept=kept, other=other)

    assert set(GroupMembership.objects.values_list("pupil", "group")) == {(kept.pk, shared.pk), (kept.pk, own.pk)}
    assert _guardians(kept) == [(1, mother.pk), (2, father.pk)]
    assert Guardianship.objects.count() == 2


def test_merge_of_guardians_keeps_the_better_rank_and_no_gap(admin, pupil):
    kept, other, third = AccountFactory.create_batch(3, profile="TUT", last_name="MARTIN")
    for rank, guardian in enumerate((other, third, kept), start=1):
        GuardianshipFactory(pupil=pupil, guardian=guardian, rank=rank)
    sister = AccountFactory()
    GuardianshipFactory(pupil=sister, guardian=other, rank=1)
    AddressFactory(account=kept, line1="1 rue Haute")
    AddressFactory(account=other, line1="2 rue Basse")

    merge_accounts(actor=admin, kept=kept, other=other)

    assert _guardians(pupil) == [(1, kept.pk), (2, third.pk)]
    assert _guardians(sister) == [(1, kept.pk)]
    assert [address.line1 for address in Address.objects.all()] == ["1 rue Haute"]


def test_merge_of_teachers_moves_classes_signatures_messages_and_files(admin, school, pupil):
    kept, other = AccountFactory.create_batch(2, profile="ENS", last_name="DURAND")
    shared = SchoolClassFactory()
    TeachingAssignmentFactory(teacher=kept, school_class=shared)
    TeachingAssignmentFactory(teacher=other, school_class=shared, is_pp=True)
    own = TeachingAssignmentFactory(teacher=other)
    item = Item.objects.first()
    ItemValidation.objects.create(pupil=pupil, item=item, state=1, decided_on=today(), author=other, author_label="D.")
    _change(pupil, item, actor=other)
    Message.objects.create(author=other, author_label="D.", text="Bonjour", starts_on=today(), ends_on=today())
    GeneratedFile.objects.create(token="t", owner=other, size=0, created_at=now(), expires_at=now())

    merge_accounts(actor=admin, kept=kept, other=other)

    links = set(TeachingAssignment.objects.values_list("teacher", "school_class", "is_pp"))
    assert links == {(kept.pk, shared.pk, True), (kept.pk, own.school_class_id, False)}
    pointing = (ItemValidation.objects.get().author, ItemChange.objects.get().actor, Message.objects.get().author)
    assert {*pointing, GeneratedFile.objects.get().owner} == {kept}


def test_merge_leaves_the_lines_of_the_journal_under_their_name(admin):
    kept, other = AccountFactory.create_batch(2, profile="ADM", last_name="MARCHAND")
    entry = JournalEntry(school=other.school, actor=other, actor_label="MARCHAND Camille", code="accounts.activate")
    entry.save()

    merge_accounts(actor=admin, kept=kept, other=other)

    entry.refresh_from_db()
    assert (entry.actor_label, entry.actor) == ("MARCHAND Camille", None)


def test_merge_of_linked_accounts_leaves_one_set(admin):
    kept, other, parent = (AccountFactory(profile=profile) for profile in ("ENS", "ENS", "TUT"))
    person = uuid.uuid4()
    for account in (other, parent):
        LinkedAccount.objects.create(account=account, person=person)

    merge_accounts(actor=admin, kept=kept, other=other)

    assert set(LinkedAccount.objects.values_list("account", "person")) == {(kept.pk, person), (parent.pk, person)}


def test_person_present_under_one_of_the_accounts_is_present(admin, pair):
    kept, other = pair
    Account.objects.filter(pk=kept.pk).update(left_on=today())

    merge_accounts(actor=admin, kept=kept, other=other)

    kept.refresh_from_db()
    assert kept.left_on is None


@pytest.mark.parametrize(("kept", "other"), [("ELV", "TUT"), ("ENS", "ADM"), ("TUT", "ENS")])
def test_accounts_of_two_kinds_of_people_are_not_merged(client, kept, other):
    one, two = AccountFactory(profile=kept), AccountFactory(profile=other)

    page = client.post(_address(one, two))

    assert page.status_code == 422
    assert "ce sont deux rôles, une même personne peut avoir les deux" in words(page)
    assert Account.objects.filter(pk=two.pk).exists()


def test_administrator_does_not_merge_his_own_account_away(client, admin):
    colleague = AccountFactory(profile="ADM")

    page = client.post(_address(colleague, admin))

    assert page.status_code == 422
    assert "Le compte qui disparaîtrait est le vôtre : échangez les deux comptes." in words(page)


def test_account_is_not_merged_with_itself(client, pupil):
    assert "C'est deux fois le même compte" in words(client.get(_address(pupil, pupil)))


def test_merge_sent_twice_is_done_once(admin, pair):
    kept, other = pair
    stale = Account.objects.get(pk=other.pk)
    merge_accounts(actor=admin, kept=kept, other=other)

    with pytest.raises(CannotMerge, match="la fusion a peut-être déjà été faite"):
        merge_accounts(actor=admin, kept=kept, other=stale)
    assert JournalEntry.objects.filter(code="accounts.merge").count() == 1


def test_merging_is_for_administrators(client_as, director, pair):
    assert client_as(director).post(_address(*pair)).status_code == 403


@pytest.mark.parametrize(("others", "is_told"), [(1, False), (2, True)])
def test_pupil_who_would_have_more_than_four_guardians_is_told_before_the_merge(client, pair, others, is_told):
    kept, other = pair
    for rank in range(1, 4):
        GuardianshipFactory(pupil=kept, rank=rank)
    for rank in range(1, others + 1):
        GuardianshipFactory(pupil=other, rank=rank)

    assert ("Ensemble, ils ont 5 responsables" in words(client.get(_address(kept, other)))) is is_told


# --- What is said before it is done -----------------------------------------------------------------------------------


def test_two_addresses_are_said_before_the_merge_with_the_one_that_is_kept(client, admin):
    kept, other = (AccountFactory(profile=Profile.TUT, last_name="MARTIN", first_name="Ève") for _ in range(2))
    AddressFactory(account=kept, line1="3 rue des Lilas", postal_code="57000", town="Metz")
    home = AddressFactory(account=other, line1="3 rue des Lilas", postal_code="57000", town="Metz")
    assert remarks(client, kept, other) == []
    home.town = "Nancy"
    home.save()
    (said,) = remarks(client, kept, other)
    first, second = (str(Address.objects.get(account=account)) for account in (kept, other))
    assert said == f"Deux adresses : « {first} » est gardée, « {second} » est oubliée."


def test_two_languages_are_said_before_the_merge_with_the_one_that_is_kept(client, pair):
    kept, other = pair
    PupilLanguage.objects.create(pupil=kept, language=100)
    assert remarks(client, kept, other) == []
    theirs = PupilLanguage.objects.create(pupil=other, language=100)
    assert remarks(client, kept, other) == []
    PupilLanguage.objects.filter(pk=theirs.pk).update(language=132)
    (said,) = remarks(client, kept, other)
    mine, other_one = (PupilLanguage.objects.get(pupil=each).get_language_display() for each in (kept, other))
    assert said == f"Deux langues étrangères : « {mine} » est gardée, « {other_one} » est oubliée."


def remarks(client, kept, other):
    page = client.get(_address(kept, other))
    found = page.context["preview"].remarks
    # What is computed is what is read.
    assert [remark for remark in found if remark not in words(page)] == []
    return found


@pytest.mark.parametrize(
    ("kept_left", "other_left", "lines"),
    [
        (None, None, ("présent", "présent", "présent")),
        ("2026-01-02", None, ("sorti le 02/01/2026", "présent", "présent")),
        (None, "2026-03-04", ("présent", "sorti le 04/03/2026", "présent")),
        ("2026-01-02", "2026-03-04", ("sorti le 02/01/2026", "sorti le 04/03/2026", "sorti le 04/03/2026")),
    ],
)
def test_day_of_departure_after_the_merge_is_said_before_it(client, pair, kept_left, other_left, lines):
    kept, other = pair
    for account, day in ((kept, kept_left), (other, other_left)):
        Account.objects.filter(pk=account.pk).update(left_on=day)
    preview = client.get(_address(kept, other)).context["preview"]
    (line,) = [line for line in preview.identity if line.label == "état du compte"]
    assert (line.kept, line.other, line.after) == lines
