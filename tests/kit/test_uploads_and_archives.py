"""What a stranger to the machine, or a file of a stranger, finds: nothing open, nothing left, no limit passed round."""

import io
import os
import stat
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Account
from sacoche.kit.files import archive
from sacoche.kit.private import sweep_temporary_files, temporary_folder

TWENTY_THOUSAND = 20_000


def of_many_entries() -> bytes:
    """A small file whose index alone takes a megabyte of memory and more."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for number in range(TWENTY_THOUSAND):
            target.writestr(f"{number:06}.xml", b"")
    return stream.getvalue()


def with_second_end_inside(content: bytes) -> bytes:
    """The record of the end, whose fields « number of this disk » look like another that tells of a short index."""
    end = content.rindex(b"PK\x05\x06")
    return content[: end + 4] + b"PK\x05\x06" + content[end + 8 :]


def with_second_end_in_a_comment(content: bytes) -> bytes:
    """A comment that looks like an end of a file without anything."""
    end = content.rindex(b"PK\x05\x06")
    comment = b"PK\x05\x06" + bytes(18)
    return content[: end + 20] + len(comment).to_bytes(2, "little") + comment


def with_second_end_after(content: bytes) -> bytes:
    return content + b"PK\x05\x06" + bytes(18)


SECOND_ENDS = [with_second_end_inside, with_second_end_in_a_comment, with_second_end_after]


@pytest.mark.parametrize("disguise", [lambda content: content, *SECOND_ENDS])
def test_long_index_is_refused_whichever_end_of_the_file_is_read(disguise):
    with (
        pytest.raises(archive.BadArchive, match="illisible ou abîmée"),
        archive.open_archive(io.BytesIO(disguise(of_many_entries()))),
    ):
        pass


@pytest.mark.parametrize("disguise", SECOND_ENDS)
def test_page_of_imports_refuses_an_archive_of_two_ends(admin: Account, client_as, disguise):
    file = SimpleUploadedFile("import-sacoche.zip", disguise(of_many_entries()))
    page = client_as(admin).post(reverse("exports:import_file"), {"procedure": "import-sacoche", "fichier": file})
    assert "illisible" in page.content.decode()


def test_archive_with_an_ordinary_comment_is_read():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("a.xml", b"<a/>")
        target.comment = "École de l'Exemple".encode()
    with archive.open_archive(stream) as opened:
        assert opened.namelist() == ["a.xml"]


# --- Files on their way -----------------------------------------------------------------------------------------------


def test_large_file_on_its_way_has_no_name_and_lies_in_the_data_folder(rf, settings, data_dir: Path):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    request = rf.post("/", {"fichier": SimpleUploadedFile("classe.csv", b"x" * 100)})
    file = request.FILES["fichier"]
    where = str(Path(f"/proc/self/fd/{file.file.fileno()}").readlink())
    assert (where.startswith(f"{data_dir}/temporary/"), where.endswith("(deleted)")) == (True, True)
    assert list((data_dir / "temporary").iterdir()) == []
    assert (file.name, file.size, file.read()) == ("classe.csv", 100, b"x" * 100)
    request.close()
    assert file.file.closed


def test_purge_sweeps_what_a_killed_process_left_and_not_what_is_being_made(db, data_dir: Path):
    folder = temporary_folder()
    old, young, nested = folder / "openpyxl.old", folder / "openpyxl.young", folder / "dossier"
    nested.mkdir()
    for path in (old, young, nested / "x"):
        path.write_bytes(b"Martin;Zoe")
    an_hour_ago = time.time() - 3700
    for path in (old, nested):
        os.utime(path, (an_hour_ago, an_hour_ago))
    call_command("purge", verbosity=0)
    assert [path.name for path in folder.iterdir()] == ["openpyxl.young"]
    assert sweep_temporary_files() == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
