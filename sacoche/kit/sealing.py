"""What may be read again on any server of the installation, and by nobody who has the database alone: sealed bytes.

A value is sealed by a key drawn from SECRET_KEY: without it, a backup of the database tells nothing. What must outlive
this server, an archive, is sealed by a key of its own, which goes with its row into the backups.
"""

import base64
import functools
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

# Bytes before what AES-GCM seals.
_NONCE = 12


class Unsealed(Exception):
    """These bytes were sealed by another key, or changed since: nothing can be read in them."""


def seal(value: Any) -> bytes:
    """The value, which JSON can hold, sealed."""
    return _fernet(settings.SECRET_KEY).encrypt(json.dumps(value).encode())


def unseal(sealed: bytes) -> Any:
    """The value again. Raises Unsealed."""
    try:
        return json.loads(_fernet(settings.SECRET_KEY).decrypt(bytes(sealed)))
    except InvalidToken as error:
        raise Unsealed from error


@functools.cache
def _fernet(secret_key: str) -> Fernet:
    key = salted_hmac("sacoche.kit.sealing", "sealed rows", secret=secret_key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


# --- Bytes, by a key of their own -------------------------------------------------------------------------------------


def new_key() -> bytes:
    """A key that seals one thing (AES-256): it is kept apart from what it seals."""
    return AESGCM.generate_key(bit_length=256)


def seal_bytes(key: bytes, content: bytes) -> bytes:
    """The bytes sealed: the number used once, then what AES-GCM makes of them."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, None)


def unseal_bytes(key: bytes, sealed: bytes) -> bytes:
    """The bytes again. Raises Unsealed when one of them has changed since, or the key is another one."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise Unsealed from error
