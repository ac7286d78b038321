"""« Messages d'accueil »: staff write a word for the home page of some profiles, of a class, of people (P286)."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import (
    Account,
    GroupMembership,
    HiddenMessage,
    JournalEntry,
    Message,
    MessageTarget,
    TeachingAssignment,
)
from sacoche.kit.clock import today
from schools.losses import losses_of
from schools.models import School
from tests.factories import AccountFactory, GroupFactory, GuardianshipFactory, SchoolClassFactory
from tests.html import words

ClientAs = Callable[[Account], Client]
PAGE = "/messages-accueil/"


def fields(**changes):
    week = today() + datetime.timedelta(days=7)
    usual = {"text": "Réunion jeudi", "profiles": ["ELV", "TUT"], "starts_on": today(), "ends_on": week}
    return {name: value for name, value in (usual | changes).items() if value is not None}


def test_teacher_publishes_a_message_in_his_name(teacher: Account, client_as: ClientAs) -> None:
    response = client_as(teacher).post(PAGE, fields(), follow=True)

    page = words(response)
    assert "Le message est publié." in page
    assert "Réunion jeudi élève, responsable légal du" in page
    message = Message.objects.get()
    assert (message.author, message.author_label, message.profiles) == (teacher, "Paul DURAND", ["ELV", "TUT"])
    assert JournalEntry.objects.filter(code="accounts.write_message").count() == 1


def test_message_sent_twice_is_published_once(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)

    for _ in range(2):
        assert browser.post(PAGE, fields()).status_code == 302

    assert Message.objects.count() == 1
    assert JournalEntry.objects.filter(code="accounts.write_message").count() == 1


def test_author_changes_then_removes_his_message(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)
    browser.post(PAGE, fields())
    message = Message.objects.get()

    browser.post(reverse("accounts:edit_message", args=[message.pk]), fields(text="Réunion vendredi"))
    message.refresh_from_db()
    changed = message.text
    browser.post(reverse("accounts:remove_message", args=[message.pk]))

    assert (changed, Message.objects.count()) == ("Réunion vendredi", 0)


def test_message_of_a_colleague_is_open_to_an_administrator_alone(
    teacher: Account, director: Account, admin: Account, client_as: ClientAs
) -> None:
    client_as(teacher).post(PAGE, fields())
    address = reverse("accounts:edit_message", args=[Message.objects.get().pk])

    answers = [client_as(account).get(address).status_code for account in (teacher, director, admin)]

    assert answers == [200, 404, 200]
    assert "Réunion" not in words(client_as(director).get(PAGE))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "  "}, "Écrivez le message."),
        ({"text": "a" * 2001}, "2000"),
        ({"profiles": None}, "Cochez au moins un profil"),
        ({"profiles": ["AED"]}, "n'est pas ouvert dans votre établissement"),
        ({"starts_on": "jeudi"}, "Écrivez la date sous la forme JJ/MM/AAAA."),
        ({"ends_on": ""}, "Indiquez jusqu'à quel jour"),
        ({"starts_on": "2040-01-02", "ends_on": "2040-01-01"}, "Le dernier jour vient avant le premier"),
        ({"starts_on": "2020-01-01", "ends_on": "2020-01-02"}, "Ce jour est déjà passé"),
        ({"ends_on": "2099-01-01"}, "un an au plus"),
    ],
)
def test_message_that_does_not_fit_is_refused_in_words(
    school: School, teacher: Account, client_as: ClientAs, changes: dict, sentence: str
) -> None:
    response = client_as(teacher).post(PAGE, fields(**changes))

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert Message.objects.count() == 0


def test_families_write_no_message(pupil: Account, client_as: ClientAs) -> None:
    assert client_as(pupil).get(PAGE).status_code == 403


# ---------------------------------------------------------------- to some people only


def reads(client_as: ClientAs, account: Account, text: str = "Réunion jeudi") -> bool:
    return text in words(client_as(account).get(reverse("home")))


def test_message_to_three_teachers_and_the_parents_of_a_class_is_read_by_them_alone_p286(
    school: School, admin: Account, client_as: ClientAs
) -> None:
    here, other = SchoolClassFactory(name="5A"), SchoolClassFactory(name="5B")
    chosen = [AccountFactory(profile="ENS", first_name=f"Zoé{rank}") for rank in "abc"]
    left_out = AccountFactory(profile="ENS")
    pupil, stranger = (
        AccountFactory(profile="ELV", school_class=here),
        AccountFactory(profile="ELV", school_class=other),
    )
    parents = {child: GuardianshipFactory(pupil=child).guardian for child in (pupil, stranger)}
    named = "\n".join([chosen[0].full_name, f"  {chosen[1].full_name.upper()} ", chosen[2].login])

    page = client_as(admin).post(
        PAGE, fields(profiles=None, places=[f"classe-{here.pk}"], audiences=["TUT"], people=named), follow=True
    )

    assert f"responsables de 5A, {chosen[0].full_name}" in words(page)
    readers = [*chosen, parents[pupil]]
    assert [reads(client_as, each) for each in readers] == [True] * 4
    assert [reads(client_as, each) for each in (left_out, pupil, stranger, parents[stranger])] == [False] * 4


def test_message_to_a_class_follows_its_pupils_and_its_teachers_p286(
    school: School, admin: Account, client_as: ClientAs
) -> None:
    here, other = SchoolClassFactory(name="5A"), SchoolClassFactory(name="5B")
    group = GroupFactory(name="Chorale")
    pupil, singer = AccountFactory(profile="ELV", school_class=here), AccountFactory(profile="ELV", school_class=other)
    GroupMembership.objects.create(pupil=singer, group=group)
    teacher = AccountFactory(profile="ENS")
    TeachingAssignment.objects.create(teacher=teacher, school_class=here)
    places = [f"classe-{here.pk}", f"groupe-{group.pk}"]
    client_as(admin).post(PAGE, fields(profiles=None, places=places, audiences=["ELV", "ENS"]))

    assert [reads(client_as, each) for each in (pupil, singer, teacher)] == [True] * 3
    Account.objects.filter(pk=pupil.pk).update(school_class=other)
    GroupMembership.objects.all().delete()
    assert [reads(client_as, each) for each in (pupil, singer)] == [False] * 2


def test_pupil_without_a_class_reads_no_message_to_a_group_that_he_is_not_in_p286(
    school: School, admin: Account, client_as: ClientAs
) -> None:
    group, lost = GroupFactory(), AccountFactory(profile="ELV", school_class=None)
    orphan = AccountFactory(profile="TUT")
    client_as(admin).post(PAGE, fields(profiles=None, places=[f"groupe-{group.pk}"], audiences=["ELV", "TUT"]))

    assert [reads(client_as, each) for each in (lost, orphan)] == [False, False]


def test_message_is_hidden_by_each_reader_for_himself_and_comes_back_changed_p286(
    teacher: Account, pupil: Account, client_as: ClientAs
) -> None:
    browser = client_as(teacher)
    browser.post(PAGE, fields(profiles=["ELV", "ENS"]))
    message = Message.objects.get()
    hide = reverse("accounts:hide_message", args=[message.pk])

    for _ in range(2):
        client_as(pupil).post(hide)

    assert (reads(client_as, pupil), reads(client_as, teacher)) == (False, True)
    browser.post(reverse("accounts:edit_message", args=[message.pk]), fields(profiles=["ELV"], text="Réunion vendredi"))
    assert reads(client_as, pupil, "Réunion vendredi")


def test_message_of_others_is_not_hidden_nor_seen_to_exist_p286(
    teacher: Account, pupil: Account, client_as: ClientAs
) -> None:
    client_as(teacher).post(PAGE, fields(profiles=["TUT"]))
    hide = reverse("accounts:hide_message", args=[Message.objects.get().pk])

    assert client_as(pupil).post(hide).status_code == 404
    assert not HiddenMessage.objects.exists()


def test_teacher_writes_to_colleagues_to_his_pupils_and_to_their_families_alone_p286(
    school: School, teacher: Account, client_as: ClientAs
) -> None:
    here, other = SchoolClassFactory(name="5A"), SchoolClassFactory(name="5B")
    TeachingAssignment.objects.create(teacher=teacher, school_class=here)
    mine = AccountFactory(profile="ELV", school_class=here, last_name="MIEN")
    not_mine = AccountFactory(profile="ELV", school_class=other, last_name="AUTRE")
    parent = GuardianshipFactory(pupil=mine).guardian
    colleague = AccountFactory(profile="DOC", last_name="LE GALL", first_name="Anne")
    browser = client_as(teacher)

    refused = browser.post(PAGE, fields(profiles=None, people=not_mine.full_name))
    foreign = browser.post(PAGE, fields(profiles=None, places=[f"classe-{other.pk}"], audiences=["ELV"]))
    named = f"{mine.full_name}\n{parent.full_name}\nLe Gall anne"
    done = browser.post(PAGE, fields(profiles=None, people=named))

    assert (refused.status_code, "n'est le nom d'aucune personne à qui vous pouvez écrire" in words(refused)) == (
        422,
        True,
    )
    assert (foreign.status_code, "n'est pas à vous" in words(foreign)) == (422, True)
    assert done.status_code == 302
    assert [reads(client_as, each) for each in (mine, parent, colleague)] == [True] * 3


def test_two_people_of_one_name_are_told_apart_by_their_logins_p286(
    school: School, admin: Account, client_as: ClientAs
) -> None:
    twins = [AccountFactory(profile="ENS", last_name="DURAND", first_name="Paul") for _ in range(2)]
    browser = client_as(admin)

    refused = words(browser.post(PAGE, fields(profiles=None, people="Durand Paul")))
    browser.post(PAGE, fields(profiles=None, people=twins[1].login))

    assert "« Durand Paul » : 2 personnes portent ce nom. Écrivez l'identifiant de la bonne" in refused
    assert all(each.login in refused for each in twins)
    assert [reads(client_as, each) for each in twins] == [False, True]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"audiences": ["TUT"]}, "Cochez au moins une classe ou un groupe."),
        ({"places": "class"}, "Cochez qui, de ces classes et de ces groupes"),
        ({"places": ["classe-0"], "audiences": ["TUT"]}, "n'est plus là"),
        ({"places": ["'; --"], "audiences": ["TUT"]}, "n'est plus là"),
        ({"audiences": ["XXX"]}, "Choisissez parmi les cases proposées."),
        ({"people": "Personne Inconnue\n\0"}, ""),
        ({"people": "Personne Inconnue"}, "« Personne Inconnue » n'est le nom d'aucune personne"),
        ({"people": "\n".join(f"a{rank}" for rank in range(61))}, "60 personnes au plus"),
        ({}, "Cochez au moins un profil"),
    ],
)
def test_recipients_that_do_not_fit_are_refused_in_words_p286(
    school: School, admin: Account, client_as: ClientAs, changes: dict, sentence: str
) -> None:
    if changes.get("places") == "class":
        changes = {"places": [f"classe-{SchoolClassFactory().pk}"]}

    response = client_as(admin).post(PAGE, fields(profiles=None, **changes))

    assert (response.status_code, sentence in words(response)) == (422, True)
    assert not Message.objects.exists()


def test_message_that_is_changed_shows_whom_it_was_for_p286(
    school: School, admin: Account, client_as: ClientAs
) -> None:
    here = SchoolClassFactory(name="5A")
    named = AccountFactory(profile="ENS")
    browser = client_as(admin)
    chosen = {"profiles": None, "places": [f"classe-{here.pk}"], "audiences": ["TUT"], "people": named.login}
    for _ in range(2):
        browser.post(PAGE, fields(**chosen))
    address = reverse("accounts:edit_message", args=[Message.objects.get().pk])

    page = browser.get(address).content.decode()

    assert f'value="classe-{here.pk}" id="id_places_0" checked' in page.replace("  ", " ")
    assert named.full_name in page
    browser.post(address, fields(profiles=["ELV"]))
    assert not MessageTarget.objects.exists()


def test_class_that_is_deleted_says_which_messages_lose_it_p286(
    school: School, admin: Account, client_as: ClientAs
) -> None:
    here = SchoolClassFactory(name="5A")
    browser = client_as(admin)
    browser.post(PAGE, fields(profiles=None, places=[f"classe-{here.pk}"], audiences=["TUT"]))

    told = " ".join(each.sentence for each in losses_of(here))

    assert "1 message d'accueil ne s'adressera plus à cette classe." in told
