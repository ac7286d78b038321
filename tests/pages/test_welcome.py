"""The part of the home page that everybody has: greeting, environment, messages, tip, address, blocks that fold."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import ENVIRONMENTS, Profile
from accounts.models import Account, Message
from sacoche.home.greeting import greeting
from sacoche.home.tips import all_tips, tip_of_the_day
from sacoche.kit.clock import today
from schools.models import School
from tests.factories import PASSWORD, AccountFactory
from tests.html import words

ClientAs = Callable[[Account], Client]
NOON = datetime.datetime(2026, 1, 5, 11, tzinfo=datetime.UTC)
STAY = "Toujours là Sylvie ? Pas de souci, restez le temps que vous voulez !"


def home(client: Client) -> str:
    return words(client.get(reverse("home")))


# --- Greeting ---------------------------------------------------------------------------------------------------------


def test_three_views_of_the_home_page_greet_in_three_ways_s95(school: School) -> None:
    """S95: it is no timer; a new session begins again."""
    account = AccountFactory(profile=Profile.ENS, first_name="Sylvie", login="stanguy")
    browser, codes = Client(), {"base": school.number, "login": "stanguy", "password": PASSWORD}
    with time_machine.travel(NOON, tick=False) as clock:
        browser.post("/", codes)
        pages = [home(browser) for _ in range(4)]
        clock.shift(datetime.timedelta(days=3))
        browser.post("/", codes)
        again = home(browser)

    assert "Bonjour Sylvie, et bienvenue : c'est votre première visite." in pages[0]
    assert "Sylvie, vous revoici à l'accueil." in pages[1]
    assert [STAY in page for page in pages] == [False, False, True, True]
    assert "Bonjour Sylvie, tout est resté où vous l'aviez laissé." in again
    assert account.activated_at is not None


@pytest.mark.parametrize(
    ("since", "beginning"),
    [
        (None, "Bonjour Zoé, et bienvenue"),
        (datetime.timedelta(minutes=10), "Bonjour Zoé, vous revoilà déjà"),
        (datetime.timedelta(hours=3), "Bonjour Zoé, c'est un plaisir de vous revoir aujourd'hui"),
        (datetime.timedelta(days=2), "Bonjour Zoé, tout est resté"),
        (datetime.timedelta(days=12), "Bonjour Zoé, cela faisait quelques jours"),
        (datetime.timedelta(days=90), "Bonjour Zoé, cela faisait longtemps"),
    ],
)
def test_first_greeting_follows_the_time_since_the_last_visit_s95(since, beginning: str) -> None:
    last_visit = NOON - since if since else None
    assert greeting("Zoé", views=1, last_visit=last_visit, now=NOON).startswith(beginning)


@pytest.mark.parametrize("views", [1, 2, 3])
def test_pupil_is_spoken_to_as_a_child(views: int) -> None:
    said = greeting("Zoé", views=views, last_visit=NOON - datetime.timedelta(minutes=5), now=NOON, is_pupil=True)
    assert "vous" not in said


@pytest.mark.parametrize("profile", sorted(ENVIRONMENTS.keys() - {"ELV"}))
def test_every_profile_reads_its_environment_s96(school: School, client_as: ClientAs, profile: str) -> None:
    account = AccountFactory(profile=profile)

    response = client_as(account).get(reverse("home"))

    assert f"dans l'environnement <strong>{ENVIRONMENTS[profile]}</strong>" in response.content.decode().replace(
        "&#x27;", "'"
    )
    assert "Bienvenue dans votre espace identifié" in words(response)


def test_pupil_is_welcomed_by_name_in_words_of_a_child(school: School, client_as: ClientAs) -> None:
    page = home(client_as(AccountFactory(profile=Profile.ELV, first_name="Côme")))
    assert ("Bienvenue, Côme !" in page, "environnement" in page, "vous" in page.lower().split()) == (
        True,
        False,
        False,
    )


def test_menus_of_a_pupil_are_in_his_words(school: School, pupil: Account, teacher: Account, client_as) -> None:
    own, others = ("Couleurs et motifs", "Où ton compte est ouvert"), ("Daltonisme", "Sessions en cours")
    for account, read, unread in ((pupil, own, others), (teacher, others, own)):
        for name, title, other in zip(("accounts:patterns", "accounts:sessions"), read, unread, strict=True):
            page = words(client_as(account).get(reverse(name)))
            assert (title in page, other in page) == (True, False)


def test_teacher_reads_the_sentence_of_the_guide_s96(teacher: Account, client_as: ClientAs) -> None:
    assert "Vous êtes dans l'environnement personnel enseignant ." in home(client_as(teacher))


# --- Tips -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", sorted(ENVIRONMENTS))
def test_every_profile_has_a_tip_each_day_that_leads_to_help_that_exists_s99(db: None, profile: str) -> None:
    """S99: the link opens a page of ours, at a part that it has."""
    days = [today() + datetime.timedelta(days=number) for number in range(len(all_tips()))]
    tips = {tip for day in days if (tip := tip_of_the_day(profile, day))}

    assert len(tips) >= 2
    for tip in tips:
        page, _, part = tip.url.partition("#")
        content = Client().get(page).content.decode()
        assert not part or f'id="{part}"' in content


def test_tip_of_the_day_can_be_folded_for_good_s99(teacher: Account, client_as: ClientAs) -> None:
    browser = client_as(teacher)
    tip = tip_of_the_day("ENS", today())
    assert tip
    assert f"Le saviez-vous ? {tip.text} Documentation" in home(browser)

    folded = [_is_open(browser, "tip")]
    for is_folded in ("on", ""):
        fold(browser, "tip", 1, is_folded)
        folded.append(_is_open(browser, "tip"))

    assert folded == [True, False, True]


def fold(browser: Client, block: str, version: int, is_folded: str = "on"):
    return browser.post(reverse("accounts:fold"), {"block": block, "version": version, "is_folded": is_folded})


def _is_open(browser: Client, block: str) -> bool:
    page = browser.get(reverse("home")).content.decode()
    tag = page[page.index(f'data-fold="{block}"') :].partition(">")[0]
    return tag.endswith(" open")


def test_folding_a_block_that_does_not_exist_is_refused(teacher: Account, client_as: ClientAs) -> None:
    response = fold(client_as(teacher), "autre", 1)

    teacher.refresh_from_db()
    assert (response.status_code, teacher.preferences) == (422, {})


# --- Address ----------------------------------------------------------------------------------------------------------


def test_address_of_the_school_is_given_to_everybody_where_there_are_several_s97(
    school: School, teacher: Account, pupil: Account, client_as: ClientAs, settings
) -> None:
    address = f"{settings.PUBLIC_URL}?base=1"
    alone = home(client_as(teacher))
    School.objects.create(number=2, name="École des Tilleuls")

    assert address not in alone
    assert address in home(client_as(teacher))
    assert f"L'adresse de ton école L'adresse pour revenir ici (ton école sera déjà choisie) : {address}" in home(
        client_as(pupil)
    )
    assert school.name in words(Client().get(address))


# --- Messages ---------------------------------------------------------------------------------------------------------


def a_message(author: Account, text: str = "Réunion jeudi", **fields) -> Message:
    dates = {"starts_on": today(), "ends_on": today()}
    return Message.objects.create(author=author, author_label=author.display_name, text=text, **(dates | fields))


def test_message_is_read_by_its_recipients_on_its_days_alone(
    teacher: Account, director: Account, pupil: Account, client_as: ClientAs
) -> None:
    yesterday, tomorrow = (today() + datetime.timedelta(days=shift) for shift in (-1, 1))
    a_message(director, "Pour les élèves\n<b>aujourd'hui</b>", profiles=["ELV"])
    a_message(director, "Trop tôt", profiles=["ELV"], starts_on=tomorrow, ends_on=tomorrow)
    a_message(director, "Trop tard", profiles=["ELV"], starts_on=yesterday, ends_on=yesterday)

    page = home(client_as(pupil))

    assert "1 message Pour les élèves <b>aujourd'hui</b> Éloïse LEROY, le" in page
    assert ("Trop tôt" in page, "Trop tard" in page) == (False, False)
    assert "Pour les élèves" not in home(client_as(teacher))


def test_line_about_printing_is_there_when_there_is_no_message_s101(
    teacher: Account, director: Account, client_as: ClientAs
) -> None:
    line = (
        "Afin de préserver l'environnement, n'imprimer qu'en cas de nécessité ! "
        "Enregistrer la version numérique d'un document (grille, relevé, bilan) suffit pour le consulter, l'archiver, "
        "le partager, ..."
    )
    before = home(client_as(teacher))
    a_message(director, profiles=["ENS"])

    assert (line in before, line in home(client_as(teacher))) == (True, False)


def test_messages_folded_open_again_when_a_new_one_comes(
    teacher: Account, director: Account, client_as: ClientAs
) -> None:
    browser, message = client_as(teacher), a_message(director, profiles=["ENS"])
    fold(browser, "messages", message.pk)
    before = _is_open(browser, "messages")

    a_message(director, "Autre chose", profiles=["ENS"])

    assert (before, _is_open(browser, "messages")) == (False, True)
