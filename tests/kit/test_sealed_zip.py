"""A ZIP under a password: read by 7-Zip as by ourselves, written by 7-Zip too, and refused in words when it is not ours
to read (P277, S163).
"""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from sacoche.kit.files.archive import BadArchive
from sacoche.kit.files.sealed_zip import WrongPassword, is_sealed, new_password, seal, unsealed

PASSWORD = "kp7d-m2wx-4hq9-éà"
# Lengths around a block of the cipher and a piece of the stream.
CONTENTS = [b"", b"a", b"x" * 16, b"Bonjour\r\n" * 1000, bytes(range(256)) * 1100]


def zipped(content: bytes, name: str = "a.xml", method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(name, content)
    return stream


def sealed(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    stream = io.BytesIO()
    seal(zipped(content, method=method), stream, password=PASSWORD)
    return stream


def read(file: io.BytesIO, password: str = PASSWORD) -> bytes:
    with unsealed(file, password=password) as clear, zipfile.ZipFile(clear) as archive:
        return archive.read(archive.infolist()[0])


@pytest.mark.parametrize("content", CONTENTS, ids=len)
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_is_sealed_is_read_with_its_password(content: bytes, method: int) -> None:
    assert read(sealed(content, method)) == content


def test_nothing_of_the_content_is_in_the_sealed_file() -> None:
    content = b"MENARD Lea" * 50
    file = sealed(content, zipfile.ZIP_STORED)
    assert is_sealed(file)
    assert b"MENARD" not in file.getvalue()
    assert zipfile.crc32(content).to_bytes(4, "little") not in file.getvalue()


def test_one_content_is_never_sealed_twice_the_same() -> None:
    assert sealed(b"abc").getvalue() != sealed(b"abc").getvalue()


def test_wrong_password_is_said_and_so_is_its_absence() -> None:
    file = sealed(b"abc" * 100)
    with pytest.raises(WrongPassword, match="vérifiez-le"):
        read(file, "autre mot de passe")
    with pytest.raises(WrongPassword, match="écrivez celui"):
        read(file, "")


def test_any_byte_altered_is_known() -> None:
    whole = sealed(b"Bonjour " * 20).getvalue()
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 0x41
        try:
            read(io.BytesIO(bytes(altered)))
        except (BadArchive, zipfile.BadZipFile):
            continue
        # Bytes of dates and of attributes say nothing of the content.
        assert read(io.BytesIO(bytes(altered))) == b"Bonjour " * 20


def test_sealed_file_cut_anywhere_is_refused_in_words() -> None:
    whole = sealed(b"Bonjour " * 20).getvalue()
    for length in range(len(whole)):
        with pytest.raises(BadArchive):
            read(io.BytesIO(whole[:length]))


def test_archive_that_grows_without_end_is_refused() -> None:
    with pytest.raises(BadArchive, match="64 Mo"):
        read(sealed(b"\0" * (65 * 1024 * 1024)))


def test_password_that_is_drawn_is_long_and_never_the_same() -> None:
    drawn = {new_password() for _ in range(200)}
    assert len(drawn) == 200
    assert {len(password) for password in drawn} == {24}


# 7-Zip writes no archive under a password that has accents.
PLAIN = "kp7d-m2wx-4hq9"
SEVEN = next((found for name in ("7zz", "7z", "7za") if (found := shutil.which(name))), None)


@pytest.mark.skipif(SEVEN is None, reason="no 7-Zip: apt-get install 7zip")
class TestSevenZip:
    """The other program that must read what we write, and write what we read."""

    @pytest.mark.parametrize("content", CONTENTS, ids=len)
    def test_seven_zip_opens_what_we_seal(self, content: bytes, tmp_path: Path) -> None:
        path = tmp_path / "notre.zip"
        path.write_bytes(sealed(content).getvalue())
        done = subprocess.run([str(SEVEN), "e", "-so", f"-p{PASSWORD}", str(path)], capture_output=True, check=True)
        assert done.stdout == content

    def test_seven_zip_refuses_another_password(self, tmp_path: Path) -> None:
        path = tmp_path / "notre.zip"
        path.write_bytes(sealed(b"abc" * 100).getvalue())
        done = subprocess.run([str(SEVEN), "t", "-pautre", str(path)], capture_output=True, check=False)
        assert done.returncode != 0

    @pytest.mark.parametrize("strength", ["AES128", "AES192", "AES256"])
    @pytest.mark.parametrize("content", CONTENTS, ids=len)
    def test_we_open_what_seven_zip_seals(self, content: bytes, strength: str, tmp_path: Path) -> None:
        path, inside = tmp_path / "leur.zip", tmp_path / "a.xml"
        inside.write_bytes(content)
        command = [str(SEVEN), "a", "-tzip", f"-mem={strength}", f"-p{PLAIN}", str(path), str(inside)]
        subprocess.run(command, capture_output=True, check=True)
        assert read(io.BytesIO(path.read_bytes()), PLAIN) == content

    def test_older_protection_is_refused_in_words(self, tmp_path: Path) -> None:
        path, inside = tmp_path / "leur.zip", tmp_path / "a.xml"
        inside.write_bytes(b"abc" * 100)
        subprocess.run(
            [str(SEVEN), "a", "-tzip", "-mem=ZipCrypto", "-pabc", str(path), str(inside)],
            capture_output=True,
            check=True,
        )
        with pytest.raises(BadArchive, match="ZipCrypto"):
            read(io.BytesIO(path.read_bytes()), "abc")
