"""A ZIP of one file under a password, in the form that 7-Zip and WinZip read and write: AES, « AE-1 » and « AE-2 ».

The key comes from the password by PBKDF2 (SHA-1, a thousand turns: the format fixes them, so that a password has to be
long), the content is enciphered in counter mode, and a code over what is enciphered tells whether a byte was changed.
"""

import hashlib
import hmac
import os
import secrets
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sacoche.kit.files.archive import DAMAGED, MAX_EXPANDED, BadArchive, damage_refused, open_index
from sacoche.kit.private import temporary_folder

SHORTEST_PASSWORD = 12
WANTED = "Ce fichier est protégé par un mot de passe : écrivez celui qui vous a été donné avec lui."
WRONG = "Ce mot de passe n'ouvre pas ce fichier : vérifiez-le auprès de la personne qui vous l'a donné."
ALTERED = "Ce fichier a été modifié ou abîmé en route : demandez qu'on vous l'envoie à nouveau."
TOO_OLD = (
    "Cette archive est protégée d'une façon qui ne protège plus (ZipCrypto) : demandez-la chiffrée en AES-256, "
    "ou sans mot de passe."
)
NOT_ALONE = "Cette archive protégée contient plusieurs fichiers : demandez celle qui n'en contient qu'un."

_IS_SEALED, _BY_AES = 0x1, 99
_TURNS, _TAG, _VERIFIER, _PIECE = 1000, 10, 2, 64 * 1024
# What 1, 2 and 3 mean in the format, in bytes of key; the salt is half of it.
_KEYS = {1: 16, 2: 24, 3: 32}
_EXTRA = struct.Struct("<HHH2sBH")
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
# No letter that reads like another one.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongPassword(BadArchive):
    """The password is wrong, or was not given."""


def new_password() -> str:
    """« kp7d-m2wx-… »: twenty letters at random, which nobody guesses and anybody can read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))


# --- Writing ----------------------------------------------------------------------------------------------------------


def seal(plain: BinaryIO, sealed: BinaryIO, *, password: str) -> None:
    """Write to `sealed` the archive of one file that `plain` is, under the password (AES-256)."""
    with zipfile.ZipFile(plain) as archive:
        (member,) = archive.infolist()
    salt = os.urandom(_KEYS[3] // 2)
    key = _Key.drawn(password, salt)
    size = len(salt) + _VERIFIER + member.compress_size + _TAG
    extra = _EXTRA.pack(0x9901, 7, 2, b"AE", 3, member.compress_type)
    name = member.filename.encode()
    # No checksum of what is in clear: it would tell something of it.
    facts = (51, _IS_SEALED, _BY_AES, *_moment(member), 0, size, member.file_size, len(name), len(extra))
    sealed.write(_LOCAL.pack(b"PK\x03\x04", *facts) + name + extra + salt + key.verifier)
    for piece in key.enciphered(_content(plain, member)):
        sealed.write(piece)
    sealed.write(key.tag)
    start = _LOCAL.size + len(name) + len(extra) + size
    index = _CENTRAL.pack(b"PK\x01\x02", 51, *facts, 0, 0, 0, 0, 0) + name + extra
    sealed.write(index + _END.pack(b"PK\x05\x06", 0, 0, 1, 1, len(index), start, 0))


def _moment(member: zipfile.ZipInfo) -> tuple[int, int]:
    """Time and date, as the format writes them."""
    year, month, day, hour, minute, second = member.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _content(file: BinaryIO, member: zipfile.ZipInfo, *, skipped: int = 0, left: int = 0) -> Iterator[bytes]:
    """What a member holds, as it is kept, but for its first and last bytes."""
    file.seek(member.header_offset)
    head = _LOCAL.unpack(file.read(_LOCAL.size))
    file.seek(head[-2] + head[-1] + skipped, 1)
    remaining = member.compress_size - skipped - left
    while remaining > 0:
        piece = file.read(min(_PIECE, remaining))
        if not piece:
            raise BadArchive(ALTERED)
        remaining -= len(piece)
        yield piece


# --- Reading ----------------------------------------------------------------------------------------------------------


def is_sealed(file: BinaryIO) -> bool:
    """Whether an archive asks for a password. Raises BadArchive."""
    with open_index(file) as archive:
        return any(member.flag_bits & _IS_SEALED for member in archive.infolist())


@contextmanager
def unsealed(file: BinaryIO, *, password: str) -> Iterator[BinaryIO]:
    """The same archive without its password, in a nameless file of the server. Raises BadArchive, WrongPassword.

    Nothing of it is given before every byte has been checked; it is then read as any other archive.
    """
    with tempfile.TemporaryFile(dir=temporary_folder()) as clear:
        with damage_refused(struct.error, ValueError):
            _unseal(file, clear, password)
        clear.seek(0)
        yield clear


def _unseal(file: BinaryIO, clear: BinaryIO, password: str) -> None:
    member = _only_sealed(file)
    key, method = _opened(file, member, password)
    _write_clear(clear, member, key.deciphered(_content(file, member, skipped=key.head, left=_TAG)), method)
    tag = b"".join(_content(file, member, skipped=member.compress_size - _TAG))
    if not hmac.compare_digest(key.tag, tag):
        raise BadArchive(ALTERED)


def _only_sealed(file: BinaryIO) -> zipfile.ZipInfo:
    with open_index(file) as archive:
        members = archive.infolist()
    if len(members) != 1:
        raise BadArchive(NOT_ALONE)
    if members[0].compress_type != _BY_AES:
        raise BadArchive(TOO_OLD)
    return members[0]


def _opened(file: BinaryIO, member: zipfile.ZipInfo, password: str) -> tuple["_Key", int]:
    """The key that the password gives, and how what is under it is compressed."""
    if not password:
        raise WrongPassword(WANTED)
    strength, method = _told(member.extra)
    length = _KEYS[strength]
    if member.compress_size < length // 2 + _VERIFIER + _TAG:
        raise BadArchive(DAMAGED)
    head = b"".join(_content(file, member, left=member.compress_size - length // 2 - _VERIFIER))
    key = _Key.drawn(password, head[: length // 2])
    # Two bytes: a wrong password in 65,000 goes on, and is then known by its code.
    if not hmac.compare_digest(key.verifier, head[length // 2 :]):
        raise WrongPassword(WRONG)
    return key, method


def _told(extra: bytes) -> tuple[int, int]:
    """The strength and the compression that the format's own field says, among those of a member."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x9901 and len(extra) >= _EXTRA.size:
            *_, strength, method = _EXTRA.unpack(extra[: _EXTRA.size])
            if strength in _KEYS and method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return strength, method
        extra = extra[4 + size :]
    raise BadArchive(DAMAGED)


def _write_clear(clear: BinaryIO, member: zipfile.ZipInfo, pieces: Iterator[bytes], method: int) -> None:
    """The archive in clear: its head is written last, once size and checksum are known."""
    name = member.filename.encode()
    start = _LOCAL.size + len(name)
    clear.seek(start)
    counted = _Counted(method)
    for piece in pieces:
        clear.write(piece)
        counted.add(piece)
    size = clear.tell() - start
    facts = (20, 0x800, method, *_moment(member), counted.checksum, size, counted.size, len(name), 0)
    clear.write(_CENTRAL.pack(b"PK\x01\x02", 20, *facts, 0, 0, 0, 0, 0) + name)
    index = _CENTRAL.size + len(name)
    clear.write(_END.pack(b"PK\x05\x06", 0, 0, 1, 1, index, start + size, 0))
    clear.seek(0)
    clear.write(_LOCAL.pack(b"PK\x03\x04", *facts) + name)


class _Counted:
    """The size and the checksum of what is compressed; it stops at the size that no school file reaches."""

    def __init__(self, method: int) -> None:
        self.size = self.checksum = 0
        self._expand = zlib.decompressobj(-15) if method == zipfile.ZIP_DEFLATED else None

    def add(self, piece: bytes) -> None:
        """Count what a piece becomes. Raises BadArchive."""
        if self._expand is None:
            return self._count(piece)
        try:
            while piece:
                self._count(self._expand.decompress(piece, _PIECE))
                piece = self._expand.unconsumed_tail
        except zlib.error:
            # Nonsense under a right-looking password: altered, or one wrong password in 65,000.
            raise BadArchive(ALTERED) from None

    def _count(self, content: bytes) -> None:
        self.size += len(content)
        self.checksum = zlib.crc32(content, self.checksum)
        if self.size > MAX_EXPANDED:
            raise BadArchive(f"Cette archive se déplie au-delà de {MAX_EXPANDED // 1024**2} Mo : refusée.")


# --- Enciphering ------------------------------------------------------------------------------------------------------


@dataclass
class _Key:
    """What a password and a salt give: the cipher, the code, and two bytes that tell a wrong password at once."""

    secret: bytes
    verifier: bytes
    head: int
    code: hmac.HMAC

    @classmethod
    def drawn(cls, password: str, salt: bytes) -> "_Key":
        length = 2 * len(salt)
        drawn = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, _TURNS, 2 * length + _VERIFIER)
        code = hmac.new(drawn[length : 2 * length], digestmod="sha1")
        return cls(drawn[:length], drawn[2 * length :], len(salt) + _VERIFIER, code)

    @property
    def tag(self) -> bytes:
        return self.code.digest()[:_TAG]

    def enciphered(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in self._crossed(pieces):
            self.code.update(piece)
            yield piece

    def deciphered(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        return self._crossed(self._heard(pieces))

    def _heard(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.code.update(piece)
            yield piece

    def _crossed(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Counter mode; the counter of this format grows from its first byte, which no library does: each of its
        values is enciphered, and what comes out crosses the content.
        """
        cipher = Cipher(algorithms.AES(self.secret), modes.ECB()).encryptor()  # noqa: S305
        turn = 1
        for piece in _whole(pieces):
            blocks = -(-len(piece) // 16)
            counters = b"".join(rank.to_bytes(16, "little") for rank in range(turn, turn + blocks))
            stream = cipher.update(counters)[: len(piece)]
            turn += blocks
            yield (int.from_bytes(piece) ^ int.from_bytes(stream)).to_bytes(len(piece))


def _whole(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of whole blocks, but for the last."""
    waiting = b""
    for piece in pieces:
        waiting += piece
        cut = len(waiting) // 16 * 16
        if cut:
            yield waiting[:cut]
        waiting = waiting[cut:]
    if waiting:
        yield waiting
