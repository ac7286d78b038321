"""The help: one screen a task, in the words of the product, for whoever has use of it."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.enums import EVERYBODY, Profile
from accounts.models import Account
from sacoche.help.pages import PAGES, HelpPage, page_of, pages_for, served_by
from sacoche.menus import path_of
from tests.factories import AccountFactory
from tests.html import words
from tests.pages.routes import routes

ClientAs = Callable[[Account], Client]
_QUOTED = re.compile(r'{% (ui|menu) "([^"]+)" %}')
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)


def source_of(page: HelpPage) -> str:
    return Path(get_template(page.template).origin.name).read_text(encoding="utf-8")


@cache
def words_of_the_product() -> str:
    """All that templates and code say, but the help itself."""
    root = settings.BASE_DIR
    files = [path for path in (root / "templates").rglob("*.html") if "help" not in path.parts]
    for room in {app.partition(".")[0] for app in settings.INSTALLED_APPS} - {"django"}:
        files += (root / room).rglob("*.py")
    return "\n".join(path.read_text(encoding="utf-8") for path in files).replace("&amp;", "&")


@every_page
def test_page_quotes_buttons_that_exist_and_menus_that_its_readers_have(page: HelpPage) -> None:
    for tag, quoted in _QUOTED.findall(source_of(page)):
        if tag == "ui":
            assert quoted in words_of_the_product()
        else:
            assert path_of(quoted)


@every_page
def test_page_holds_on_one_screen_and_speaks_to_its_reader(page: HelpPage, rf: RequestFactory) -> None:
    said = re.sub(r"<[^>]*>", " ", render_to_string(page.template, request=rf.get("/")))
    assert 30 <= len(said.split()) <= 170
    if page.profiles == {Profile.ELV}:
        assert not re.search(r"\b(vous|votre|vos)\b", f"{page.title} {said}", re.IGNORECASE)


@every_page
def test_question_mark_leads_from_the_page_of_the_task_to_its_help(page: HelpPage) -> None:
    for name in page.serves:
        assert all(served_by(profile, name) == page for profile in page.profiles)


ROUTES = routes()


@pytest.mark.parametrize("name", sorted({name for page in PAGES for name in page.serves}))
def test_served_address_exists(name: str) -> None:
    assert name in {route.name for route in ROUTES}


@pytest.mark.parametrize("profile", sorted(EVERYBODY))
def test_every_profile_reads_its_own_pages_with_links_to_its_menus(
    profile: Profile, school: object, client_as: ClientAs
) -> None:
    client = client_as(AccountFactory(profile=profile))
    index = client.get(reverse("help")).content.decode()
    for page in PAGES:
        address = reverse("help_page", args=[page.slug])
        assert (f'href="{address}"' in index) == (profile in page.profiles)
        if profile in page.profiles:
            assert page.title in words(client.get(address)).replace("’", "'")


def test_menu_path_is_a_link_for_whoever_may_follow_it_and_words_for_the_others(
    admin: Account, teacher: Account, client_as: ClientAs
) -> None:
    address = reverse("help_page", args=["qui-peut-quoi"])
    path = "Paramétrages établissement › Utilisateurs › Réglage des autorisations"
    link = f'<a class="menu-path" href="{reverse("accounts:rights")}">{path}</a>'
    assert link in client_as(admin).get(address).content.decode()
    for client in (client_as(teacher), Client()):
        page = client.get(address).content.decode()
        assert link not in page
        assert path in page


def test_language_is_chosen_in_another_menu_by_administrators(
    admin: Account, teacher: Account, client_as: ClientAs
) -> None:
    address = reverse("help_page", args=["langue-etrangere"])
    assert "Gestion courante › Élèves › Choisir la langue étrangère" in words(client_as(admin).get(address))
    assert "Validation du socle › Choisir la langue étrangère" in words(client_as(teacher).get(address))


def test_question_mark_stands_on_the_page_of_the_task(admin: Account, pupil: Account, client_as: ClientAs) -> None:
    for account, name, slug in (
        (admin, "accounts:rights", "qui-peut-quoi"),
        (pupil, "home", "item"),
        (AccountFactory(profile=Profile.TUT), "home", "lire-les-validations"),
    ):
        page = client_as(account).get(reverse(name)).content.decode()
        assert f'href="{reverse("help_page", args=[slug])}" aria-label="Aide : ' in page


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("redonner mot de passe", "redonner-un-mot-de-passe"),
        ("PASSE oublie", "redonner-un-mot-de-passe"),
        ("élève part", "un-eleve-part"),
        ("doublon", "fusionner"),
        ("rentree", "rentree"),
    ],
)
def test_page_is_found_by_words_without_accents_nor_order(asked: str, slug: str) -> None:
    assert page_of(slug) in pages_for(Profile.ADM, asked)


@pytest.mark.parametrize("asked", ["zzz", "%", "_", "x" * 500, "<script>"])
def test_words_that_no_page_says_are_answered_in_words(db: None, asked: str) -> None:
    page = words(Client().get(reverse("help"), {"q": asked}))
    assert "Aucune page n'en parle" in page


def test_help_of_a_task_that_does_not_exist_is_not_found(db: None) -> None:
    assert Client().get(reverse("help_page", args=["voler"])).status_code == 404
