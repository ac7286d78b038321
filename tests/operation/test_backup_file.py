"""The file of a backup: what is wrong with it is said, before anything is written."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from operation.backups import manifest
from operation.backups.cipher import HEAD, PIECE, FileKey, Opening, Sealing, key_of, new_key
from operation.backups.faults import NotABackup, WrongPassword
from operation.backups.reading import read_to_the_end
from operation.backups.records import Writer, open_key
from operation.backups.writing import write_backup
from sacoche.kit.clock import now
from sacoche.kit.stored import StorageFailed, told_in_french
from tests.operation.life import live
from tests.operation.saving import PASSWORD, file_key, nobody, save


def sealed(content: bytes) -> tuple[bytes, FileKey]:
    stream, key = io.BytesIO(), new_key(PASSWORD)
    sealing = Sealing(stream, key)
    sealing.write(content)
    sealing.finish()
    return stream.getvalue(), key


def opened(file: bytes, key: FileKey) -> bytes:
    stream = io.BytesIO(file)
    stream.read(HEAD)
    return Opening(stream, key).readall()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_is_read_again(size):
    content = bytes(range(256)) * (size // 256) + b"z" * (size % 256)
    file, _ = sealed(content)

    assert opened(file, key_of(file[:HEAD], PASSWORD)) == content
    assert size < 40 or content[:40] not in file


def test_pieces_can_be_neither_cut_off_nor_moved_nor_altered():
    file, key = sealed(b"a" * (3 * PIECE))
    piece = PIECE + 16
    first, second = file[HEAD : HEAD + piece], file[HEAD + piece : HEAD + 2 * piece]
    wrongs = {
        "coupée avant la fin : ": [file[: HEAD + piece], file[: HEAD + 2 * piece]],
        "coupée avant la fin, ou altérée": [file[:-1], file[: HEAD + piece + 9]],
        "altérée depuis": [
            file[:HEAD] + second + first + file[HEAD + 2 * piece :],
            file[: HEAD + 7] + bytes([file[HEAD + 7] ^ 1]) + file[HEAD + 8 :],
        ],
    }
    for words, files in wrongs.items():
        for wrong in files:
            with pytest.raises(NotABackup, match=words):
                opened(wrong, key)


def test_wrong_password_is_told_from_a_file_that_is_none():
    file, _ = sealed(b"a")

    with pytest.raises(WrongPassword, match="n'ouvre pas cette sauvegarde"):
        key_of(file[:HEAD], PASSWORD.upper())
    with pytest.raises(NotABackup, match="n'est pas une sauvegarde d'établissement"):
        key_of(b"PK\x03\x04" + file[4:HEAD], PASSWORD)
    with pytest.raises(NotABackup, match="n'est pas une sauvegarde d'établissement"):
        key_of(b"", PASSWORD)
    with pytest.raises(NotABackup, match="coupée"):
        key_of(file[: HEAD - 1], PASSWORD)
    with pytest.raises(NotABackup, match="version plus récente"):
        key_of(file[:7] + b"\x02" + file[8:HEAD], PASSWORD)
    # A work that would hold up the server is not done.
    with pytest.raises(NotABackup, match="altérée"):
        key_of(file[:8] + b"\x1e" + file[9:HEAD], PASSWORD)


def test_any_byte_altered_in_a_backup_is_known(school):
    stream, key = save(school)
    whole = stream.getvalue()
    for at in [*range(8, HEAD, 30), *range(HEAD, len(whole), len(whole) // 25), len(whole) - 1]:
        altered = io.BytesIO(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises((NotABackup, WrongPassword)):
            # The key is slow to draw: once the head is read, it would be the same.
            read_to_the_end(altered, key if at >= HEAD else open_key(altered, PASSWORD))


def test_backup_cut_anywhere_is_known(school):
    stream, key = save(school)
    whole = stream.getvalue()
    for size in range(0, len(whole), max(len(whole) // 25, 1)):
        cut = io.BytesIO(whole[:size])
        with pytest.raises(NotABackup):
            read_to_the_end(cut, key)


def test_backup_of_a_newer_version_is_refused_in_words(school, monkeypatch):
    known = manifest._last_migrations()
    monkeypatch.setattr(manifest, "_last_migrations", lambda: known | {"schools": "0999_later"})
    monkeypatch.setattr(manifest, "version", lambda: "9.1.0")
    stream, key = save(school)

    with pytest.raises(NotABackup, match=r"version plus récente de SACoche \(9.1.0\)"):
        read_to_the_end(stream, key)


def test_backup_whose_end_says_other_numbers_is_refused(school):
    live(school)
    told = manifest.manifest_of(school, at=now(), by="", counts={"a": 1})
    stream, key = io.BytesIO(), new_key(PASSWORD)
    writer = Writer(stream, key)
    writer.write(replace(told).record())
    writer.write({"end": {"rows": {}, "files": 0, "missing": []}})
    writer.finish()

    with pytest.raises(NotABackup, match="altérée"):
        read_to_the_end(stream, key)


def test_what_is_in_the_file_is_unreadable_without_the_password(school):
    live(school)
    stream, _ = save(school)

    assert b"Jules-Exemple" not in stream.getvalue()
    assert b"accounts" not in stream.getvalue()


def test_disk_that_fills_up_is_said_and_keeps_nothing(school):
    with (
        Path("/dev/full").open("wb", buffering=0) as full,
        pytest.raises(StorageFailed, match="disque de ce serveur est plein"),
        told_in_french(),
    ):
        write_backup(school=school, stream=full, key=file_key(), by="", progress=nobody)
