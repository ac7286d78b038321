"""The file of validations under a password (P277, S163)."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Account
from documents.models import GeneratedFile, SealedNote
from sacoche.kit.files.sealed_zip import unsealed
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from socle.models import ItemValidation
from tests.factories import AccountFactory, SchoolClassFactory

GENERATE, IMPORT = reverse("exports:generate"), reverse("exports:import_file")


def html(response: Any) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def make(client: Any, school_class: SchoolClass, **more: str) -> tuple[str, bytes]:
    """The page of a file just made, and the file."""
    asked = {"procedure": "export-sacoche", "regroupement": f"c{school_class.pk}"} | more
    page = html(client.post(GENERATE, asked, follow=True))
    link = re.search(r'href="(/fichiers/[0-9a-f]{32}/)"', page)
    assert link, page
    return page, b"".join(client.get(link[1]).streaming_content)


def show(client: Any) -> str:
    return html(client.post(reverse("exports:password", args=[GeneratedFile.objects.get().token])))


def password_in(page: str) -> str:
    found = re.search(r"Mot de passe du fichier : <code>([a-z0-9-]+)</code>", page)
    assert found, page
    return found[1]


def send(client: Any, content: bytes, password: str = "") -> Any:
    file = SimpleUploadedFile("import-sacoche.zip", content)
    return client.post(IMPORT, {"procedure": "import-sacoche", "fichier": file, "mot_de_passe": password})


def test_plain_file_stays_the_default_p277(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    page, content = make(client_as(admin), cm2)
    assert "mot de passe" not in page
    assert zipfile.ZipFile(io.BytesIO(content)).read("import_validations.xml").startswith(b"<?xml")


def test_password_is_long_shown_once_and_kept_nowhere_after_p277(
    admin: Account, cm2: SchoolClass, client_as: Any
) -> None:
    client = client_as(admin)
    page, content = make(client, cm2, protege="1")
    assert "Afficher le mot de passe" in page
    shown = show(client)
    assert len(password_in(shown)) >= 12
    assert SealedNote.objects.count() == 0
    assert "a déjà été affiché" in show(client)
    with unsealed(io.BytesIO(content), password=password_in(shown)) as clear:
        assert "MÉNARD" in zipfile.ZipFile(clear).read("import_validations.xml").decode()


def test_password_is_shown_to_nobody_but_who_made_the_file_p277(
    admin: Account, director: Account, cm2: SchoolClass, client_as: Any
) -> None:
    make(client_as(admin), cm2, protege="1")
    address = reverse("exports:password", args=[GeneratedFile.objects.get().token])
    assert client_as(director).post(address).status_code == 404
    assert client_as(admin).get(address).status_code == 405
    assert SealedNote.objects.count() == 1


def test_college_reads_the_sealed_file_with_its_password_p277(
    admin: Account, cm2: SchoolClass, other_school: School, client_as: Any
) -> None:
    here = client_as(admin)
    _page, content = make(here, cm2, protege="1")
    password = password_in(show(here))
    names = [(pupil.last_name, pupil.first_name) for pupil in Account.objects.filter(school_class=cm2)]
    with school_scope(other_school):
        for last_name, first_name in names:
            AccountFactory(last_name=last_name, first_name=first_name)
        there = client_as(AccountFactory(profile="DIR"))

    without, wrong = send(there, content), send(there, content, "un autre mot de passe")
    assert (without.status_code, wrong.status_code) == (422, 422)
    assert "Ce fichier est protégé par un mot de passe : écrivez celui" in html(without)
    assert "Ce mot de passe n'ouvre pas ce fichier" in html(wrong)
    with school_scope(other_school):
        assert not ItemValidation.objects.exists()
    assert "4 validations importées pour 2 élèves" in html(send(there, content, f" {password} "))


def test_file_in_clear_is_read_whatever_password_is_typed_p277(
    admin: Account, cm2: SchoolClass, client_as: Any
) -> None:
    client = client_as(admin)
    _page, content = make(client, cm2)
    assert "aucune validation n'a changé" in html(send(client, content, "sans objet"))


@pytest.mark.parametrize("place", [60, 90, -40, -12])
def test_sealed_file_altered_on_its_way_is_refused_in_words_p277(
    place: int, admin: Account, cm2: SchoolClass, client_as: Any
) -> None:
    client = client_as(admin)
    _page, content = make(client, cm2, protege="1")
    password = password_in(show(client))
    altered = bytearray(content)
    altered[place] ^= 0x55
    answer = send(client, bytes(altered), password)
    assert (answer.status_code, 'class="error"' in html(answer)) in ((422, True), (200, False))


def test_sealed_file_of_a_class_of_thirty_is_under_100_kb_p277(admin: Account, client_as: Any) -> None:
    from socle.grids import grid_items
    from tests.exports.conftest import decide

    ce2 = SchoolClassFactory(niveau="CM2", reference="CM2_B", name="[CM2] B")
    items = [item.id for item in grid_items() if item.palier_id == 2]
    for rank in range(30):
        decide(AccountFactory(last_name=f"ÉLÈVE {rank}", school_class=ce2), *items)
    _page, content = make(client_as(admin), ce2, protege="1")
    assert len(content) < 100_000
