"""What cells and attributes say: whole numbers, days, hours, yes or no, as several programs write them. Pure."""

import datetime
import re
from collections.abc import Sequence

from bilans.computing.attendance import MOST
from sacoche.kit.text import unaccent

_WHOLE = re.compile(r"(\d{1,6})(?:[.,]0+)?")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_ISO_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_HOUR = re.compile(r"(?:.*[ T])?(\d{1,2})\s*[:hH]\s*(\d{2})?(?::\d{2}.*)?|(\d{2})(\d{2})")
_TEXT_FORMULA = re.compile(r'="(.*)"', flags=re.DOTALL)
_NO = {"", "n", "non", "0", "false", "faux", "-", "no"}


class Unread(ValueError):
    """The value cannot be read; the message says in French what it should be."""


def bare(cell: str) -> str:
    """A cell without what spreadsheets dress it in: « ="00123" », an apostrophe before a number, no-break spaces."""
    text = " ".join(cell.split())
    formula = _TEXT_FORMULA.fullmatch(text)
    if formula:
        return formula[1].replace('""', '"').strip()
    return text[1:] if text.startswith("'") and text[1:2] in "0123456789=+-@" else text


def whole(text: str) -> int | None:
    """A number from 0 to MOST (« 3 », « 3,0 »); None for an empty cell. Raises Unread."""
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if not found or int(found[1]) > MOST:
        raise Unread(f"« {text[:20]} » n'est pas un nombre entier de 0 à {MOST}")
    return int(found[1])


def day(text: str) -> datetime.date:
    """« 12/10/2026 », « 2026-10-12 », « 20261012 », with an hour behind or without. Raises Unread."""
    french, iso = _FRENCH_DAY.match(text), _ISO_DAY.match(text)
    try:
        if french:
            return datetime.date(int(french[3]), int(french[2]), int(french[1]))
        if iso:
            return datetime.date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    raise Unread(f"« {text[:20]} » n'est pas une date, comme 12/10/2026")


def hour(text: str) -> datetime.time:
    """« 08:00 », « 8h30 », « 0830 », after a date or alone. Raises Unread."""
    found = _HOUR.fullmatch(text)
    try:
        if found:
            return datetime.time(int(found[1] or found[3]), int(found[2] or found[4] or 0))
    except ValueError:
        pass
    raise Unread(f"« {text[:20]} » n'est pas une heure, comme 08:30")


def yes(text: str) -> bool:
    """Whether the cell says so: anything but nothing, « N », « Non », « 0 »."""
    return unaccent(text) not in _NO


def is_among(text: str, words: Sequence[str]) -> bool:
    """Whether the cell is one of these words, whatever their case."""
    return unaccent(text) in {unaccent(word) for word in words}
