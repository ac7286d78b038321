"""A list of over twenty rows can be searched, on every page that may show one."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from exports.queries import validation_records
from sacoche.kit.clock import today
from schools.models import Niveau
from socle.exchange import write
from socle.models import Item, ItemValidation
from tests.factories import SchoolClassFactory, TeachingAssignmentFactory
from tests.imports.wizard import Wizard, activate

MANY = 21
SIZES = pytest.mark.parametrize("number", [MANY - 1, MANY])


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


@pytest.fixture
def wizard(client):
    activate("CM2")
    return Wizard(client)


def searched(response):
    """The tables of the page that a field searches, each found once; every field has its label."""
    page = html.fromstring(response.content)
    fields = page.xpath("//input[@data-filter-table]")
    tables = [field.get("data-filter-table") for field in fields]
    for field, table in zip(fields, tables, strict=True):
        assert len(page.xpath(f"//table[@id='{table}']")) == 1
        assert len(page.xpath(f"//label[@for='{field.get('id')}']")) == 1
    return tables


def base_eleves(rows):
    header = "Nom Élève;Nom d'usage Élève;Prénom Élève;Date naissance;Sexe;Cycle;Niveau;Classe"
    lines = [f"{name};;Léo;25/01/2002;M;CYCLE III;COURS MOYEN 2EME ANNEE;{school_class}" for name, school_class in rows]
    return "\r\n".join([header, *lines, ""]).encode()


def words(number):
    """`number` different words, made of letters alone."""
    return [f"{chr(65 + rank // 26)}{chr(65 + rank % 26)}" for rank in range(number)]


@SIZES
def test_teachers_by_class_are_searched_when_many(client, teacher, number):
    classes = SchoolClassFactory.create_batch(number)
    TeachingAssignmentFactory(teacher=teacher, school_class=classes[0])

    assert searched(client.get(reverse("accounts:assignments"))) == ["summaries"] * (number >= MANY)


@SIZES
def test_classes_of_an_import_are_searched_when_many(wizard, number):
    for word in words(number):
        SchoolClassFactory(niveau="CM2", reference=f"OLD_{word}", name=f"Ancienne {word}")
    file = base_eleves([(f"ELEVE {word}", f"CM2 {word}") for word in words(number)])
    wizard.go(file, until="extraction")

    review, result = wizard.get("classes"), wizard.validate("classes")

    assert searched(review) == ["a-ajouter", "a-supprimer"] * (number >= MANY)
    assert result.status_code == 302
    assert searched(wizard.get("classes")) == ["classes"] * (number >= MANY)


def test_classes_of_an_import_that_stay_are_searched_when_many(wizard):
    file = base_eleves([(f"ELEVE {word}", f"CM2 {word}") for word in words(MANY)])
    wizard.go(file).go(file, until="extraction")

    assert searched(wizard.get("classes")) == ["a-conserver"]


def test_class_to_add_is_searched_by_its_own_words_and_not_by_the_levels_of_its_list(wizard):
    activate("CM1")
    wizard.go(base_eleves([("ELEVE", "CM2 ROUGE")]), until="extraction")
    other = Niveau.objects.get(reference="CM1").label

    row = html.fromstring(wizard.get("classes").content).xpath("//table[@id='a-ajouter']/tbody/tr")[0]

    assert "ROUGE" in row.get("data-search")
    assert other in row.text_content()
    assert other not in row.get("data-search")


@SIZES
def test_remarks_on_a_file_are_searched_when_many(wizard, number):
    rows = [(f"ELEVE {word}", "") for word in words(number)]
    wizard.go(base_eleves([("ELEVE", "CM2 A"), *rows]), until="extraction")

    assert searched(wizard.get("extraction")) == ["remarques"] * (number >= MANY)


@SIZES
def test_refused_lines_of_a_validations_file_are_searched_when_many(client, pupil, number):
    for item in Item.objects.order_by("pk")[:number]:
        ItemValidation.objects.create(pupil=pupil, item=item, state=1, decided_on=today(), author_label="DURAND P.")
    stream = io.BytesIO()
    write(stream, validation_records([pupil]))
    spoilt = re.sub(rb"<date>[^<]*", b"<date>hier", stream.getvalue())

    sent = {"procedure": "import-sacoche", "fichier": SimpleUploadedFile("import.xml", spoilt)}
    page = client.post(reverse("exports:import_file"), sent)

    assert page.context["report"].problem_count == number
    assert searched(page) == ["lignes-refusees"] * (number >= MANY)
