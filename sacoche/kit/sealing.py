"""What may be read again on any server of the installation, and by nobody who has the database alone: sealed bytes.

Sealed by a key drawn from SECRET_KEY: without it, a backup of the database tells nothing.
"""

import base64
import functools
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac


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
