"""What the reading of a value gives, and the signs that a spreadsheet leaves."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")

# « 2,61E+11 », « 6.00E+02 », « 1e+11 »: the sign, or the decimals, tell it from a reference that somebody chose (2E3).
_SCIENTIFIC = re.compile(r"\d+[.,]\d+E[+-]?\d{1,3}|\d+E[+-]\d{1,3}", flags=re.IGNORECASE)
# « 1541944,0 »: three zeros would be those of « 1.000 », a thousand for some.
_WHOLE = re.compile(r"(\d+)[.,]0{1,2}")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")


@dataclass(frozen=True)
class Read(Generic[Value]):
    """A value as it is kept, and what must be told of it in French: empty when it was as it should be."""

    value: Value
    said: str = ""


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet shows the number so: the digits that it hides are lost."""
    return _SCIENTIFIC.fullmatch(text) is not None


def whole_number(text: str) -> str:
    """The digits of a number that a spreadsheet dressed up: « 1541944,0 », « 1 541 944 »; anything else as it is."""
    if found := _WHOLE.fullmatch(text):
        return found[1]
    return text.replace(" ", "") if _THOUSANDS.fullmatch(text) else text
