"""How people are spoken to: a pupil with « tu », anybody else with « vous », never both on one page."""

import re
from typing import Any

import pytest
from django.test import Client
from lxml import html

from schools.models import School
from tests.factories import SchoolFactory
from tests.html import words
from tests.pages.addresses import Kind, cases
from tests.pages.asking import allowed_profiles, get
from tests.pages.world import READY, World

FAMILIAR = re.compile(r"\b(tu|te|toi|ton|ta|tes)\b|\bt'", re.IGNORECASE)
POLITE = re.compile(r"\b(vous|votre|vos|vôtre)\b", re.IGNORECASE)


def spoken(content: bytes) -> str:
    """What the main part of a page says, without what people wrote themselves."""
    page = html.fromstring(content.decode())
    for quoted in page.xpath("//script | //style | //header | //*[contains(@class, 'home-messages')] | //noscript"):
        quoted.drop_tree()
    return str(page.text_content())


def test_no_page_says_tu_and_vous(world: World, visitor: Any) -> None:
    both: dict[str, tuple[Any, Any]] = {}
    for case in (case for case in cases(Kind.PAGE) if case.sample.stage == READY):
        for profile in {"ELV", "ENS", "TUT"} & set(allowed_profiles(case.route)):
            content = getattr(get(visitor(world, profile), case, world), "content", b"")
            said = spoken(content) if content.strip() else ""
            familiar, polite = FAMILIAR.search(said), POLITE.search(said)
            if familiar and polite:
                both[f"{case.key}, {profile}"] = (_around(said, familiar), _around(said, polite))
    assert not both, "\n".join(f"{key}: {told}" for key, told in sorted(both.items()))


def _around(said: str, found: re.Match[str]) -> str:
    return " ".join(said[max(0, found.start() - 30) : found.end() + 30].split())


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("École Jules-Exemple", "école"),
        ("ecole primaire du Pré", "école"),
        ("E.E.PU Les Tilleuls", "école"),
        ("Groupe scolaire du Lac", "école"),
        ("Collège des Écoles", "établissement"),
        ("Lycée Élisa-Exemple", "établissement"),
    ],
)
def test_school_is_called_by_its_kind(db: None, name: str, noun: str) -> None:
    school: School = SchoolFactory(number=90, name=name)
    assert school.noun == noun


def test_refusal_says_whom_to_ask_and_speaks_to_a_pupil_as_to_a_child(teacher, pupil, client_as):
    told = [words(client_as(account).get("/personnels/")) for account in (teacher, pupil)]
    assert ["réservée à d'autres profils" in page for page in told] == [True, True]
    assert "Si elle devrait vous être ouverte, demandez-le à un administrateur." in told[0]
    assert "Si tu devrais pouvoir l'ouvrir, demande à ton enseignant." in told[1]


def test_page_that_does_not_exist_speaks_of_menus_to_whoever_has_some(teacher, client_as):
    told = [words(browser.get("/nulle-part/")) for browser in (client_as(teacher), Client())]
    assert ["menus" in page for page in told] == [True, False]
    assert "Cette adresse ne mène à rien. Connectez-vous pour retrouver votre espace." in told[1]
