"""« Import Export des validations », the import side: S157, S164; and the whole way between two schools."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Account
from exports.queries import validation_records
from sacoche.kit.tenancy import school_scope
from schools.models import School, SchoolClass
from socle.exchange import write
from socle.models import ItemValidation
from tests.factories import AccountFactory

PAGE = reverse("exports:validations")
IMPORT = reverse("exports:import_file")


def html(response: Any) -> str:
    return " ".join(response.content.decode().split())


def send(client: Any, content: bytes, name: str = "import-sacoche.zip", procedure: str = "import-sacoche") -> Any:
    return client.post(IMPORT, {"procedure": procedure, "fichier": SimpleUploadedFile(name, content)})


def document(*pupils: Account) -> bytes:
    stream = io.BytesIO()
    write(stream, validation_records(pupils))
    return stream.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def twin_of(cm2: SchoolClass) -> Callable[[School], list[Account]]:
    """The same children, in the school where they go."""
    names = [(pupil.last_name, pupil.first_name) for pupil in Account.objects.filter(school_class=cm2)]

    def enrol(school: School) -> list[Account]:
        with school_scope(school):
            return [AccountFactory(last_name=last_name, first_name=first_name) for last_name, first_name in names]

    return enrol


@pytest.mark.parametrize("procedure", ["import-sacoche", "import-compatible"])
def test_import_part_asks_for_a_file(admin: Account, client_as: Any, procedure: str) -> None:
    page = html(client_as(admin).get(PAGE, {"procedure": procedure}))
    assert '<input type="file" name="fichier" accept=".zip,.xml"' in page
    assert "Importer le fichier</button>" in page


def test_file_made_in_one_school_gives_the_same_decisions_in_another(
    admin: Account, cm2: SchoolClass, other_school: School, client_as: Any
) -> None:
    here = client_as(admin)
    made = here.post(
        reverse("exports:generate"), {"procedure": "export-sacoche", "regroupement": f"c{cm2.pk}"}, follow=True
    )
    link = re.search(r'href="(/fichiers/[0-9a-f]{32}/)"', html(made))
    assert link
    archive = b"".join(here.get(link[1]).streaming_content)
    children = twin_of(cm2)(other_school)
    with school_scope(other_school):
        there = client_as(AccountFactory(profile="DIR"))
        Account.objects.filter(last_name="MICHEL").update(sconet_id=77)

    first, second = html(send(there, archive)), html(send(there, archive))

    assert "4 validations importées pour 2 élèves." in first
    assert re.findall(r"<td>([^<]+)</td><td><span class=\"tag[^>]+>([^<]+)</span></td><td>([^<]+)<", first) == [
        ("MÉNARD Léa", "modifié (2)", "–"),
        ("MICHEL Tom", "modifié (2)", "77"),
    ]
    assert "aucune validation n'a changé" in second
    assert second.count(">inchangé<") == 2
    with zipfile.ZipFile(io.BytesIO(archive)) as opened, school_scope(other_school):
        children = list(Account.objects.filter(pk__in=[child.pk for child in children]))
        assert document(*children) == opened.read("import_validations.xml")


def test_import_of_ones_own_export_changes_nothing(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    before = list(ItemValidation.objects.values_list("pk", "state", "decided_on", "author_label"))
    own = document(*Account.objects.filter(school_class=cm2))

    page = html(send(client_as(admin), own, "import_validations.xml"))

    assert "aucune validation n'a changé" in page
    assert list(ItemValidation.objects.values_list("pk", "state", "decided_on", "author_label")) == before


def test_import_names_ignored_pupils_and_refused_rows(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    content = document(*Account.objects.filter(school_class=cm2))
    content = content.replace(b'id="77" nom="MICHEL"', b'id="0" nom="INCONNU"').replace(
        b'<item id="2112">', b'<item id="9999">'
    )
    Account.objects.filter(login="lea").update(left_on="2013-07-01")
    page = html(send(client_as(admin), content, "validations.xml"))
    assert re.findall(r"ignoré</span> ([^<]+)</td>", page) == ["aucun élève actif de ce nom"] * 2
    assert "item inconnu (« 9999 »)" in page
    # The line of the first fact of the refused item.
    line = content[: content.index(b"9999")].count(b"\n") + 3
    assert f'<td class="num">{line}</td>' in page


def test_import_that_brings_nothing_says_why(admin: Account, cm2: SchoolClass, client_as: Any) -> None:
    client, whole = client_as(admin), document(*Account.objects.filter(school_class=cm2))
    refused = whole.replace(b'<item id="2112">', b'<item id="9999">')
    strangers = whole.replace(b'nom="M', b'nom="Z').replace(b'id="77"', b'id="0"')
    assert "aucune validation n'a changé" in html(send(client, whole, "validations.xml"))
    assert "hors les lignes refusées" in html(send(client, refused, "validations.xml"))
    assert "aucun élève du fichier n'a été reconnu" in html(send(client, strangers, "validations.xml"))


def test_import_file_without_pupil_says_so(admin: Account, client_as: Any) -> None:
    page = html(send(client_as(admin), document(), "validations.xml"))
    assert "Aucun élève dans ce fichier" in page


def test_import_names_of_the_file_are_escaped(admin: Account, client_as: Any) -> None:
    content = b'<?xml version="1.0"?><sacoche><eleve nom="&lt;script&gt;x" prenom=""/></sacoche>'
    page = html(send(client_as(admin), content, "validations.xml"))
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page


XXE = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><sacoche>&x;</sacoche>'
HOSTILE = {
    "empty": ("import.zip", b"", "vide"),
    "not an archive": ("import.zip", b"PK\x03\x04 broken", "illisible"),
    "bomb": ("import.zip", zipped("import_validations.xml", b"<a>" + b" " * 80_000_000), "500 fois"),
    "traversal": ("import.zip", zipped("../../import_validations.xml", b"<a/>"), "nom suspect"),
    "other member": ("import.zip", zipped("ElevesSansAdresses.xml", b"<a/>"), "devait contenir le seul fichier"),
    "xxe": ("import.xml", XXE, "DOCTYPE"),
    "xxe in an archive": ("import.zip", zipped("import_validations.xml", XXE), "DOCTYPE"),
    "not xml": ("import.xml", b"Nom;Prenom\nMARTIN;Zoe\n", "pas un fichier XML"),
    "cut short": ("import.xml", b"<?xml version='1.0'?><sacoche><donnees>", "mal formé"),
    "binary": ("import.xml", bytes(range(256)) * 40, "abîmé"),
    "spreadsheet": ("classe.csv", b"a;b", "ni un .zip ni un .xml"),
    "too big": ("import.xml", b"<a>" + b" " * (20 * 1024 * 1024), "20 Mo"),
}


@pytest.mark.parametrize(("name", "content", "words"), HOSTILE.values(), ids=HOSTILE)
def test_import_hostile_file_is_refused_in_words(
    admin: Account, pupil: Account, client_as: Any, data_dir: Path, name: str, content: bytes, words: str
) -> None:
    answer = send(client_as(admin), content, name)
    assert answer.status_code == 422
    assert words in html(answer)
    assert ItemValidation.objects.count() == 0
    assert [path for path in data_dir.rglob("*") if path.is_file()] == []


def test_import_without_file_is_refused(admin: Account, client_as: Any) -> None:
    answer = client_as(admin).post(IMPORT, {"procedure": "import-sacoche"})
    assert answer.status_code == 422
    assert "abord le fichier à importer." in html(answer)


@pytest.mark.parametrize("procedure", ["", "export-sacoche", "import-lpc"])
def test_import_unknown_procedure_is_refused(admin: Account, client_as: Any, procedure: str) -> None:
    assert send(client_as(admin), document(), "validations.xml", procedure).status_code == 422


def test_import_is_refused_to_teachers(teacher: Account, client_as: Any) -> None:
    assert send(client_as(teacher), document(), "validations.xml").status_code == 403
