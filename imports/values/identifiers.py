"""Identifiers: INE, numbers of the ministry, free numbers of the school.

One that a spreadsheet has rounded is nobody's: taken up, it would be the same for two people, and give the account of
one to the other.
"""

import re

from imports.values.base import Read, is_scientific, whole_number
from sacoche.kit.names import clean_line, upper

_MAX_ID = 2**63 - 1
# An INE is eleven characters; spreadsheets drop the zeros that it begins with.
_SHORT_INE = re.compile(r"\d{1,9}[A-Z]{1,2}")
_INE_LENGTH = 11
# « 261235000000 »: what remains of twelve digits or more once the file was saved as « 2,61235E+11 ».
_ROUNDED = re.compile(r"\d{6,}0{6,}")


def rounding(value: str) -> str:
    """What is told of an identifier that a spreadsheet has rounded; empty for any other."""
    text = upper(clean_line(value))
    if is_scientific(text) or _ROUNDED.fullmatch(text):
        return f"« {text[:20]} » est un nombre arrondi par un tableur : non repris"
    return ""


def read_identifier(value: str) -> Read[str]:
    """An identifier in capitals; empty, said, when a spreadsheet has rounded it."""
    if said := rounding(value):
        return Read("", said)
    text = upper(clean_line(value))
    whole = whole_number(text)
    return Read(whole, f"« {text[:30]} » écrit comme un nombre : repris « {whole} »" if whole != text else "")


def read_ine(value: str) -> Read[str]:
    """An INE, given back the zeros that a spreadsheet took from it."""
    read = read_identifier(value)
    ine = read.value
    if len(ine) < _INE_LENGTH and _SHORT_INE.fullmatch(ine):
        whole = ine.zfill(_INE_LENGTH)
        return Read(whole, f"« {ine} » sans ses zéros (un tableur les enlève) : repris « {whole} »")
    return read


def read_number(value: str) -> Read[int | None]:
    """A positive number of the ministry, whatever zeros it begins with; None, said, when it is something else."""
    read = read_identifier(value)
    text = read.value
    if text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= _MAX_ID:
        return Read(int(text), read.said)
    if not text:
        return Read(None, read.said)
    return Read(None, f"« {clean_line(value)[:20]} » incompris : non repris")


def ministry_key(value: str) -> str:
    """What two writings of one number of the ministry have in common: « 0012 » and « 12 »."""
    text = value.strip()
    return text.lstrip("0") or text
