"""Documents that another server checks: signed by a key that this one draws from its secret (Ed25519).

The key that checks goes with the document: it tells that nothing was changed on the way. Who it is the key of, two
people tell each other by its fingerprint.
"""

import functools
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.crypto import salted_hmac


class BadSignature(Exception):
    """What is signed was changed, or is signed by another key."""


def sign(content: bytes) -> bytes:
    """The signature of this server, 64 bytes."""
    return _key(settings.SECRET_KEY).sign(content)


def public_key() -> bytes:
    """The key that checks the signatures of this server, 32 bytes."""
    return _key(settings.SECRET_KEY).public_key().public_bytes_raw()


def check(content: bytes, *, key: bytes, signature: bytes) -> None:
    """Do nothing when this key signed this content. Raises BadSignature."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, content)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature from error


def fingerprint(key: bytes) -> str:
    """« 1F3A-99C0-… »: what two people read to each other."""
    digits = hashlib.sha256(key).hexdigest()[:16].upper()
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


@functools.cache
def _key(secret: str) -> Ed25519PrivateKey:
    drawn = salted_hmac("sacoche.kit.signing", "documents", secret=secret, algorithm="sha256").digest()
    return Ed25519PrivateKey.from_private_bytes(drawn)
