"""A file that is sent: each form that takes one says in the same words that it is missing, empty, too large, of another
kind. A form that is added is in the table by itself.
"""

import importlib
import pkgutil
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from sacoche.kit.sent_file import SENTENCES, SentBytes, SentFile, weight

ROOMS = (
    *("schools", "accounts", "entrance", "documents", "socle", "evaluations", "referentiels", "bilans", "imports"),
    *("exports", "operation"),
)
PDF, PNG = b"%PDF-1.7 sujet", b"\x89PNG\r\n\x1a\n image"


def file_fields():
    """The fields of files of every form of the product, by the names of their room, form and field."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            if "forms" in module.name.split("."):
                importlib.import_module(module.name)
    found = {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in _forms(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.FileField) and form.__module__.split(".")[0] in ROOMS
    }
    return dict(sorted(found.items()))


def _forms(parent):
    return [found for form in parent.__subclasses__() for found in (form, *_forms(form))]


FIELDS = file_fields()
every_form = pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS.keys())


def refusal(field, upload):
    """What is said of this file; empty when it is taken."""
    try:
        field.clean(upload)
    except ValidationError as error:
        return error.messages[0]
    return ""


class Unread(SimpleUploadedFile):
    """A file of so many bytes, that nobody is to read."""

    def __init__(self, size):
        super().__init__("mon fichier.bin", b"x")
        self.size = size

    def read(self, *args):
        pytest.fail("it was read")


def test_every_form_with_a_file_has_this_field():
    assert len(FIELDS) >= 18
    assert [name for name, field in FIELDS.items() if not isinstance(field, SentFile)] == []


@every_form
@pytest.mark.every_case
def test_each_form_says_that_no_file_was_chosen(field):
    said = refusal(field, None)
    assert said == (SENTENCES["required"].format(what=field.what) if field.required else "")


@every_form
@pytest.mark.every_case
def test_each_form_says_that_a_file_is_empty_and_what_to_do(field):
    assert re.fullmatch(r"Ce fichier est vide : [a-z].{10,}\.", refusal(field, SimpleUploadedFile("a.bin", b"")))


@every_form
@pytest.mark.every_case
def test_each_form_says_that_a_file_is_too_large_before_it_is_read(field):
    said = refusal(field, Unread(field.most + 1))
    assert said.startswith(f"« mon fichier.bin » dépasse {weight(field.most)} : ")
    assert re.search(r" : .{10,}[^.]\.$", said)


@every_form
@pytest.mark.every_case
def test_each_form_that_asks_for_a_kind_names_another_one(field):
    """An image is looked at by who draws it anew."""
    is_judged = bool(field.accept) and "image/" not in field.accept
    said = refusal(field, SimpleUploadedFile("Sujet", PDF))
    assert said == (f"« Sujet » est un PDF : choisissez {field.what}." if is_judged else "")


@every_form
@pytest.mark.every_case
def test_each_form_says_that_a_file_did_not_arrive(field):
    assert refusal(field, "sujet.pdf") == "Le fichier n'est pas arrivé : choisissez-le et recommencez."


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "un PDF"),
        (PNG, "une image PNG"),
        (b"\xff\xd8\xff\xe0", "une image JPEG"),
        (b"GIF89a", "une image GIF"),
        (b"MZ\x90\0", "un programme"),
        (b"\x7fELF\2", "un programme"),
        (b"Rar!\x1a", "une archive RAR"),
        (b"7z\xbc\xaf\x27\x1c", "une archive 7z"),
        (b"Nom;Classe\n", ""),
        (b"PK\x03\x04", ""),
    ],
)
def test_kind_is_told_by_what_the_file_holds_whatever_its_name(content, kind):
    field = SentFile(most=100, accept=".csv,.xlsx")
    said = refusal(field, SimpleUploadedFile("liste.csv", content))
    assert said == (f"« liste.csv » est {kind} : choisissez un fichier." if kind else "")


def test_image_that_is_asked_for_is_taken_whole():
    field = SentBytes(most=100, accept="image/png,image/jpeg")
    assert field.clean(SimpleUploadedFile("logo.png", PNG)) == PNG


def test_file_that_nobody_asked_for_may_be_missing():
    assert SentBytes(most=100, required=False).clean(None) == b""
    assert SentFile(most=100, required=False).clean(None) is None


def test_limit_is_the_one_of_the_moment_for_the_browser_too():
    limits = [2048]

    class OneForm(forms.Form):
        fichier = SentFile(most=lambda: limits[0], accept=".csv")

    assert 'accept=".csv"' in str(OneForm()["fichier"])
    assert 'data-max-bytes="2048"' in str(OneForm()["fichier"])
    limits[0] = 1024
    assert 'data-max-bytes="1024"' in str(OneForm()["fichier"])
    sent = OneForm(files={"fichier": SimpleUploadedFile("a.csv", b"x" * 1025)})
    assert sent.errors["fichier"] == ["« a.csv » dépasse 1 ko : choisissez-en un plus petit."]


def test_long_name_is_cut_in_the_sentence():
    said = refusal(SentFile(most=1), SimpleUploadedFile("é" * 100, b"deux"))
    assert said.startswith(f"« {'é' * 60} » dépasse")
