"""Names of people as files bring them: one writing for the database, one for logins."""

import unicodedata
from functools import lru_cache

from sacoche.kit.text import unaccent

# An import cleans the same names at each of its steps.
_kept = lru_cache(maxsize=8192)


def clean_text(value: str) -> str:
    """The text trimmed and composed (NFC), its control characters gone; a line break, a tab or a space of another kind
    (no-break, narrow…) becomes a space.
    """
    if value.isprintable() and unicodedata.is_normalized("NFC", value):
        return value.strip()
    spaced = "".join(" " if letter.isspace() else letter for letter in value)
    return "".join(letter for letter in unicodedata.normalize("NFC", spaced) if not _is_control(letter)).strip()


def clean_line(value: str) -> str:
    """The same, each run of spaces made one: two writings that nobody tells apart by eye are one."""
    text = clean_text(value)
    return " ".join(text.split()) if "  " in text else text


@_kept
def clean_last_name(value: str) -> str:
    """A family name in capitals, accents kept: « Le gall » gives « LE GALL », « Strauß » « STRAUß »."""
    return upper(clean_line(value))


def upper(value: str) -> str:
    """Capitals letter for letter: what has no single capital (ß) stays, so that a text never grows."""
    capitals = value.upper()
    if len(capitals) == len(value):
        return capitals
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in value)


@_kept
def clean_first_name(value: str) -> str:
    """A first name with a capital after everything that is not a letter: « anne-sophie » gives « Anne-Sophie »."""
    result, inside_word = [], False
    for letter in clean_line(value):
        result.append(_lower(letter) if inside_word else upper(letter))
        inside_word = letter.isalpha() or (inside_word and unicodedata.combining(letter) > 0)
    return "".join(result)


@_kept
def login_clean(value: str) -> str:
    """The name as a login spells it: the letters a to z and the digits, in lower case, and nothing else."""
    return "".join(letter for letter in _spelled_out(value) if letter.isascii() and letter.isalnum())


def _spelled_out(value: str) -> str:
    return unaccent(value.replace("ß", "ss").replace("ẞ", "ss"))


def _lower(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf")
