"""What the rooms beside take of a backup: bulletins, absences, archives, pictures, messages (V28 to V32)."""

import base64
import datetime
import io
from decimal import Decimal

import pypdf
import pytest
from django.urls import reverse

from accounts.models import Account, HiddenMessage, Message, MessageTarget, PupilPhoto
from bilans.archives.moved_pdf import NOTE, readable
from bilans.models import Appreciation, Attendance, AttendanceChange, DocumentStatus, Position, SignatureImage
from documents.archives.services import content_of, data_of
from documents.models import Archive
from imports.models import MoveIn
from imports.sacoche import moves
from imports.sacoche.writing.kept import rows_kept
from sacoche.kit.parts.moved import MovedFrom, parts
from schools.models import SchoolLogo
from tests.html import words
from tests.imports.sacoche.test_pages import backup, send, take
from tests.imports.sacoche.writer import files_of, table_of_2017, zipped

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="


@pytest.fixture
def client(admin, client_as):
    return client_as(admin)


def changed(table, columns, *rows):
    """The backup of 2017, that table holding these rows alone."""
    files = files_of("2017")
    files[f"dump_sacoche_{table}_0000.sql"] = table_of_2017(f"sacoche_{table}", columns, rows)
    return zipped(files).read()


def source(**changes):
    """A backup: a pupil (25), one who left (26); a teacher (151), one who left (152); a class, a matière, a période."""
    given = {
        "today": datetime.date(2026, 11, 30),
        "version": datetime.date(2017, 9, 19),
        "year": 2026,
        "rows": lambda table: iter(()),
        "line": str.strip,
        "text": str.strip,
        "people": {25: "BOULANGER L.", 26: "GARNIER Y.", 151: "DURAND A.", 152: "LEROY É."},
        "pupils": {25, 26},
        "present": {25, 151},
        "classes": {10: "CE2 A"},
        "matieres": {613: "Mathématiques"},
        "periods": {1: "Trimestre 1"},
        "years": {1: 2026},
    }
    return MovedFrom(**(given | changes))


def verdict(part, table, columns, row):
    """What a part says of one row."""
    said = parts.get(part).begin(source()).take(table, dict(zip(columns, [cell or "" for cell in row], strict=True)))
    return said.outcome.value, said.reason


def entered(client_as, account):
    """The browser of somebody who has read the notice and chosen a password."""
    account.activated_at, account.notice_version, account.must_renew_password = account.created_at, 99, False
    account.save()
    return client_as(account)


def fates(move):
    return {(each["table"], each["fate"]): each["reason"] for each in rows_kept(move, "lignes")}


# ---------------------------------------------------------------- bulletins


def test_texts_and_means_of_bulletins_of_2017_are_in_their_place_v29(school, moved):
    move = moved("2017")
    texts = {
        (each.kind, each.period.name, each.matiere_label, each.author_label, each.pupil_id is None): each.text
        for each in Appreciation.objects.select_related("period")
    }
    director = Account.objects.get(profile="DIR")
    assert texts == {
        ("bulletin", "Trimestre 1", "Mathématiques", "DURAND A.", False): "Bon trimestre.\nContinue !",
        ("bulletin", "Trimestre 1", "Mathématiques", "DURAND A.", True): "Classe agréable",
        ("bulletin", "Trimestre 1", "", director.author_label, False): "Encouragements ; « bravo »",
        ("releve", "Trimestre 1", "Français", "DURAND A.", False): "À consolider",
    }
    mean = Position.objects.get()
    assert (mean.percent, mean.origin, mean.year) == (Decimal("67.0"), "copied", 2026)
    assert mean.matiere_label == "Mathématiques"
    assert [each["saisie_note"] for each in rows_kept(move, "officiel_saisie")] == ["12.0"]
    assert "calculée ici" in " ".join(each["reason"] for each in rows_kept(move, "lignes"))


def test_texts_of_bulletins_of_2012_and_statuses_are_in_their_place(school, moved):
    move = moved("2012")
    text = Appreciation.objects.get()
    assert (text.text, text.kind, text.matiere.reference) == (
        "Bon trimestre.\nContinue : « l'effort » paie.",
        "bulletin",
        "MATHS",
    )
    statuses = DocumentStatus.objects.order_by("period__order").values_list("kind", "period__name", "status", "year")
    assert list(statuses) == [("bulletin", "Trimestre 1", "profs", 2026), ("bulletin", "Trimestre 2", "vide", 2026)]
    assert [each["bulletin_note"] for each in rows_kept(move, "bulletin")] == ["14", "11", "0"]


_SAISIE = (
    *("officiel_type", "periode_id", "eleve_ou_classe_id", "groupe_id", "rubrique_id", "prof_id", "saisie_type"),
    *("saisie_note", "saisie_appreciation"),
)


@pytest.mark.parametrize(
    ("row", "fate", "reason"),
    [
        (("bulletin", "9", "25", "0", "613", "151", "eleve", None, "Bien"), "aside", "cette période n'existe pas"),
        (("bulletin", "1", "999", "0", "613", "151", "eleve", None, "Bien"), "aside", "cet élève n'existe pas"),
        (("bulletin", "1", "999", "0", "613", "151", "classe", None, "Bien"), "aside", "cette classe n'existe pas"),
        (("bulletin", "1", "25", "0", "65000", "151", "eleve", None, "Bien"), "aside", "cette matière n'existe pas"),
        (("bulletin", "1", "25", "0", "613", "0", "eleve", "21.5", ""), "aside", "n'est pas une moyenne sur 20"),
        (("bulletin", "1", "25", "0", "613", "0", "eleve", "dix", ""), "aside", "n'est pas une moyenne sur 20"),
        (("palier1", "1", "25", "0", "613", "151", "eleve", None, "Bien"), "kept", "n'a pas de texte ici"),
        (("bulletin", "1", "10", "0", "613", "0", "classe", "12.0", ""), "kept", "calculée ici"),
        (("bulletin", "1", "25", "0", "0", "0", "eleve", "12.0", ""), "kept", "calculée ici"),
        (("bulletin", "1", "25", "0", "613", "0", "eleve", None, ""), "taken", ""),
        (("bulletin", "1", "25", "0", "613", "999", "eleve", None, "Bien"), "taken", ""),
        (("bulletin", "1", "25", "0", "613", "151", "eleve", None, "é" * 1200), "corrected", "coupé à 999 lettres"),
    ],
)
def test_odd_row_of_a_bulletin_has_its_fate(row, fate, reason):
    outcome, said = verdict("bilans.writings", "officiel_saisie", _SAISIE, row)
    assert (outcome, reason in said) == (fate, True)


def test_odd_rows_of_bulletins_are_counted_and_never_lost(client):
    about = ("bulletin", "1", "25", "0", "613")
    rows = [
        (*about, "151", "eleve", None, "é" * 1200),
        (*about, "151", "eleve", None, "Encore un texte"),
        (*about, "999", "eleve", None, "D'une personne partie"),
        ("palier1", "1", "25", "0", "613", "151", "eleve", None, "Bien"),
        ("bulletin", "9", "25", "0", "613", "151", "eleve", None, "Bien"),
    ]
    send(client, changed("officiel_saisie", _SAISIE, *rows))
    move = MoveIn.objects.get()
    assert sum(move.seen["boxes"].values()) == move.seen["rows"]
    take(client, move)
    texts = {each.author_label: len(each.text) for each in Appreciation.objects.all()}
    assert texts == {"DURAND A.": 999, "auteur inconnu": len("D'une personne partie")}
    assert [len(each["saisie_appreciation"]) for each in rows_kept(move, "officiel_saisie")] == [1200, 15, 4]


def test_table_that_another_version_wrote_otherwise_stays_as_data(client):
    send(client, changed("officiel_saisie", ("officiel_type", "periode_id", "eleve_id"), ("bulletin", "1", "25")))
    move = MoveIn.objects.get()
    assert "l'écrivait autrement" in fates(move)["officiel_saisie", "taken"]
    take(client, move)
    assert [each["eleve_id"] for each in rows_kept(move, "officiel_saisie")] == ["25"]


# ---------------------------------------------------------------- absences


def test_absences_are_in_their_place_and_an_empty_figure_is_not_nought_v29(school, moved):
    moved("2017")
    (known,) = Attendance.objects.select_related("period")
    assert list(known.figures) == [3, 1, 2, 0]
    assert (known.period.name, known.year, known.pupil.full_name) == ("Trimestre 1", 2026, "BOULANGER Louis")
    assert [(each.before, each.after) for each in AttendanceChange.objects.all()] == [([None] * 4, [3, 1, 2, 0])]


@pytest.mark.parametrize(
    "row",
    [
        ("9", "25", "1", "0", "0", "0"),
        ("1", "151", "1", "0", "0", "0"),
        ("1", "25", "1000", "0", "0", "0"),
        ("1", "25", "-1", "0", "0", "0"),
    ],
)
def test_absences_that_cannot_be_are_put_aside(row):
    figures = ("assiduite_absence", "assiduite_absence_nj", "assiduite_retard", "assiduite_retard_nj")
    outcome, reason = verdict("bilans.attendance", "officiel_assiduite", ("periode_id", "user_id", *figures), row)
    assert (outcome, bool(reason)) == ("aside", True)


# ---------------------------------------------------------------- archives


def test_archives_are_read_as_texts_by_those_whose_they_are_v30(school, moved, client_as):
    move = moved("2017")
    archives = list(Archive.objects.in_order())
    assert [(each.title, each.year, each.class_name) for each in archives] == [
        ("Livret scolaire – Trimestre 1/3", 2026, "[CE2] CE2 A")
    ] * 3
    louis = Account.objects.get(login="lou.boulange")
    mine = next(each for each in archives if each.about == louis)
    pages = pypdf.PdfReader(io.BytesIO(content_of(mine))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) == mine.pages
    assert " ".join(NOTE.split()[:9]) in said
    assert "Lecture et compréhension de l'écrit" in said
    assert data_of(mine)["SACoche"][0][0] == "__construct"
    assert len(list(rows_kept(move, "officiel_archive_image"))) == 1
    page = entered(client_as, Account.objects.get(login="admin")).get(reverse("bilans:archives"))
    assert "Livret scolaire – Trimestre 1/3" in words(page)
    refused = entered(client_as, louis).get(reverse("bilans:archives"))
    assert refused.status_code == 403
    school.refresh_from_db()
    open_archives = {"profiles": ["ADM", "DIR", "ELV"], "restrictions": []}
    school.access["rights"] = school.access.get("rights", {}) | {"bilans.bulletin_archives": open_archives}
    school.save(update_fields=["access"])
    his = words(entered(client_as, louis).get(reverse("bilans:archives")))
    assert "Livret scolaire – Trimestre 1/3, BOULANGER Louis" in his
    assert "Marie-Ève" not in his
    assert "BRUNET" not in his


_ARCHIVE = (
    *("officiel_archive_id", "user_id", "structure_uai", "annee_scolaire", "archive_type", "archive_ref"),
    *("periode_id", "periode_nom", "structure_denomination", "sacoche_version", "archive_date_generation"),
    *("archive_date_consultation_eleve", "archive_date_consultation_parent", "archive_contenu"),
)


def archive(content, *, pupil="25", year="2026-2027"):
    """An archived bulletin."""
    told = ("1", "T1", "École", "2017-09-19", None, None, None)
    return ("1", pupil, "0751234J", year, "sacoche", "bulletin", *told, content)


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        *((archive(content), "kept") for content in ("", "{", '{"a": 1}', "[]", "[" * 100_000)),
        (archive("[[1]]", year="jadis"), "kept"),
        (archive("[[1]]", pupil="999"), "aside"),
        (archive("[[1]]"), "taken"),
    ],
)
def test_archive_that_cannot_be_read_stays_as_data(row, fate):
    assert verdict("bilans.archives", "officiel_archive", _ARCHIVE, row)[0] == fate


def test_files_of_archives_go_when_the_school_is_not_written(school, moved, data_dir, monkeypatch):
    from imports.sacoche import writing

    def fail(*args, **kwargs):
        raise RuntimeError("arrêt")

    monkeypatch.setattr(writing.whole, "write_kept", fail)
    with pytest.raises(RuntimeError):
        moved("2017")
    assert not Archive.objects.exists()
    assert not [path for path in data_dir.rglob("*") if path.is_file() and "archives" in str(path)]


def test_archive_says_what_is_read_and_nothing_of_its_drawing():
    steps = [
        ["__construct", [True, "portrait", 5]],
        ["bloc_eval", [{"partie": "Français", "COULEUR": "#E5F4FF", "moyenne": 13.4, "vu": True}, None, ""]],
        ["image", ["a4d6a853c53e7ce9f5c194663c583749"]],
        "seul",
    ]
    assert list(readable(steps)) == [
        ("Bloc eval", ["partie : Français", "moyenne : 13.4"]),
        ("Suite", ["seul"]),
    ]


# ---------------------------------------------------------------- pictures

_IMAGE = ("user_id", "image_objet", "image_contenu", "image_format", "image_largeur", "image_hauteur")


def test_logo_and_signatures_are_offered_and_taken_v32(client, school):
    send(client, backup("2017"))
    move = MoveIn.objects.get()
    page = words(client.get(reverse("imports:move_review", args=[move.uuid])))
    assert "Reprendre le logo de l'établissement (1 image)" in page
    assert "Reprendre le tampon et les signatures des personnes encore en poste (1 image)" in page
    take(client, move, part_schools_logo="on", part_bilans_signatures="on")
    school.refresh_from_db()
    assert school.logo == SchoolLogo.objects.get().digest
    assert SignatureImage.objects.get().account.profile == "DIR"
    client.post(reverse("imports:move_undo", args=[move.uuid]), {"sure": "on"})
    school.refresh_from_db()
    assert (school.logo, SchoolLogo.objects.exists()) == ("", False)


def test_pictures_that_are_not_wanted_are_left(client, school):
    send(client, backup("2017"))
    move = MoveIn.objects.get()
    take(client, move)
    school.refresh_from_db()
    assert school.logo == ""
    assert not SignatureImage.objects.exists()
    assert not PupilPhoto.objects.exists()
    assert list(rows_kept(move, "image")) == []


def photo_of(side=400, kind="JPEG"):
    """A photo as a backup holds it, with a place and a device that nobody is to find here."""
    from PIL import Image

    image, stream = Image.new("RGB", (side, side + 100), "#808890"), io.BytesIO()
    told = image.getexif()
    told[0x010F] = "Appareil de la famille"
    image.save(stream, format=kind, exif=told)
    return base64.b64encode(stream.getvalue()).decode()


def test_photos_of_pupils_are_offered_unticked_and_taken_v32(client, client_as):
    send(client, changed("image", _IMAGE, ("25", "photo", photo_of(), "jpeg", "400", "500")))
    move = MoveIn.objects.get()
    page = client.get(reverse("imports:move_review", args=[move.uuid]))
    assert "Reprendre les photos des élèves présents" in words(page)
    assert not page.context["form"].initial["part_accounts_photos"]

    take(client, move, part_accounts_photos="on")
    photo = PupilPhoto.objects.get()
    assert (photo.pupil.full_name, photo.width, photo.height) == ("BOULANGER Louis", 160, 200)
    assert b"Appareil" not in bytes(photo.content)
    assert list(rows_kept(move, "image")) == []
    admin = entered(client_as, Account.objects.get(login="admin"))
    shown = admin.get(reverse("accounts:photo", args=[photo.pupil_id, photo.digest]))
    assert shown.status_code == 200
    assert b"".join(shown) == bytes(photo.content)

    client.post(reverse("imports:move_undo", args=[move.uuid]), {"sure": "on"})
    assert not PupilPhoto.objects.exists()


@pytest.mark.parametrize(
    ("person", "content", "reason"),
    [
        ("151", PIXEL, "seuls les élèves ont une photo"),
        ("999", PIXEL, "seuls les élèves ont une photo"),
        ("26", PIXEL, "n'est plus là"),
        ("25", "%%%", "n'est pas lisible"),
        ("25", base64.b64encode(b"<svg onload='x'/>").decode(), "SVG"),
        ("25", base64.b64encode(b"bonjour").decode(), "n'est pas une image"),
    ],
)
def test_photo_that_cannot_be_taken_is_put_aside(person, content, reason):
    outcome, said = verdict("accounts.photos", "image", _IMAGE, (person, "photo", content, "jpeg", "1", "1"))
    assert (outcome, reason in said) == ("aside", True)


def test_second_photo_of_a_pupil_is_put_aside():
    taking = parts.get("accounts.photos").begin(source())
    row = dict(zip(_IMAGE, ("25", "photo", PIXEL, "png", "1", "1"), strict=True))
    said = [taking.take("image", row).reason for _ in range(2)]
    assert said == ["", "un élève n'a qu'une photo"]


@pytest.mark.parametrize(
    ("person", "content", "reason"),
    [
        ("0", "%%%", "n'est pas lisible"),
        ("151", base64.b64encode(b"<svg onload='x'/>").decode(), "SVG"),
        ("151", base64.b64encode(b"bonjour").decode(), "n'est pas une image"),
        ("152", PIXEL, "n'est plus en poste"),
        ("25", PIXEL, "n'est plus en poste"),
    ],
)
def test_picture_that_cannot_be_taken_is_put_aside(person, content, reason):
    outcome, said = verdict("bilans.signatures", "image", _IMAGE, (person, "signature", content, "png", "1", "1"))
    assert (outcome, reason in said) == ("aside", True)


def test_logo_that_the_space_had_stays_and_is_still_there_once_undone(school, admin, moved):
    from schools.services.identity import set_logo

    set_logo(actor=admin, school=school, content=base64.b64decode(PIXEL))
    mine = school.logo
    move = moved("2017")
    school.refresh_from_db()
    assert school.logo == mine
    moves.undo(move, actor=None)
    assert SchoolLogo.objects.get().digest == mine


# ---------------------------------------------------------------- messages


def test_message_is_read_by_those_whom_it_was_for_v31(school, moved, client_as):
    move = moved("2017")
    message = Message.objects.get()
    assert message.text.startswith("Réunion « parents » le 5.")
    assert (str(message.ends_on), sorted(message.profiles)[:2]) == ("2026-12-20", ["ADF", "AED"])
    assert [str(each) for each in MessageTarget.objects.all()] == ["responsables de [CE2] CE2 A"]
    assert fates(move)["message", "left"] == "message terminé"
    readers = {account: account.profile for account in Account.objects.active().in_name_order()}
    reads = {profile: [] for profile in readers.values()}
    for account, profile in readers.items():
        page = entered(client_as, account).get(reverse("home"))
        reads[profile].append("Réunion « parents »" in words(page))
    parents = Account.objects.filter(profile="TUT", children_links__pupil__school_class__name="[CE2] CE2 A").distinct()
    assert all(reads["ENS"] + reads["DOC"])
    assert not any(reads["ELV"] + reads["DIR"])
    assert sum(reads["TUT"]) == parents.filter(children_links__pupil__left_on=None).distinct().count()


_TO = ("message_id", "user_profil_type", "destinataire_type", "destinataire_id")


def test_each_sort_of_recipient_is_taken_or_told(client):
    rows = [
        ("1", "eleve", "user", "25"),
        ("1", "eleve", "classe", "10"),
        ("1", "eleve", "user", "999"),
        ("1", "eleve", "classe", "999"),
        ("1", "martien", "all", "1"),
    ]
    send(client, changed("jointure_message_destinataire", _TO, *rows))
    move = MoveIn.objects.get()
    take(client, move)
    assert [str(each) for each in MessageTarget.objects.order_by("pk")] == ["BOULANGER Louis", "élèves de [CE2] CE2 A"]
    told = [each["reason"] for each in rows_kept(move, "lignes") if each["table"] == "jointure_message_destinataire"]
    assert told == [
        "cette personne n'existe pas",
        "cette classe, ce groupe ou ce niveau n'existe pas",
        "profil inconnu : « martien »",
    ]


def test_message_for_nobody_any_more_is_put_aside(client):
    send(client, changed("jointure_message_destinataire", _TO, ("1", "eleve", "user", "999")))
    assert fates(MoveIn.objects.get())["message", "aside"] == "il n'est plus pour personne"


def test_who_had_hidden_a_message_does_not_see_it_again(client):
    files = files_of("2017")
    name = "dump_sacoche_message_0000.sql"
    days = ("message_debut_date", "message_fin_date")
    columns = ("message_id", "user_id", *days, "message_contenu", "message_dests_cache")
    row = ("1", "154", "2026-11-01", "2026-12-20", "Réunion", ",25,999,")
    files[name] = table_of_2017("sacoche_message", columns, [row])
    send(client, zipped(files).read())
    take(client, MoveIn.objects.get())
    assert HiddenMessage.objects.get().account.full_name == "BOULANGER Louis"
