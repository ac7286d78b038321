"""« Chercher », in the header: people, classes, pages, help; only what one may open; whatever is typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.enums import Profile
from sacoche.kit.clock import today
from sacoche.kit.tenancy import school_scope
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    GuardianshipFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words


def found(browser, typed):
    """{title: [line…]} of what is shown; a line is its words and where it leads."""
    page = html.fromstring(browser.get("/chercher/", {"q": typed}).content)
    lists = page.xpath("//*[@data-search-found]//ul")
    titles = [page.xpath(f"//h2[@id='{each.get('aria-labelledby')}']/text()")[0] for each in lists]
    return {
        title: [(" ".join(link.text_content().split()), link.get("href")) for link in each.xpath(".//a")]
        for title, each in zip(titles, lists, strict=True)
    }


@pytest.fixture
def cm2(school):
    return SchoolClassFactory(reference="CM2_A", name="CM2 A", long_name="CM2 de Mme Lefèvre")


@pytest.fixture
def helene(cm2):
    return AccountFactory(
        profile=Profile.ELV, login="hlefevre", last_name="LEFÈVRE-ŒUVRARD", first_name="Hélène", school_class=cm2
    )


def test_administrator_finds_each_kind_of_people_where_it_is_managed(admin, cm2, helene, client_as):
    teacher = AccountFactory(profile=Profile.ENS, last_name="LEFÈVRE", first_name="Anne")
    mother = AccountFactory(profile=Profile.TUT, last_name="LEFÈVRE", first_name="Zoé")
    other = AccountFactory(profile=Profile.ADM, last_name="LEFÈVRE", first_name="Marc")

    answer = found(client_as(admin), "lefevre")

    assert {title: [address for _, address in lines] for title, lines in answer.items()} == {
        "Élèves": [reverse("accounts:pupil", args=[helene.pk])],
        "Professeurs et personnels": [reverse("accounts:edit_staff", args=[teacher.pk])],
        "Responsables légaux": [reverse("accounts:edit_guardian", args=[mother.pk])],
        "Administrateurs": [reverse("accounts:edit_administrator", args=[other.pk])],
        "Classes": [reverse("schools:edit_class", args=[cm2.pk])],
    }
    assert answer["Élèves"][0][0] == "LEFÈVRE-ŒUVRARD Hélène CM2 de Mme Lefèvre"


@pytest.mark.parametrize("typed", ["hélène lefèvre", "OEUVRARD helene", "lef  hel", "Lefèvre-Œuvrard", "  hélè "])
def test_accents_capitals_hyphens_and_the_order_of_words_do_not_matter(typed, admin, helene, client_as):
    assert found(client_as(admin), typed)["Élèves"][0][0].startswith("LEFÈVRE-ŒUVRARD Hélène")


def test_who_is_called_as_was_typed_comes_before_who_only_has_it_inside(admin, client_as):
    for last_name in ("AMARTIN", "MARTIN", "ZMARTIN"):
        AccountFactory(profile=Profile.ELV, last_name=last_name, first_name="Léo")
    lines = found(client_as(admin), "martin")["Élèves"]
    assert [line.split()[0] for line, _ in lines] == ["MARTIN", "AMARTIN", "ZMARTIN"]


def test_two_pupils_of_one_name_are_told_apart_by_their_class(admin, helene, client_as):
    twin = SchoolClassFactory(reference="CE1", name="CE1", long_name="")
    AccountFactory(profile=Profile.ELV, last_name="LEFÈVRE-ŒUVRARD", first_name="Hélène", school_class=twin)
    lines = found(client_as(admin), "helene")["Élèves"]
    assert {line.removeprefix("LEFÈVRE-ŒUVRARD Hélène ") for line, _ in lines} == {"CM2 de Mme Lefèvre", "CE1"}


def test_who_has_left_is_looked_for_one_page_further(admin, client_as):
    AccountFactory(profile=Profile.ELV, last_name="PARTIE", first_name="Lou", left_on=today())
    browser = client_as(admin)
    page = browser.get("/chercher/", {"q": "partie"})
    assert found(browser, "partie") == {}
    assert "et parmi les comptes sortis" in words(page)
    assert "PARTIE Lou" in words(browser.get("/utilisateurs/rechercher/", {"q": "partie"}))


def test_teacher_finds_the_pupils_of_his_classes_and_groups_where_their_results_are_read(
    teacher, cm2, helene, client_as
):
    TeachingAssignmentFactory(teacher=teacher, school_class=cm2)
    group = GroupFactory()
    GroupTeachingFactory(teacher=teacher, group=group)
    elsewhere = SchoolClassFactory(reference="CE2", name="CE2")
    of_group = AccountFactory(profile=Profile.ELV, last_name="LEFORT", first_name="Ana", school_class=elsewhere)
    GroupMembershipFactory(pupil=of_group, group=group)
    AccountFactory(profile=Profile.ELV, last_name="LEFOL", first_name="Tim", school_class=elsewhere)
    AccountFactory(profile=Profile.TUT, last_name="LEFÈVRE", first_name="Zoé")
    browser = client_as(teacher)

    answer = found(browser, "lef")

    assert [address for _, address in answer["Élèves"]] == [
        f"/releves/suivi/?classe={cm2.pk}&eleve={helene.pk}",
        f"/releves/suivi/?classe=g{group.pk}&eleve={of_group.pk}",
    ]
    assert (answer.keys(), answer["Classes"][0][1]) == (
        {"Élèves", "Classes"},
        f"/releves/chronologie/?classe={cm2.pk}",
    )
    assert [browser.get(address).status_code for lines in answer.values() for _, address in lines] == [200] * 3
    assert browser.get(answer["Élèves"][1][1]).context["chosen"].pupils == [of_group]


def test_guardian_finds_her_children_and_pupil_nobody(pupil, helene, client_as):
    mother = AccountFactory(profile=Profile.TUT, last_name="ROY", first_name="Inès")
    GuardianshipFactory(pupil=helene, guardian=mother, rank=1)
    assert found(client_as(mother), "lefevre") == {
        "Mes enfants": [("LEFÈVRE-ŒUVRARD Hélène CM2 de Mme Lefèvre", f"/accueil/?enfant={helene.pk}")]
    }
    assert found(client_as(pupil), "lefevre") == {}


def test_nobody_of_another_school_is_found(admin, other_school, client_as):
    with school_scope(other_school):
        AccountFactory(profile=Profile.ELV, last_name="AILLEURS", first_name="Léa")
    assert found(client_as(admin), "ailleurs") == {}


def test_pages_of_the_menus_and_of_the_help_are_those_of_the_reader(admin, teacher, client_as):
    answers = [found(client_as(account), "mot passe") for account in (admin, teacher)]
    own = ("Mot de passe Paramétrages", reverse("accounts:password"))
    assert [answer["Pages"][0] for answer in answers] == [own, own]
    account = "Votre compte : mot de passe, adresse, sessions"
    cards = "Donner une carte aux élèves qui ne savent pas taper"
    handed = "Remettre les validations à un autre établissement"
    assert [[line for line, _ in answer.get("Aide", ())] for answer in answers] == [
        ["Imprimer les étiquettes des codes", "Redonner un mot de passe", handed, account, cards],
        [account, cards],
    ]
    assert found(client_as(admin), "delai deconnexion")["Pages"] == [
        ("Délai avant déconnexion Paramétrages établissement › Utilisateurs", reverse("accounts:idle_delays"))
    ]
    assert found(client_as(teacher), "delai deconnexion") == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a", "Deux lettres au moins : le début d'un nom, d'une classe, d'un menu."),
        ("%", "Deux lettres au moins"),
        ("__", "Deux lettres au moins"),
        ("é ' -", "Deux lettres au moins"),
        ("x" * 500, "100 caractères au plus : un nom ou deux mots suffisent."),
        ("\x00\x00", "Chercher"),
        ("李明", "Rien de tel parmi ce que vous pouvez ouvrir. Essayez un mot plus court."),
        ("Δημήτρης", "Rien de tel"),
        ("a b c d", "Deux lettres au moins"),
        ("🦊🦊", "Deux lettres au moins"),
        ("50%_a'b\"<script>", "Rien de tel"),
    ],
)
def test_what_cannot_be_looked_for_is_told(typed, told, admin, helene, client_as):
    page = client_as(admin).get("/chercher/", {"q": typed})
    assert (page.status_code, told in words(page)) == (200, True)
    assert found(client_as(admin), typed) == {}


def test_name_in_another_alphabet_is_found(admin, client_as):
    AccountFactory(profile=Profile.ELV, last_name="ДМИТРИЕВ", first_name="Иван")
    assert found(client_as(admin), "дмитр")["Élèves"][0][0].startswith("ДМИТРИЕВ Иван")


def test_signs_of_the_database_stand_for_nothing(admin, client_as):
    AccountFactory(profile=Profile.ELV, last_name="DUPONT", first_name="Al")
    assert [found(client_as(admin), typed) for typed in ("d%t", "dup%xx", "dupo__xx")] == [{}, {}, {}]


@pytest.mark.parametrize("who", ["admin", "teacher"])
def test_as_many_questions_for_thirty_people_as_for_one(who, cm2, helene, request, client_as):
    account = request.getfixturevalue(who)
    if who == "teacher":
        TeachingAssignmentFactory(teacher=account, school_class=cm2)
    browser, counts = client_as(account), []
    for _ in range(2):
        found(browser, "lef")
        with CaptureQueriesContext(connection) as asked:
            found(browser, "lef")
        counts.append(len(asked))
        for number in range(30):
            AccountFactory(profile=Profile.ELV, last_name=f"LEFORT {number}", first_name="Al", school_class=cm2)
    assert (counts[0], counts[0] < 14) == (counts[1], True)


def test_answer_alone_or_with_its_form_is_given_to_the_header(admin, helene, client_as):
    browser = client_as(admin)
    pieces = [
        browser.get("/chercher/", {"q": "hel"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET=target).content.decode()
        for target in ("search-found", "search-box")
    ]
    assert [("<form" in piece, "Hélène" in piece, "<html" in piece) for piece in pieces] == [
        (False, True, False),
        (True, True, False),
    ]


def test_header_leads_to_the_search_but_not_before_the_account_is_active(teacher, client_as):
    page = html.fromstring(client_as(teacher).get("/accueil/").content)
    assert page.xpath("//header//a[@data-search]/@href") == ["/chercher/"]
    teacher.activated_at = None
    teacher.save()
    page = html.fromstring(client_as(teacher).get("/accueil/", follow=True).content)
    assert page.xpath("//header//a[@data-search]") == []
