"""Ten codes on paper, each of which opens once, for whoever has lost his telephone or his key."""

import secrets

from django.utils.crypto import salted_hmac

COUNT = 10
# Neither 0 nor o, 1 nor l nor i: they are copied from paper.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH = 10


def new_codes() -> tuple[str, ...]:
    """Ten codes as they are read: « ab3de-fgh4j »."""
    return tuple(_shown("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))) for _ in range(COUNT))


def plain(typed: str) -> str:
    """A code as it is compared: without spaces, dashes or case."""
    return "".join(letter for letter in typed.casefold() if letter.isalnum())


def looks_like_one(typed: str) -> bool:
    """Whether this was meant as a recovery code: an application only gives digits, and fewer."""
    return len(plain(typed)) == _LENGTH


def digest(code: str) -> str:
    """What is kept of a code, beside its owner: without the secret key of the servers, it tells nothing."""
    return salted_hmac("sacoche.kit.factor.recovery", plain(code), algorithm="sha256").hexdigest()


def _shown(code: str) -> str:
    return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"
