"""Classes and groups: « 6E1 » and « 3/4 » are a number and a date for a spreadsheet."""

import re
from collections.abc import Iterable

from imports.values.base import is_scientific
from sacoche.kit.names import clean_line
from sacoche.kit.text import unaccent

_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: 0{1,2}:00(?::00)?)?|(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_MONTHS = "janv?|feb|fevr?|mar|mars|apr|avr|avril|may|mai|june?|juin|jul|juil|aug|aout|sept?|oct|nov|dec"
# « 3-avr », « avr-26 », « 03-avr.-26 ».
_MONTH = re.compile(rf"(?:\d{{1,2}}[- ])?(?:{_MONTHS})\.?[- ]\d{{2,4}}|\d{{1,2}}-(?:{_MONTHS})\.?")
_EXPONENT = re.compile(r"(\d)(?:[.,]0+)?E\+?0*(\d+)", flags=re.IGNORECASE)
_ROUND = re.compile(r"([3-6])(0+)")


def class_damage(text: str) -> str:
    """What a spreadsheet made of this class, with what it may have been; empty when nothing tells that it did.

    « 6,00E+01 » may have been 6E1 or 6E01, a date 3/4 or 3-4: nobody but the school knows.
    """
    shown = clean_line(text)
    if is_scientific(shown):
        found = _EXPONENT.fullmatch(shown)
        return f"« {shown} », un nombre" + (f" ({found[1]}E{found[2]} ?)" if found else "")
    if found := _DATE.fullmatch(shown):
        day, month = (found[1], found[2]) if found[1] else (found[6], found[5])
        return f"« {shown} », une date ({int(day)}/{int(month)} ?)"
    if _TIME.fullmatch(shown):
        return f"« {shown} », une heure"
    return f"« {shown} », une date" if _MONTH.fullmatch(unaccent(shown)) else ""


def doubtful_numbers(classes: Iterable[str]) -> dict[str, str]:
    """The classes that are round numbers, with what each may have been: « 60 » is how 6E1 is read as a number.

    A school may call its classes by numbers: the others tell. Where one is 601, 600 is no doubt.
    """
    numbers = {text for text in map(clean_line, classes) if text.isascii() and text.isdigit()}
    found = {text: _ROUND.fullmatch(text) for text in sorted(numbers)}
    if not all(found.values()):
        return {}
    return {text: f"{match[1]}E{len(match[2])}" for text, match in found.items() if match}
