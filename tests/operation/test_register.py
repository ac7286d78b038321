"""The sheet of the register: each value is a setting, or « à compléter »; page, PDF and text document say the same."""

import io

import pytest
from django.urls import reverse
from odf.opendocument import load
from odf.teletype import extractText
from pypdf import PdfReader

from operation.models import RegisterSettings
from operation.register.sheet import MISSING, sheet_of
from schools.models import School
from tests.html import words

FILLED = {
    "controller": "dasen",
    "controller_name": "DASEN du Nord, 144 rue de Bavay, Lille",
    "dpo_name": "Maxime PROTECTEUR",
    "dpo_contact": "dpd@exemple.fr",
    "host": "Mairie de Saint-Exemple",
    "transfers": "aucun",
    "measures": "postes verrouillés",
}


@pytest.fixture
def register(admin, client_as):
    return client_as(admin)


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def said(browser):
    """The three shapes, as text."""
    pdf = browser.get(reverse("operation:register_pdf")).content
    odt = browser.get(reverse("operation:register_odt")).content
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    text = extractText(load(io.BytesIO(odt)).text)
    return [plain(each) for each in (words(browser.get(reverse("operation:register"))), pages, text)]


def test_what_nobody_gave_is_to_be_completed_p259(register, school):
    sheet = sheet_of(school)
    rows = dict(row for section in sheet.sections for row in section.rows)

    for name in ("Responsable du traitement", "Délégué à la protection des données", "Hébergeur (sous-traitant)"):
        assert rows[name] == MISSING
    assert all(MISSING in text for text in said(register))


def test_five_settings_changed_are_found_in_the_sheet_p259(register, school, settings):
    """Two of the host, two of the school, one right."""
    settings.VOICE_DAYS, settings.ACCOUNT_YEARS = 77, 2
    access = {"rights": {"accounts.read_journal": {"profiles": ["ADM", "DIR"], "restrictions": []}}}
    School.objects.filter(pk=school.pk).update(uai="0591234W", contact_email="c@exemple.fr", access=access)
    assert register.post(reverse("operation:register"), FILLED).status_code == 302

    expected = ("77 jours", "puis 2 ans", "0591234W", "administrateur, directeur", *list(FILLED.values())[1:])
    for text in said(register):
        assert [each for each in expected if each.casefold() not in text.casefold()] == []
        assert "DASEN (école publique)" in text
        assert MISSING not in text


@pytest.mark.parametrize(
    ("controller", "told"),
    [
        ("head", "chef d'établissement (collège, lycée)"),
        ("dasen", "DASEN (école publique)"),
        ("private", "chef d'établissement (école ou établissement privé)"),
    ],
)
def test_controller_is_that_of_the_kind_of_school_p259(school, controller, told):
    RegisterSettings.objects.create(controller=controller)

    rows = dict(sheet_of(school).sections[0].rows)
    assert rows["Responsable du traitement"] == told


def test_data_are_those_that_the_tables_declare(school):
    rows = dict(sheet_of(school).sections[3].rows)

    assert rows["Résultats"].startswith("date, évaluation, professeur")
    assert rows["Identité"].startswith("nom, prénom")


def test_register_is_not_for_teachers(teacher, client_as):
    assert client_as(teacher).get(reverse("operation:register")).status_code == 403
