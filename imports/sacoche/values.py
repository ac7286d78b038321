"""Values of a backup: days, numbers and texts as the columns hold them, made fit for ours."""

import datetime
import re
from collections.abc import Mapping

Record = Mapping[str, str]
NEVER = "0000-00-00"
ENDLESS = "9999-12-31"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: .*)?")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def number_of(value: str) -> int:
    """A whole number, 0 for what is none."""
    return int(value) if value.isascii() and value.removeprefix("-").isdigit() and len(value) < 12 else 0


def day_of(value: str) -> datetime.date | None:
    """The day of a date or of a moment, exactly as written; None for none and for what is no day."""
    found = _DAY.fullmatch(value)
    if found is None or value.startswith((NEVER, ENDLESS)):
        return None
    try:
        return datetime.date(*map(int, found.groups()))
    except ValueError:
        return None


def nearest_day(value: str) -> tuple[datetime.date | None, bool]:
    """The day, and whether it had to be mended: a month or a day 00 is the first one (« 2026-02-00 »: 1 February)."""
    if day := day_of(value):
        return day, False
    found = _DAY.fullmatch(value)
    if found is None or value.startswith((NEVER, ENDLESS)):
        return None, False
    year, month, day_number = map(int, found.groups())
    if day_number and month:
        return None, False
    try:
        return datetime.date(year, month or 1, day_number or 1), True
    except ValueError:
        return None, False


def line_of(value: str) -> str:
    """A text of one line: line breaks and blanks in a row become one space."""
    return _BLANKS.sub(" ", value).strip()


def text_of(value: str) -> str:
    """A text of several lines, with ends of lines of one kind and no control character."""
    return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def address_of(value: str) -> str:
    """An address of the web, or nothing: a link to anything else would run a program or read a disk."""
    address = value.strip()
    return address if _ADDRESS.fullmatch(address) else ""


def numbers_in(value: str) -> list[str]:
    """« ,149,150, »: the numbers between the commas."""
    return [each for each in value.split(",") if each.isdigit()]


def repaired(value: str) -> str:
    """A text once taken for Latin-1 (« CÃ©cile »), put right; the text itself when it is not one."""
    if value.isascii():
        return value
    try:
        return _in_bytes(value).decode()
    except UnicodeError:
        return value


def _in_bytes(value: str) -> bytes:
    """The bytes of Windows-1252; the five that it does not know are those of Latin-1, as servers wrote them."""
    out = bytearray()
    for character in value:
        try:
            out += character.encode("cp1252")
        except UnicodeEncodeError:
            out += character.encode("latin-1")
    return bytes(out)
