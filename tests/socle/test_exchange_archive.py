"""What people send: the right kind, one member, no more than what it should cost to read."""

import contextlib
import io
import random
import zipfile

import pytest

from socle.exchange import UnreadableFile, open_document, read
from socle.exchange.archive import MAX_SENT

DOCUMENT = b'<?xml version="1.0" encoding="UTF-8"?><sacoche><donnees/></sacoche>'


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as target:
        for name, content in members:
            target.writestr(name, content)
    return stream.getvalue()


def records(content: bytes, name: str = "import-sacoche.zip") -> list:
    with open_document(io.BytesIO(content), name) as document:
        return list(read(document, default_author="import_sacoche"))


def refusal(content: bytes, name: str = "import-sacoche.zip") -> str:
    with pytest.raises(UnreadableFile) as caught:
        records(content, name)
    return str(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_archive_with_the_member_is_read(method):
    assert records(archive(("import_validations.xml", DOCUMENT), method=method)) == []


@pytest.mark.parametrize("name", ["validations.xml", "VALIDATIONS.XML"])
def test_document_alone_is_read(name):
    assert records(DOCUMENT, name) == []


@pytest.mark.parametrize("name", ["validations.csv", "validations", "validations.xml.exe", ""])
def test_other_kind_is_refused(name):
    assert "ni un .zip ni un .xml" in refusal(DOCUMENT, name)


def test_empty_file_is_refused():
    assert "vide" in refusal(b"")


def test_file_over_20_megabytes_is_refused():
    assert "20 Mo" in refusal(b" " * (MAX_SENT + 1), "validations.xml")


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"hello", DOCUMENT])
def test_what_is_not_an_archive_is_refused(content):
    assert "illisible" in refusal(content)


def test_archive_with_a_damaged_member_is_refused():
    content = archive(("import_validations.xml", DOCUMENT), method=zipfile.ZIP_STORED)
    assert "illisible" in refusal(content.replace(b"<donnees/>", b"<donnee_/>", 1))


def test_archive_with_any_three_bytes_changed_is_read_or_refused_in_words():
    content = archive(("import_validations.xml", DOCUMENT))
    chance = random.Random(2013)
    for _ in range(3000):
        damaged = bytearray(content)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(UnreadableFile), open_document(io.BytesIO(damaged), "import.zip") as document:
            document.read()


@pytest.mark.parametrize(
    "members",
    [
        [("autre.xml", DOCUMENT)],
        [("dossier/import_validations.xml", DOCUMENT)],
        [("import_validations.xml", DOCUMENT), ("autre.txt", b"")],
        [],
    ],
)
def test_archive_without_just_the_member_is_refused(members):
    assert "devait contenir le seul fichier import_validations.xml" in refusal(archive(*members))


@pytest.mark.parametrize("name", ["../import_validations.xml", "/etc/passwd", "..\\x.xml", "C:x.xml"])
def test_archive_with_a_path_is_refused(name):
    assert "nom suspect" in refusal(archive((name, DOCUMENT)))


def test_archive_with_a_password_is_refused():
    content = bytearray(archive(("import_validations.xml", DOCUMENT)))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert "mot de passe" in refusal(bytes(content))


def test_archive_of_another_compression_is_refused():
    content = archive(("import_validations.xml", DOCUMENT), method=zipfile.ZIP_LZMA)
    assert "compressée d'une façon inconnue" in refusal(content)


@pytest.mark.parametrize("megabytes", [10, 80])
def test_archive_that_expands_too_much_is_refused(megabytes):
    content = archive(("import_validations.xml", b"<sacoche>" + b" " * (megabytes * 1024 * 1024)))
    assert "500 fois" in refusal(content)


def test_archive_that_lies_on_its_size_is_refused():
    content = bytearray(archive(("import_validations.xml", b"<sacoche>" + b" " * (80 * 1024 * 1024))))
    at = content.rfind(b"PK\x01\x02") + 24
    content[at : at + 4] = (10_000).to_bytes(4, "little")
    assert refusal(bytes(content))


def test_archive_with_a_long_index_is_refused():
    content = archive(*((f"{rank:060}", b"") for rank in range(1000)))
    assert "illisible" in refusal(content)
