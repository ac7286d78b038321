"""The accessibility statement: on every page, with the host's contact and words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from lxml import html

from tests.html import words


def test_statement_is_one_click_away_from_every_page_even_for_a_visitor(teacher, pupil, client_as):
    pages = [
        *(client_as(account).get("/accueil/").content for account in (teacher, pupil)),
        *(Client().get(address).content for address in ("/", "/aide/", "/nulle-part/")),
    ]
    links = [html.fromstring(page).xpath("//a[contains(., 'partiellement conforme')]/@href") for page in pages]
    assert links == [["/accessibilite/"]] * 5


def test_statement_says_its_state_its_faults_and_the_ways_of_appeal(db):
    told = words(Client().get("/accessibilite/"))
    parts = ("partiellement conforme", "version 4.1", "Ce qui n'est pas accessible", "Défenseur des droits", "axe-core")
    assert [part for part in parts if part not in told] == []
    assert "l'établissement, qui le transmet à l'hébergeur de ce serveur" in told


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("acces@exemple.fr", "mailto:acces@exemple.fr"),
        ("https://exemple.fr/acces?de=sacoche", "https://exemple.fr/acces?de=sacoche"),
    ],
)
def test_contact_of_the_host_is_a_link(contact, link, db, settings):
    settings.ACCESSIBILITY_CONTACT = contact
    page = html.fromstring(Client().get("/accessibilite/").content)
    assert page.xpath(f"//main//a[.='{contact}']/@href") == [link]


def test_words_of_the_host_come_first_and_stay_words(db, settings, tmp_path):
    file = tmp_path / "accessibilite.txt"
    file.write_text("Rectorat de Saint-Exemple.\n\nAudit prévu <b>en 2027</b>.", encoding="utf-8")
    settings.ACCESSIBILITY_TEXT = str(file)
    page = html.fromstring(Client().get("/accessibilite/").content)
    first = page.xpath("//main//article")[0]
    assert [each.text_content() for each in first.xpath(".//p")] == [
        "Rectorat de Saint-Exemple.",
        "Audit prévu <b>en 2027</b>.",
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("ACCESSIBILITY_CONTACT", "javascript:alert(1)"), ("ACCESSIBILITY_TEXT", "/nulle/part.txt")]
)
def test_setting_that_cannot_be_is_refused_at_the_start(name, value, tmp_path: Path):
    environment = os.environ | {name: value, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sacoche.settings"}
    run = subprocess.run(
        [sys.executable, "-c", "import sacoche.settings"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, f"{name}" in run.stderr.splitlines()[-1]) == (1, True)
