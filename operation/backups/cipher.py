"""Bytes under a password, as a stream: AES-256-GCM by pieces of 64 kB, the key drawn from the password by scrypt.

The head is in clear and authenticated: the mark, how scrypt was asked (log2 of n, r, p), the salt, the beginning of the
nonces, then its own HMAC, by which a wrong password is told from a file that was altered. The nonce of a piece is that
beginning (7 bytes), its rank (4 bytes) and whether it is the last (1 byte): pieces can be neither moved, nor left out,
nor cut off without its being known (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár).
"""

import hashlib
import hmac
import io
import os
import struct
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from operation.backups.faults import (
    ALTERED,
    CUT,
    CUT_OR_ALTERED,
    FOREIGN,
    NEWER,
    NOT_OPENED,
    NotABackup,
    WrongPassword,
)

SHORTEST_PASSWORD = 12
PIECE = 64 * 1024
_MARK = b"SACOCHE\x01"
_TAG = 16
# 32 MB of memory, a third of a second: what a guesser pays for each guess.
_LOG_N, _R, _P = 15, 8, 3
_HEAD = struct.Struct(">8sBBB16s7s")
_PROOF = 32
_KEY = 64
HEAD = _HEAD.size + _PROOF


@dataclass(frozen=True)
class FileKey:
    """The head of a file, and what its password gives with it. Whoever holds it reads that file, and no other."""

    head: bytes
    secret: bytes

    @property
    def cipher(self) -> AESGCM:
        return AESGCM(self.secret[:32])

    @property
    def proof(self) -> bytes:
        return hmac.digest(self.secret[32:], self.head, hashlib.sha256)

    @property
    def nonces(self) -> bytes:
        return self.head[-7:]

    def packed(self) -> str:
        """As text, to be sealed."""
        return (self.head + self.secret).hex()

    @staticmethod
    def unpacked(text: str) -> "FileKey":
        """The key again."""
        both = bytes.fromhex(text)
        return FileKey(both[: _HEAD.size], both[_HEAD.size :])


def new_key(password: str) -> FileKey:
    """A key for one new file; slow on purpose."""
    head = _HEAD.pack(_MARK, _LOG_N, _R, _P, os.urandom(16), os.urandom(7))
    return FileKey(head, _secret(password, head))


def key_of(head: bytes, password: str) -> FileKey:
    """The key of a file, from its first HEAD bytes; slow on purpose. Raises NotABackup, WrongPassword."""
    told, proof = head[: _HEAD.size], head[_HEAD.size :]
    if not told.startswith(_MARK[:-1]) or len(told) < len(_MARK):
        raise NotABackup(FOREIGN)
    if not told.startswith(_MARK):
        raise NotABackup(NEWER.format(version=f"format {told[len(_MARK) - 1]}"))
    if len(proof) < _PROOF:
        raise NotABackup(CUT)
    # More than we ever ask for is not ours, and would hold up the server.
    if (told[8], told[9], told[10]) != (_LOG_N, _R, _P):
        raise NotABackup(ALTERED)
    key = FileKey(told, _secret(password, told))
    if not hmac.compare_digest(key.proof, proof):
        raise WrongPassword(NOT_OPENED)
    return key


def _secret(password: str, head: bytes) -> bytes:
    _, log_n, r, p, salt, _ = _HEAD.unpack(head)
    return Scrypt(salt=salt, length=_KEY, n=2**log_n, r=r, p=p).derive(password.encode())


def _nonce(key: FileKey, rank: int, *, is_last: bool) -> bytes:
    return key.nonces + rank.to_bytes(4, "big") + bytes([is_last])


class Sealing(io.RawIOBase):
    """A stream to write to: what is written goes to `stream` sealed. Without `close`, the file is known to be cut."""

    def __init__(self, stream: BinaryIO, key: FileKey) -> None:
        self._stream, self._key = stream, key
        self._cipher, self._waiting, self._rank = key.cipher, bytearray(), 0
        stream.write(key.head + key.proof)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._waiting += content
        # The last piece is only known once nothing follows it.
        while len(self._waiting) > PIECE:
            self._seal(is_last=False)
        return len(content)

    def finish(self) -> None:
        """Nothing follows."""
        self._seal(is_last=True)

    def _seal(self, *, is_last: bool) -> None:
        piece = bytes(self._waiting[:PIECE])
        del self._waiting[:PIECE]
        nonce = _nonce(self._key, self._rank, is_last=is_last)
        self._stream.write(self._cipher.encrypt(nonce, piece, self._key.head))
        self._rank += 1


class Opening(io.RawIOBase):
    """A stream to read from: what `stream` holds after its head, in clear. Reading raises NotABackup."""

    def __init__(self, stream: BinaryIO, key: FileKey) -> None:
        self._stream, self._key = stream, key
        self._cipher, self._clear, self._rank = key.cipher, memoryview(b""), 0
        self._sealed = stream.read(PIECE + _TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:  # type: ignore[override]
        while not self._clear and self._sealed:
            self._open()
        size = min(len(into), len(self._clear))
        into[:size], self._clear = self._clear[:size], self._clear[size:]
        return size

    def _open(self) -> None:
        following = self._stream.read(PIECE + _TAG) if len(self._sealed) == PIECE + _TAG else b""
        try:
            nonce = _nonce(self._key, self._rank, is_last=not following)
            self._clear = memoryview(self._cipher.decrypt(nonce, self._sealed, self._key.head))
        except InvalidTag:
            raise NotABackup(self._fault(following)) from None
        self._sealed, self._rank = following, self._rank + 1

    def _fault(self, following: bytes) -> str:
        if following:
            return ALTERED
        if len(self._sealed) < PIECE + _TAG:
            return CUT_OR_ALTERED
        try:
            # A whole piece, which something was to follow?
            self._cipher.decrypt(_nonce(self._key, self._rank, is_last=False), self._sealed, self._key.head)
        except InvalidTag:
            return ALTERED
        return CUT
