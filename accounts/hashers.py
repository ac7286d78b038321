"""Password hashing."""

import hashlib
import re
import unicodedata
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

from sacoche.kit.watching.figures import HASHING

# What SACoche took away at both ends of a password; the no-break space stayed.
_BLANKS = " \t\n\r\0\x0b"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_SALT = "grain_de_sel"
_DIGEST = re.compile(r"[0-9a-f]{32}")


class OwaspArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at the OWASP minimum, so that a thousand labels stay affordable.

    Of the equal settings of the OWASP password storage sheet, the one that takes the least memory: two processors
    hashing at once dispute it less.
    """

    time_cost = 5
    memory_cost = 7_168  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with HASHING.time():
            encoded: str = super().encode(password, salt)
            return encoded

    def verify(self, password: str, encoded: str) -> bool:
        with HASHING.time():
            return bool(super().verify(password, encoded))


def sacoche_digest(password: str) -> str:
    """What SACoche kept of a password: 32 hexadecimal digits, of one salt for everybody."""
    return hashlib.md5(f"{_SALT}{password}".encode(), usedforsecurity=False).hexdigest()


def is_sacoche_digest(value: str) -> bool:
    return _DIGEST.fullmatch(value) is not None


class SacocheHasher(OwaspArgon2Hasher):
    """A password that came with a backup of SACoche: Argon2id of the digits that it kept, which are nowhere else.

    The first good sign-in replaces it by Argon2id of the password itself (entrance.signin).
    """

    algorithm = "argon2sacoche"

    def encode_digest(self, digest: str) -> str:
        """What is stored for these 32 digits."""
        encoded: str = super().encode(digest, self.salt())
        return encoded

    def encode(self, password: str, salt: str) -> str:
        encoded: str = super().encode(sacoche_digest(password), salt)
        return encoded

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the password opens, typed as SACoche read it: blanks at the ends off, accents in one sign or two."""
        stripped = password.strip(_BLANKS)
        typed = (stripped, unicodedata.normalize("NFC", stripped), _CONTROLS.sub("", stripped), password)
        return any(self._opens(spelling, encoded) for spelling in dict.fromkeys(typed))

    def _opens(self, password: str, encoded: str) -> bool:
        return bool(super().verify(sacoche_digest(password), encoded))

    def must_update(self, encoded: str) -> bool:
        return True

    def harden_runtime(self, password: str, encoded: str) -> Any:
        """Argon2 takes its time whatever is typed."""


def is_wrapped(encoded: str) -> bool:
    """Whether a stored password is still what a backup of SACoche gave."""
    return encoded.startswith(f"{SacocheHasher.algorithm}$")
