"""Photos of pupils: sent in a ZIP named after them or one by one, seen by those who work with them, never by others."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from accounts.access.services import set_right
from accounts.enums import Profile
from accounts.merging.merge import merge_accounts
from accounts.models import Account, JournalEntry, PupilPhoto
from accounts.photos.masks import BY_CODE, matched
from accounts.photos.paper import trombinoscope_pdf
from accounts.photos.queries import portraits
from accounts.photos.rights import PLACE, SEE
from accounts.photos.services import place_one
from sacoche.kit.access import rights
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from tests.factories import (
    AccountFactory,
    GroupFactory,
    GroupMembershipFactory,
    GroupTeachingFactory,
    GuardianshipFactory,
    SchoolClassFactory,
    TeachingAssignmentFactory,
)
from tests.html import words

ClientAs = Callable[[Account], Client]
NAMES = ("MARTIN", "BERNARD", "THOMAS", "PETIT", "ROBERT", "RICHARD", "DURAND", "DUBOIS", "MOREAU", "LAURENT")
FIRST_NAMES = ("Emma", "Zoé", "Jean-Paul")
MAKER, GPS = 0x010F, 0x8825


def jpeg(width: int = 640, height: int = 480, *, colour: str = "teal", turned: bool = False) -> bytes:
    """A photo as a telephone writes it: its maker, and where it was taken."""
    image = Image.new("RGB", (width, height), colour)
    exif = image.getexif()
    exif[MAKER] = "TELEPHONE"
    exif.get_ifd(GPS)[1] = "N"
    if turned:
        exif[0x0112] = 6
    stream = io.BytesIO()
    image.save(stream, format="JPEG", exif=exif)
    return stream.getvalue()


def archive(files: Mapping[str, bytes]) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return SimpleUploadedFile("photos.zip", stream.getvalue(), content_type="application/zip")


def send(client: Client, files: Mapping[str, bytes], *, masque: str = "nom_prenom", classe: str = "") -> str:
    """What the page says once these files were sent."""
    body = {"fichier": archive(files), "masque": masque, "classe": classe}
    return words(client.post(reverse("accounts:place_photos"), body))


def class_called(reference: str, people: Iterable[tuple[str, str]]) -> SchoolClass:
    school_class: SchoolClass = SchoolClassFactory(reference=reference, name=reference)
    for last_name, first_name in people:
        AccountFactory(school_class=school_class, last_name=last_name, first_name=first_name)
    return school_class


def address_of(pupil: Account) -> str:
    return reverse("accounts:photo", args=[pupil.pk, PupilPhoto.objects.get(pupil=pupil).digest])


@pytest.fixture
def photographed(admin: Account, pupil: Account) -> Account:
    """Zoé, of 5A, whose photo was placed."""
    pupil.school_class = SchoolClassFactory(reference="5A", name="5A")
    pupil.save()
    place_one(actor=admin, pupil=pupil, content=jpeg())
    return pupil


# --- A ZIP ------------------------------------------------------------------------------------------------------------


def test_thirty_photos_28_are_placed_and_two_homonyms_left_p281(admin: Account, client_as: ClientAs):
    people = [(last, first) for last in NAMES for first in FIRST_NAMES]
    class_called("5A", people)
    class_called("5B", [("MARTIN", "Emma"), ("Bernard", "Zoe")])
    said = send(client_as(admin), {f"{last}_{first}.jpg": jpeg() for last, first in people})
    assert PupilPhoto.objects.count() == 28
    assert "28 photos déposées ; 2 fichiers laissés." in said
    assert "MARTIN_Emma.jpg : MARTIN Emma (5A) , MARTIN Emma (5B)" in said
    assert "BERNARD_Zoé.jpg" in said
    line = JournalEntry.objects.get(code="accounts.place_photos")
    assert line.details == {"photos": 28}


def test_one_class_chosen_tells_homonyms_apart(admin: Account, client_as: ClientAs):
    of_5a = class_called("5A", [("MARTIN", "Emma")])
    class_called("5B", [("MARTIN", "Emma")])
    assert "1 photo déposée" in send(client_as(admin), {"MARTIN_Emma.jpg": jpeg()}, classe=str(of_5a.pk))
    assert PupilPhoto.objects.get().pupil.school_class == of_5a


def test_what_cannot_be_placed_is_told_file_by_file(admin: Account, client_as: ClientAs):
    class_called("5A", [("MARTIN", "Emma"), ("DURAND", "Léo"), ("PETIT", "Ana")])
    files = {
        "5A/martin-emma.JPG": jpeg(),
        "INCONNU_Paul.jpg": jpeg(),
        "DURAND_Leo.jpg": jpeg(),
        "DURAND_Léo.jpeg": jpeg(),
        "PETIT_Ana.jpg": b"\xff\xd8\xff not a photo",
        "liste.docx": b"PK",
        "__MACOSX/._martin-emma.JPG": b"x",
        "Thumbs.db": b"x",
    }
    said = send(client_as(admin), files)
    assert "1 photo déposée ; 5 fichiers laissés." in said
    assert "1 nom qui n'est celui d'aucun élève" in said
    assert "2 fichiers pour un même élève" in said
    assert "PETIT_Ana.jpg : Ce fichier n'est pas une image JPEG ou PNG lisible" in said
    assert "liste.docx" in said
    assert "Thumbs.db" not in said


@pytest.mark.parametrize(
    ("masque", "file"),
    [
        ("prenom_nom", "zoe_petit.jpg"),
        ("elenoet", "04217.jpg"),
        ("ine", "070458123ab.jpg"),
        ("login", "z.petit.jpg"),
    ],
)
def test_name_is_read_by_the_mask_that_was_chosen(school: School, masque: str, file: str):
    known = {"elenoet": "4217", "reference": "070458123AB", "login": "z.petit"}
    zoe = AccountFactory(last_name="PETIT", first_name="Zoé", **known)
    # The school does not know those of this one: no file is his.
    AccountFactory(last_name="GRAND", first_name="Léo", elenoet="", reference="")
    assert matched([file], Account.objects.pupils(), BY_CODE[masque]).files == {file: zoe}


def test_names_written_by_an_old_windows_are_read(admin: Account, client_as: ClientAs):
    class_called("5A", [("LEFÈVRE", "Chloé")])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        opened.writestr("LEFEVRE_Chlo#.jpg", jpeg())
    raw = stream.getvalue().replace(b"LEFEVRE_Chlo#.jpg", "LEFÈVRE_Chloé.jpg".encode("cp850"))
    body = {"fichier": SimpleUploadedFile("photos.zip", raw), "masque": "nom_prenom", "classe": ""}
    assert "1 photo déposée" in words(client_as(admin).post(reverse("accounts:place_photos"), body))


def test_second_sending_replaces_and_says_so(admin: Account, client_as: ClientAs):
    class_called("5A", [("MARTIN", "Emma")])
    send(client_as(admin), {"MARTIN_Emma.jpg": jpeg(colour="red")})
    before = PupilPhoto.objects.get().digest
    said = send(client_as(admin), {"MARTIN_Emma.jpg": jpeg(colour="blue")})
    assert "dont 1 remplace une photo d'avant" in said
    assert PupilPhoto.objects.get().digest != before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not an archive", "illisible ou abîmée"),
        (b"", "Ce fichier est vide"),
        (None, "Choisissez d'abord l'archive des photos."),
    ],
)
def test_archive_that_is_none_is_refused_in_words(
    admin: Account, client_as: ClientAs, content: bytes | None, sentence: str
):
    body = {"masque": "nom_prenom", "classe": ""}
    if content is not None:
        body |= {"fichier": SimpleUploadedFile("photos.zip", content)}  # type: ignore[dict-item]
    answer = client_as(admin).post(reverse("accounts:place_photos"), body)
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_archive_without_a_photo_or_with_too_many_is_refused(
    admin: Account, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
):
    assert "ne contient aucune photo" in send(client_as(admin), {"liste.txt": b"x"})
    monkeypatch.setattr("accounts.photos.sent.MOST_PHOTOS", 2)
    said = send(client_as(admin), {f"{rank}.jpg": b"x" for rank in range(3)})
    assert "contient 3 photos : envoyez-en 2 au plus à la fois" in said
    assert not PupilPhoto.objects.exists()


def test_archive_that_is_too_heavy_is_refused_and_what_to_do_is_said(admin: Account, client_as: ClientAs, settings):
    settings.MAX_UPLOAD_BYTES = 1024
    said = send(client_as(admin), {"MARTIN_Emma.jpg": jpeg()})
    assert "« photos.zip » dépasse 1 ko : envoyez une classe après l'autre." in said.replace("’", "'")


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_photo_is_of_200_points_and_keeps_nothing_of_the_camera(photographed: Account):
    photo = PupilPhoto.objects.get(pupil=photographed)
    with Image.open(io.BytesIO(bytes(photo.content))) as image:
        assert (image.format, image.size) == ("JPEG", (200, 150))
        assert not image.getexif()
    assert b"TELEPHONE" not in bytes(photo.content)
    assert (photo.width, photo.height) == (200, 150)


def test_photo_taken_upright_stands_upright(admin: Account, pupil: Account):
    place_one(actor=admin, pupil=pupil, content=jpeg(turned=True))
    photo = PupilPhoto.objects.get(pupil=pupil)
    assert (photo.width, photo.height) == (150, 200)


@pytest.mark.full
def test_photo_of_a_telephone_of_48_million_points_is_read(admin: Account, pupil: Account):
    place_one(actor=admin, pupil=pupil, content=jpeg(8064, 6048))
    assert PupilPhoto.objects.get(pupil=pupil).width == 200


def test_photo_is_sent_replaced_then_removed_one_by_one(admin: Account, pupil: Account, client_as: ClientAs):
    client = client_as(admin)
    page = reverse("accounts:pupil_photo", args=[pupil.pk])
    client.post(page, {"photo": SimpleUploadedFile("zoe.jpg", jpeg())})
    assert PupilPhoto.objects.filter(pupil=pupil).exists()
    assert "Photo actuelle" in words(client.get(page))
    client.post(reverse("accounts:remove_photo", args=[pupil.pk]))
    assert not PupilPhoto.objects.filter(pupil=pupil).exists()
    codes = JournalEntry.objects.filter(code__endswith="_photos").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["accounts.place_photos", "accounts.remove_photos"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Un fichier SVG peut contenir un programme"),
        (b"GIF89a", "n'est pas une image JPEG ou PNG lisible"),
        (None, "Choisissez d'abord une image."),
    ],
)
def test_file_that_is_no_photo_is_refused_in_words(
    admin: Account, pupil: Account, client_as: ClientAs, content: bytes | None, sentence: str
):
    body = {} if content is None else {"photo": SimpleUploadedFile("zoe.jpg", content)}
    answer = client_as(admin).post(reverse("accounts:pupil_photo", args=[pupil.pk]), body)
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_photo_goes_with_the_account(photographed: Account):
    photographed.delete()
    assert not PupilPhoto.objects.exists()


def test_two_accounts_of_one_pupil_become_one_with_the_photo_of_either(admin: Account, photographed: Account):
    kept = AccountFactory(last_name=photographed.last_name, first_name=photographed.first_name)
    merge_accounts(actor=admin, kept=kept, other=photographed)
    assert PupilPhoto.objects.get().pupil == kept


# --- Who sees ---------------------------------------------------------------------------------------------------------


def test_head_teachers_and_vie_scolaire_see_photos_by_default_p281(school: School):
    assert rights.get(SEE).profiles == {"ADM", "DIR", "ENS", "EDU"}
    assert not {"ELV", "TUT"} & (rights.get(SEE).adjustable | rights.get(PLACE).adjustable)


def test_teacher_sees_his_classes_and_his_groups_alone(
    teacher: Account, admin: Account, photographed: Account, client_as: ClientAs
):
    client = client_as(teacher)
    assert client.get(address_of(photographed)).status_code == 404
    page = reverse("accounts:trombinoscope")
    assert client.get(page, {"lieu": photographed.school_class_id}).status_code == 404
    TeachingAssignmentFactory(teacher=teacher, school_class=photographed.school_class)
    assert client.get(address_of(photographed)).status_code == 200
    assert address_of(photographed) in client.get(page, {"lieu": photographed.school_class_id}).content.decode()


def test_teacher_of_a_group_sees_its_pupils(teacher: Account, photographed: Account, client_as: ClientAs):
    group = GroupFactory()
    GroupTeachingFactory(teacher=teacher, group=group)
    GroupMembershipFactory(pupil=photographed, group=group)
    client = client_as(teacher)
    assert client.get(address_of(photographed)).status_code == 200
    assert (
        address_of(photographed)
        in client.get(reverse("accounts:trombinoscope"), {"lieu": f"g{group.pk}"}).content.decode()
    )


def test_families_read_their_own_photo_and_never_that_of_another_p281(
    admin: Account, photographed: Account, client_as: ClientAs
):
    comrade = AccountFactory(school_class=photographed.school_class)
    place_one(actor=admin, pupil=comrade, content=jpeg(colour="red"))
    guardian = AccountFactory(profile=Profile.TUT)
    GuardianshipFactory(guardian=guardian, pupil=photographed)
    for reader in (photographed, guardian):
        client = client_as(reader)
        assert client.get(address_of(photographed)).status_code == 200
        assert client.get(address_of(comrade)).status_code == 404
        own = client.get(reverse("accounts:personal_data")).content.decode()
        assert address_of(photographed) in own
        assert address_of(comrade) not in own
        assert client.get(reverse("accounts:trombinoscope")).status_code == 403


def test_right_taken_away_closes_page_paper_and_images(school: School, photographed: Account, client_as: ClientAs):
    vie_scolaire = AccountFactory(profile=Profile.EDU)
    client = client_as(vie_scolaire)
    assert client.get(address_of(photographed)).status_code == 200
    set_right(actor=None, school=school, right=rights.get(SEE), profile="EDU", is_on=False)
    client = client_as(Account.objects.get(pk=vie_scolaire.pk))
    assert client.get(address_of(photographed)).status_code == 404
    asked = {"lieu": photographed.school_class_id}
    assert client.get(reverse("accounts:trombinoscope"), asked).status_code == 403
    assert client.get(reverse("accounts:trombinoscope_pdf"), asked).status_code == 403


def test_photo_of_another_school_is_unknown(other_school: School, admin: Account, client_as: ClientAs):
    with school_scope(other_school):
        stranger = AccountFactory()
        place_one(actor=AccountFactory(profile=Profile.ADM), pupil=stranger, content=jpeg())
        address = address_of(stranger)
    assert client_as(admin).get(address).status_code == 404
    assert client_as(admin).get(reverse("accounts:pupil_photo", args=[stranger.pk])).status_code == 404


# --- Paper ------------------------------------------------------------------------------------------------------------


def test_paper_has_each_name_and_a_grey_face_for_who_has_no_photo(
    admin: Account, photographed: Account, client_as: ClientAs
):
    AccountFactory(school_class=photographed.school_class, last_name="SANSPHOTO", first_name="Tom")
    asked = {"lieu": photographed.school_class_id}
    answer = client_as(admin).get(reverse("accounts:trombinoscope_pdf"), asked)
    page = PdfReader(io.BytesIO(answer.content)).pages[0]
    assert len(page.images) == 1
    assert {photographed.last_name, "SANSPHOTO", "Tom"} <= set(page.extract_text().split())


def test_thirty_pupils_are_on_one_page_and_photos_are_put_as_they_are(admin: Account):
    school_class = class_called("5A", [(last, first) for last in NAMES for first in FIRST_NAMES])
    for pupil in Account.objects.filter(school_class=school_class):
        place_one(actor=admin, pupil=pupil, content=jpeg())
    content = trombinoscope_pdf(portraits(school_class, with_bytes=True), place="5A", school="Collège")
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    photos = sum(len(bytes(photo.content)) for photo in PupilPhoto.objects.all())
    assert len(content) < 2 * photos + 100_000


def test_class_of_nobody_has_no_paper_that_fails(admin: Account, client_as: ClientAs):
    asked = {"lieu": SchoolClassFactory().pk}
    client = client_as(admin)
    assert "Aucun élève ici." in words(client.get(reverse("accounts:trombinoscope"), asked))
    answer = client.get(reverse("accounts:trombinoscope_pdf"), asked)
    assert "Aucun élève." in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


@pytest.mark.parametrize("lieu", ["0", "g0", "abc", "g", "9" * 40, "é²"])
def test_place_that_means_nothing_is_unknown(admin: Account, client_as: ClientAs, lieu: str):
    assert client_as(admin).get(reverse("accounts:trombinoscope"), {"lieu": lieu}).status_code == 404


# --- Elsewhere --------------------------------------------------------------------------------------------------------


def test_photo_is_on_the_page_of_the_pupil_and_where_he_sits(
    school: School, admin: Account, teacher: Account, photographed: Account, client_as: ClientAs
):
    TeachingAssignmentFactory(teacher=teacher, school_class=photographed.school_class)
    address = address_of(photographed)
    plan = reverse("evaluations:class_plan", args=[photographed.school_class_id])
    assert address in client_as(admin).get(reverse("accounts:pupil", args=[photographed.pk])).content.decode()
    assert f'data-photo="{address}"' in client_as(teacher).get(plan).content.decode()

    set_right(actor=None, school=school, right=rights.get(SEE), profile="ENS", is_on=False)
    teacher = Account.objects.get(pk=teacher.pk)
    answer = client_as(teacher).get(plan)
    assert answer.status_code == 200
    assert address not in answer.content.decode()
