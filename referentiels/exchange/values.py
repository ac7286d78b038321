"""One place per kind of value that a file of référentiel brings: read, or refused in words."""

import re
from urllib.parse import urlsplit

from referentiels.tree import DEFAULT_COEFFICIENT, LINK_LENGTH, MAX_COEFFICIENT


class BadValue(ValueError):
    """A value that cannot be taken up; the message says in French why, and what is allowed."""


def text(value: str, *, what: str, limit: int, required: bool = False) -> str:
    """A text of at most `limit` characters, without the spaces around it. Raises BadValue."""
    kept = value.strip()
    if required and not kept:
        raise BadValue(f"{what} est vide.")
    if len(kept) > limit:
        raise BadValue(f"{what} compte {len(kept)} caractères ; {limit} au plus.")
    return kept


def lines(value: str, *, what: str, limit: int) -> str:
    """A text whose lines are kept. Raises BadValue."""
    kept = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > limit:
        raise BadValue(f"{what} compte {len(kept)} caractères ; {limit} au plus.")
    return kept


def coefficient(value: str) -> int:
    """An integer from 0 to 20; the default when empty. Raises BadValue."""
    number = value.strip()
    if not number:
        return DEFAULT_COEFFICIENT
    if not re.fullmatch(r"\d{1,4}", number, re.ASCII) or int(number) > MAX_COEFFICIENT:
        raise BadValue(f"le coefficient « {number[:20]} » n'est pas un nombre entier de 0 à {MAX_COEFFICIENT}.")
    return int(number)


_YES, _NO = {"1", "oui"}, {"0", "non"}


def requestable(value: str) -> bool:
    """« 1 » or « 0 » in XML, « oui » or « non » in a spreadsheet; yes when empty. Raises BadValue."""
    asked = value.strip().casefold()
    if asked and asked not in _YES | _NO:
        raise BadValue(f"« {value.strip()[:20]} » ne dit pas si l'item peut être demandé : 1 pour oui, 0 pour non.")
    return asked not in _NO


def link(value: str) -> str:
    """An address of the web, or nothing; no other scheme than http and https opens. Raises BadValue."""
    address = value.strip()
    if not address:
        return ""
    if len(address) > LINK_LENGTH:
        raise BadValue(f"le lien compte {len(address)} caractères ; {LINK_LENGTH} au plus.")
    if re.search(r"[\s\x00-\x1f<>\"]", address) or not _is_web(address):
        raise BadValue(f"le lien « {address[:60]} » n'est pas une adresse http:// ou https://.")
    return address


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
