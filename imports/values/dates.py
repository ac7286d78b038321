"""Dates of birth and of exit."""

import datetime
import re

from imports.values.base import Read
from sacoche.kit.names import clean_line
from sacoche.kit.text import unaccent

# A pupil born in « 07 » is of 2007, in « 98 » of 1998.
_CENTURY_PIVOT = 70
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
# « 3 oct. 2012 », « 03-oct-12 », « mercredi 3 octobre 2012 »: what a spreadsheet shows of a date, by its format.
_SPELLED_DATE = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)?[ -]([a-z]{3,9})\.?[ -](\d{4}|\d{2})")
_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
# A day as a spreadsheet counts it (41185): from 1900 or from 1904, its file does not say which.
_DAY_NUMBER = re.compile(r"\d{4,5}(?:[.,]0+)?")


def parse_date(value: str) -> datetime.date | None:
    """The date of « 25/01/2007 », « 2007-01-25 » (a time may follow), « 25/01/07 » or « 25 janv. 2007 »; None when
    empty. Raises ValueError for anything else.
    """
    text = clean_line(value)
    if not text:
        return None
    year, month, day = _parts(text)
    if year < 100:
        year += 2000 if year < _CENTURY_PIVOT else 1900
    date = datetime.date(year, month, day)
    if not 1900 <= date.year < 2100:
        raise ValueError(value)
    return date


def _parts(text: str) -> tuple[int, int, int]:
    first = text.split(" ")[0].split("T")[0]
    if found := _ISO_DATE.fullmatch(first):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _FRENCH_DATE.fullmatch(first):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SPELLED_DATE.fullmatch(unaccent(text)):
        return int(found[3]), _month(found[2]), int(found[1])
    raise ValueError(text)


def _month(name: str) -> int:
    """The month of which this is the beginning, when there is only one. Raises ValueError."""
    found = [number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name)]
    if len(found) != 1:
        raise ValueError(name)
    return found[0]


def read_date(value: str) -> Read[datetime.date | None]:
    """The date of a cell; None, said, when it is not one."""
    try:
        return Read(parse_date(value))
    except ValueError:
        text = clean_line(value)
        if _DAY_NUMBER.fullmatch(text):
            return Read(
                None,
                f"« {text} » est un numéro de jour de tableur : non reprise ; mettez la colonne au format Date "
                "(JJ/MM/AAAA)",
            )
        return Read(None, f"« {text[:20]} » incomprise (JJ/MM/AAAA) : non reprise")
