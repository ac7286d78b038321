"""The layout of the school, its stamp, the signatures of its people: kept, refused in words, seen on the paper."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from accounts.access.services import set_right
from accounts.models import JournalEntry
from bilans.models import PageSetup, SignatureImage, Status
from bilans.printing.rights import SIGN
from documents.archives.services import content_of
from documents.models import Archive
from sacoche.kit.access import rights
from tests.bilans.printing.conftest import at_home, bytes_of, print_for_good, simulate, texts_of
from tests.factories import AccountFactory, TeachingAssignmentFactory
from tests.html import words

SETUP = {
    "fields_shown": ["name", "address"],
    "address": "fenetre",
    "envelope": "dl",
    "window_width": "100",
    "window_height": "35",
    "window_right": "20",
    "window_bottom": "20",
    "copies": "un",
    "margin": "10",
    "signing": "rien",
    "mention": "",
}


def png(width=200, height=80, colour=(20, 20, 120)):
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, format="PNG")
    return stream.getvalue()


def image(content, name="tampon.png"):
    sent = io.BytesIO(content)
    sent.name = name
    return sent


@pytest.fixture
def head(client_as, director):
    return client_as(director)


# --- Layout -----------------------------------------------------------------------------------------------------------


def test_layout_is_kept_and_journaled(head, school):
    answer = head.post("/impression/mise-en-page/", SETUP | {"copies": "deux_si", "is_duplex": "on", "margin": "15"})

    assert answer.status_code == 302
    setup = PageSetup.objects.get()
    assert (setup.fields_shown, setup.address, setup.copies) == (["name", "address"], "fenetre", "deux_si")
    assert (setup.margin, setup.is_duplex, setup.is_grey) == (15, True, False)
    assert JournalEntry.objects.filter(code="bilans.set_page").count() == 1


def test_window_follows_another_envelope_as_long_as_nobody_measured_one(head):
    head.post("/impression/mise-en-page/", SETUP | {"envelope": "c5"})
    setup = PageSetup.objects.get()
    assert (setup.window_height, setup.window_bottom) == (45, 60)

    measured = SETUP | {"envelope": "dl", "window_height": "40", "window_bottom": "25"}
    head.post("/impression/mise-en-page/", measured)
    setup.refresh_from_db()
    assert (setup.envelope, setup.window_height, setup.window_bottom) == ("dl", 40, 25)
    assert PageSetup.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("margin", "30", "20"),
        ("margin", "dix", "nombre entier"),
        ("window_bottom", "100", "ne montre pas toujours l'adresse"),
        ("window_height", "12", "ne montre pas toujours l'adresse"),
        ("mention", "x" * 301, "300"),
        ("envelope", "a3", "c"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_what_was_typed_stays(head, field, value, said):
    answer = head.post("/impression/mise-en-page/", SETUP | {field: value})

    assert answer.status_code == 422
    assert said in words(answer)
    assert value in answer.content.decode() or field == "envelope"
    assert not PageSetup.objects.exists()


def test_teacher_does_not_open_the_layout(client_as, teacher):
    assert client_as(teacher).get("/impression/mise-en-page/").status_code == 403


def test_head_of_the_page_says_what_the_layout_chooses(head, written, school):
    school.address, school.postal_code, school.phone = "12 rue des Tanneurs", "57000", "03 87 00 00 00"
    school.save()
    PageSetup.objects.create(fields_shown=["name", "phone"], mention="Aucun duplicata ne sera délivré.")

    page = texts_of(bytes_of(simulate(head, written)))[0]

    assert "École Jules-Exemple" in page
    assert "Tél. 03 87 00 00 00" in page
    assert "12 rue des Tanneurs" not in page
    assert "Aucun duplicata ne sera délivré." in page


def test_two_copies_for_two_homes_and_an_empty_block_for_who_has_no_address(head, written):
    alpha, bravo = written.pupil("ALPHA"), written.pupil("BRAVO")
    at_home(alpha, line1="1 rue A", town="METZ", postal_code="57000")
    at_home(alpha, rank=2, last_name="AUTRE", line1="2 rue B", town="NANCY", postal_code="54000")
    at_home(bravo)
    PageSetup.objects.create(address="libre", copies="deux_si")

    pages = texts_of(bytes_of(simulate(head, written)))

    assert len(pages) == 5
    assert ["METZ" in page for page in pages] == [True, False, False, False, False]
    assert ["NANCY" in page for page in pages] == [False, True, False, False, False]
    assert ["BRAVO Ben" in page for page in pages] == [False, False, True, False, False]


def test_recto_verso_adds_a_blank_page_after_each_document_of_one_page(head, written):
    PageSetup.objects.create(is_duplex=True)

    pages = texts_of(bytes_of(simulate(head, written)))

    assert [bool(page.strip()) for page in pages] == [True, False] * 4


# --- Stamp and signatures ---------------------------------------------------------------------------------------------


def pictures_of(content):
    return sum(len(page.images) for page in PdfReader(io.BytesIO(content)).pages)


def test_stamp_is_redrawn_printed_then_removed_without_changing_what_is_archived(head, written):
    head.post("/impression/signatures/tampon/", {"stamp-image": image(png())})
    PageSetup.objects.create(signing="tampon")
    first = print_for_good(head, written)
    assert pictures_of(bytes_of(first)) == 4
    archive = Archive.objects.get(about=written.pupil("ALPHA"))
    before = content_of(archive)

    head.post(f"/impression/signatures/{SignatureImage.objects.get().pk}/retirer/")
    again = print_for_good(head, written)

    assert pictures_of(bytes_of(again)) == 0
    assert content_of(archive) == before
    assert pictures_of(before) == 1


def test_signature_of_who_prints_is_used_and_the_stamp_when_he_has_none(head, client_as, written, admin):
    head.post("/impression/signatures/la-mienne/", {"own-image": image(png(colour=(0, 0, 0)))})
    PageSetup.objects.create(signing="signature_ou_tampon")
    assert pictures_of(bytes_of(simulate(head, written))) == 4
    assert pictures_of(bytes_of(simulate(client_as(admin), written))) == 0

    client_as(admin).post("/impression/signatures/tampon/", {"stamp-image": image(png())})
    assert pictures_of(bytes_of(simulate(client_as(admin), written))) == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG peut contenir un programme"),
        (b"GIF89a trop court", "n'est pas une image PNG lisible"),
        (b"\x89PNG\r\n" + b"x" * 200 * 1024, "dépasse 200 ko"),
        ("wide", "4000 points de côté au plus"),
        ("square", "4000 points de côté au plus"),
        (b"", "Ce fichier est vide"),
    ],
)
def test_image_that_cannot_be_kept_is_refused_in_words(head, content, said):
    sides = {"wide": (30_000, 2), "square": (30_000, 30_000)}
    sent = announced(*sides[content]) if isinstance(content, str) else content

    answer = head.post("/impression/signatures/tampon/", {"stamp-image": image(sent)})

    assert answer.status_code == 422
    assert said in words(answer)
    assert not SignatureImage.objects.exists()


def announced(width, height):
    """A PNG of a few hundred bytes that says it has so many points."""
    import struct
    import zlib

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_nothing_of_the_file_that_was_sent_is_kept_but_its_points(head):
    from PIL import PngImagePlugin

    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "LEROY Éloïse, 3 rue des Lilas")
    stream = io.BytesIO()
    Image.new("RGB", (1200, 400)).save(stream, format="PNG", pnginfo=told)

    head.post("/impression/signatures/tampon/", {"stamp-image": image(stream.getvalue())})

    kept = SignatureImage.objects.get()
    assert b"LEROY" not in bytes(kept.content)
    assert (kept.width, kept.height) == (600, 200)


def test_who_places_which_image(client_as, teacher, director, admin, school):
    browser = client_as(teacher)
    assert browser.post("/impression/signatures/tampon/", {"stamp-image": image(png())}).status_code == 403
    assert browser.post("/impression/signatures/la-mienne/", {"own-image": image(png())}).status_code == 403

    set_right(actor=admin, school=school, right=rights.get(SIGN), profile="ENS", is_on=True)
    browser.post("/impression/signatures/la-mienne/", {"own-image": image(png())})
    kept = SignatureImage.objects.get()
    assert kept.account == teacher

    colleague = client_as(AccountFactory(profile="ENS"))
    assert colleague.get(f"/impression/signatures/{kept.digest}.png").status_code == 404
    assert colleague.post(f"/impression/signatures/{kept.pk}/retirer/").status_code == 403
    assert client_as(director).get(f"/impression/signatures/{kept.digest}.png").status_code == 200
    assert client_as(director).post(f"/impression/signatures/{kept.pk}/retirer/").status_code == 302
    assert not SignatureImage.objects.exists()


def test_order_of_matieres_is_that_of_the_bulletin(head, written, teacher):
    """MATHS, then a matière that comes before it in the alphabet, once the head has put it last."""
    from bilans.models import Appreciation, Section
    from schools.models import Matiere
    from tests.factories import MatiereFactory

    art = MatiereFactory(reference="ART", label="Arts plastiques")
    told = {"kind": "bulletin", "year": 2026, "period": written.period, "author": teacher, "author_label": "DURAND P."}
    Appreciation.objects.create(
        pupil=written.pupil("ALPHA"), section=Section.MATIERE, matiere=art, matiere_label=art.label, text="Vif.", **told
    )
    before = texts_of(bytes_of(simulate(head, written)))[0]
    maths = Matiere.objects.get(reference="MATHS")
    head.post("/matieres/ordre/", {"matiere": [maths.pk, art.pk]})
    after = texts_of(bytes_of(simulate(head, written)))[0]

    assert before.index("Arts plastiques") < before.index("Mathématiques")
    assert after.index("Mathématiques") < after.index("Arts plastiques")


def test_council_shows_one_pupil_a_screen_with_the_figures_of_his_document(head, written):
    address = f"/conseil-de-classe/bulletin/{written.class_5a.school_class.pk}/{written.period.pk}/"
    first = head.get(address)
    assert "ALPHA Ana" in words(first)
    assert "13,8" in words(first)
    assert "8 demi-journées d'absence dont 3 non justifiées, 2 retards" in words(first)
    assert "BRAVO Ben →" in words(first)

    second = head.get(address, {"eleve": written.pupil("BRAVO").pk})
    assert "15,0" in words(second)
    assert "← ALPHA Ana" in words(second)


def test_council_is_shown_by_the_head_and_the_professeur_principal_alone(client_as, teacher, principal, written):
    written.set(Status.MIXED)
    address = f"/conseil-de-classe/bulletin/{written.class_5a.school_class.pk}/{written.period.pk}/"

    assert client_as(principal).get(address).status_code == 200
    assert client_as(teacher).get(address).status_code == 403
    other = TeachingAssignmentFactory(is_pp=True).teacher
    TeachingAssignmentFactory(teacher=other, school_class=written.class_5a.school_class)
    assert client_as(other).get(address).headers["Location"] == "/conseil-de-classe/"
    assert client_as(principal).get(address, {"eleve": AccountFactory().pk}).status_code == 404
