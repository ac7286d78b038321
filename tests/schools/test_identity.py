"""« Identité de l'établissement » (S1)."""

import datetime
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import JournalEntry
from schools.models import DEMONSTRATION, School, SchoolLogo
from schools.years import school_year
from tests.html import words

PAGE = reverse("schools:identity")
SET_LOGO = reverse("schools:set_logo")


@pytest.fixture
def client(client_as, admin):
    return client_as(admin)


def _data(**changes):
    data = {"name": "Collège Exemple", "town": "Montpellier", "uai": "0341234G", "year_switch_month": "8"}
    return data | {"postal_code": "34000", "phone": "04 67 00 00 00", "email": "ce@exemple.fr"} | changes


def _image(kind="PNG", size=(80, 40), **options):
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(stream, format=kind, **options)
    return stream.getvalue()


def _upload(content, name="logo.png"):
    return {"logo": SimpleUploadedFile(name, content)}


def _errors(page):
    return {field: list(said) for form in ("form", "logo_form") for field, said in page.context[form].errors.items()}


@pytest.mark.parametrize(
    ("day", "month", "expected"),
    [
        ("2026-07-31", 8, "2025-2026"),
        ("2026-08-01", 8, "2026-2027"),
        ("2026-12-31", 8, "2026-2027"),
        ("2027-01-01", 8, "2026-2027"),
        ("2026-08-31", 9, "2025-2026"),
        ("2026-01-31", 2, "2025-2026"),
        ("2026-06-15", 1, "2026"),
    ],
)
def test_school_year_of_a_day(day, month, expected):
    assert school_year(datetime.date.fromisoformat(day), switch_month=month) == expected


@pytest.mark.parametrize(("moment", "year"), [("2026-07-31 23:00", "2025-2026"), ("2026-08-01 00:01", "2026-2027")])
def test_school_year_changes_on_the_first_of_august_s1(moment, year, client, admin, client_as):
    client.post(PAGE, _data(year_switch_month="8"))

    with time_machine.travel(f"{moment}+02:00", tick=False):
        page = words(client_as(admin).get(reverse("home")))

    assert f"Année scolaire {year}" in page


def test_identity_is_saved_shown_everywhere_and_journalled(client, school):
    page = client.post(PAGE, _data(), follow=True)

    assert "Collège Exemple, Montpellier" in words(page)
    school.refresh_from_db()
    assert (school.uai, school.phone, school.search_text) == (
        "0341234G",
        "04 67 00 00 00",
        "college exemple montpellier 0341234g",
    )
    assert JournalEntry.objects.get(code="schools.update_identity").details == {
        "fields": "nom, commune, UAI, code postal, téléphone, adresse e-mail"
    }


def test_identity_sent_twice_is_written_once(client):
    client.post(PAGE, _data())
    client.post(PAGE, _data())

    assert JournalEntry.objects.filter(code="schools.update_identity").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "   "}, "name"),
        ({"name": "X" * 101}, "name"),
        ({"uai": "0341234A"}, "uai"),
        ({"uai": "12"}, "uai"),
        ({"postal_code": "34;000"}, "postal_code"),
        ({"phone": "demander au secrétariat"}, "phone"),
        ({"email": "ce@exemple.fr\nBcc: tous@exemple.fr"}, "email"),
        ({"contact_email": "a@exemple.fr, b@exemple.fr"}, "contact_email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "ftp://exemple.fr"}, "website"),
        ({"year_switch_month": "13"}, "year_switch_month"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_identity_refuses_what_does_not_fit_and_writes_nothing(client, school, changes, field):
    page = client.post(PAGE, _data(**changes))

    assert page.status_code == 422
    assert list(_errors(page)) == [field]
    assert School.objects.get(pk=school.pk).name == "École Jules-Exemple"


def test_identity_says_why_a_uai_is_refused(client):
    assert _errors(client.post(PAGE, _data(uai="0341234a"))) == {
        "uai": [
            "« 0341234A » n'est pas un numéro UAI : sept chiffres et leur lettre de contrôle. Vérifiez chaque signe."
        ]
    }


def test_identity_refuses_the_uai_of_another_school(client, other_school):
    School.objects.filter(pk=other_school.pk).update(uai="0341234G")

    page = client.post(PAGE, _data())

    assert _errors(page) == {"uai": ["Un autre établissement de ce serveur porte déjà ce numéro : vérifiez-le."]}


def test_the_name_of_the_demonstration_school_is_nobody_elses(client):
    page = client.post(PAGE, _data(**DEMONSTRATION))

    assert "L'école de démonstration garde son nom" in _errors(page)["__all__"][0]


def test_the_demonstration_school_keeps_its_name(client, school):
    School.objects.filter(pk=school.pk).update(**DEMONSTRATION)

    renamed = client.post(PAGE, _data())
    completed = client.post(PAGE, _data(**DEMONSTRATION))

    assert (renamed.status_code, completed.status_code) == (422, 302)
    assert School.objects.get(pk=school.pk).is_demonstration


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_logo_is_kept_private_and_shown_in_the_header(kind, client, school, data_dir):
    page = client.post(SET_LOGO, _upload(_image(kind)), follow=True)

    school.refresh_from_db()
    address = reverse("schools:logo", args=[school.logo])
    logo = client.get(address)
    assert f'<img class="site-logo" src="{address}"' in page.content.decode()
    assert Image.open(io.BytesIO(logo.content)).size == (80, 40)
    assert (logo["Content-Type"], logo["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert logo["Cache-Control"] == "private, max-age=31536000, immutable"
    # In the database alone: every server of it shows it.
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_logo_keeps_nothing_of_the_file_but_its_pixels(client, school):
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"

    client.post(SET_LOGO, _upload(_image("JPEG", exif=exif) + b"<script>alert(2)</script>", "logo.jpg"))

    school.refresh_from_db()
    kept = client.get(reverse("schools:logo", args=[school.logo])).content
    assert kept.startswith(b"\x89PNG")
    assert b"script" not in kept


def test_large_logo_is_made_small(client, school):
    client.post(SET_LOGO, _upload(_image(size=(2000, 1000))))

    school.refresh_from_db()
    kept = client.get(reverse("schools:logo", args=[school.logo])).content
    assert Image.open(io.BytesIO(kept)).size == (320, 160)


NO_IMAGE = "Ce fichier n'est pas une image PNG, JPEG ou WebP lisible : choisissez-en une autre."
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, "Un fichier SVG peut contenir un programme : enregistrez le logo au format PNG."),
        (b"\x89PNG" + b"\0" * (10 * 1024**2), "« logo.png » dépasse 1 Mo : réduisez l'image, puis recommencez."),
        (b"MZ\x90", NO_IMAGE),
        (_image()[:60], NO_IMAGE),
        (_image("GIF"), NO_IMAGE),
        (_image(size=(4001, 1)), "Cette image est trop grande : 4000 points de côté au plus."),
        (
            _image(size=(12000, 12000)),
            "Cette image est trop grande : 4000 points de côté au plus.",
        ),
        (b"", "Ce fichier est vide : choisissez-en un autre."),
    ],
    ids=["svg", "10-mo", "program", "truncated", "gif", "wide", "bomb", "empty"],
)
def test_logo_that_is_no_decent_image_is_refused_in_words(content, sentence, client, school):
    page = client.post(SET_LOGO, _upload(content))

    assert page.status_code == 422
    assert _errors(page) == {"logo": [sentence]}
    school.refresh_from_db()
    assert school.logo == ""


def test_logo_replaced_then_removed_leaves_nothing(client, school):
    client.post(SET_LOGO, _upload(_image()))
    school.refresh_from_db()
    first = reverse("schools:logo", args=[school.logo])
    client.post(SET_LOGO, _upload(_image(size=(30, 30))))
    assert client.get(first).status_code == 404
    assert SchoolLogo.objects.count() == 1

    client.post(reverse("schools:remove_logo"))

    school.refresh_from_db()
    assert (school.logo, SchoolLogo.objects.count()) == ("", 0)


def test_identity_is_for_administrators(client_as, director):
    assert client_as(director).get(PAGE).status_code == 403
