"""Words and numbers as French writes them."""

import re
import unicodedata
from functools import lru_cache

# Letters that NFKD does not decompose, with what stands for them in an order of names.
_SPECIAL_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'"}
)

# The space before these signs, or after the one that opens a quotation.
_APART = re.compile(r" (?=[:;!?»])|(?<=«) ")


def count(number: int, singular: str, plural: str) -> str:
    """« 0 classe », « 1 classe », « 2 classes »: in French nought and one are singular; thousands are set apart."""
    return f"{spaced(number)} {word(number, singular, plural)}"


def capitalized(words: str) -> str:
    """« Données de SACoche »: the first letter alone is changed."""
    return words[:1].upper() + words[1:]


def spaced(number: int) -> str:
    """« 1 320 »: thousands set apart by a narrow no-break space."""
    return f"{number:,}".replace(",", "\u202f")


def unbroken(sentence: str) -> str:
    """The sentence with no-break spaces: a sign that stands apart never begins a line, « nothing » stays together."""
    return _APART.sub("\u00a0", sentence)


def unaccent(text: str) -> str:
    """The text in lower case without accents or ligatures: « Œuvré » gives « oeuvre »."""
    return text.lower() if text.isascii() else _decomposed(text)


# The first names of a school come back, class after class.
@lru_cache(maxsize=4096)
def _decomposed(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def letters(name: str) -> str:
    """The letters and digits of a name alone: « Jean-Pierre » and « Jean Pierre », « N’GUEMBA » and « N'Guemba » are
    the same.
    """
    return "".join(letter for letter in unaccent(name) if letter.isalnum())


def folded(text: str) -> str:
    """What two spellings of one identifier or address share: case and compatible signs, never accents (NFKC, casefold).

    Whoever matches what was typed with what is stored compares these, in Python: a database has a looser idea of case
    (PostgreSQL finds « gmail » with the dotless « gmaıl »), and each has its own.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def sort_key(last_name: str, first_name: str) -> str:
    """The one order of names of the product: family name then first name, without accents, case or punctuation.

    The tab between the two keeps « LE » Zoé before « LE GALL » Anne: it sorts before every letter and the space.
    """
    return "\t".join(_words(unaccent(name)) for name in (last_name, first_name))


def _words(text: str) -> str:
    if text.isalnum():
        return text
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text).split())


def word(number: int, singular: str, plural: str) -> str:
    """The word alone that goes with a number: singular for nought and one."""
    return singular if abs(number) < 2 else plural
