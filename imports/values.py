"""Values of people's files, whatever the format (imports spec §1.4)."""

import datetime
import re

# A pupil born in « 07 » is of 2007, in « 98 » of 1998.
_CENTURY_PIVOT = 70
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MALE = ("1", "M", "M.", "MR", "G", "MASCULIN", "MONSIEUR")
_FEMALE = ("2", "F", "MME", "MME.", "MLLE", "FÉMININ", "FEMININ", "MADAME", "MADEMOISELLE")
_GENDERS = dict.fromkeys(_MALE, "M") | dict.fromkeys(_FEMALE, "F")


def parse_date(value: str) -> datetime.date | None:
    """The date of « 25/01/2007 », « 2007-01-25 » (a time may follow) or « 25/01/07 »; None when empty.

    Raises ValueError for anything else.
    """
    text = value.strip().split(" ")[0].split("T")[0]
    if not text:
        return None
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _FRENCH_DATE.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        raise ValueError(value)
    if year < 100:
        year += 2000 if year < _CENTURY_PIVOT else 1900
    date = datetime.date(year, month, day)
    if not 1900 <= date.year < 2100:
        raise ValueError(value)
    return date


def parse_gender(value: str) -> str:
    """« M » or « F » for the codes that files use; empty when unknown."""
    return _GENDERS.get(value.strip().upper(), "")
