"""The values of people, cleaned as the database keeps them (imports spec §1.4), and what was wrong with them."""

import datetime
import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from imports.extraction import Problem
from imports.values import parse_date
from sacoche.kit.names import clean_first_name, clean_last_name, clean_text, upper
from sacoche.kit.tabular import UNREADABLE
from sacoche.kit.text import unaccent

NAME_LENGTH = 100
IDENTIFIER_LENGTH = 32
ELENOET_LENGTH = 20
EMAIL_LENGTH = 100
REFERENCE_LENGTH = 20
_MAX_ID = 2**63 - 1
# An INE is eleven characters; spreadsheets drop the zeros that it begins with.
_SHORT_INE = re.compile(r"\d{1,9}[A-Z]{1,2}")
_INE_LENGTH = 11


class Notes:
    """Gathers what was left out or mended of one file. `ignored` says what becomes of somebody without a name."""

    def __init__(self, ignored: str = "ligne ignorée") -> None:
        self._problems: list[Problem] = []
        self.ignored = ignored

    @property
    def problems(self) -> list[Problem]:
        """In the order of the lines."""
        return sorted(self._problems, key=lambda problem: problem.line)

    def add(self, line: int, message: str) -> None:
        self._problems.append(Problem(line=line, message=message))

    def names(self, line: int, last_name: str, first_name: str) -> tuple[str, str] | None:
        """Both names as they are stored; None, and a note, when they cannot be those of somebody."""
        refusal = name_refusal("nom", last_name) or name_refusal("prénom", first_name)
        if refusal:
            self.add(line, f"{refusal} : {self.ignored}.")
            return None
        return clean_last_name(last_name), clean_first_name(first_name)

    def date(self, line: int, value: str, label: str = "date de naissance") -> datetime.date | None:
        """The date; None when there is none, or when it is not one."""
        try:
            return parse_date(value)
        except ValueError:
            self.add(line, f"{label} « {clean_text(value)[:20]} » incomprise (JJ/MM/AAAA) : non reprise.")
            return None

    def identifier(self, line: int, value: str, label: str, length: int = IDENTIFIER_LENGTH) -> str:
        """An identifier in capitals; empty, and a note, when it is too long or unreadable."""
        if not value:
            return ""
        identifier = upper(clean_text(value))
        refusal = value_refusal(identifier, length)
        if refusal:
            self.add(line, f"{label} {refusal} : non repris.")
            return ""
        return identifier

    def ine(self, line: int, value: str) -> str:
        """An INE, given back the zeros that a spreadsheet took from it."""
        ine = self.identifier(line, value, "INE")
        if len(ine) < _INE_LENGTH and _SHORT_INE.fullmatch(ine):
            whole = ine.zfill(_INE_LENGTH)
            self.add(line, f"INE « {ine} » sans ses zéros (un tableur les enlève) : repris « {whole} ».")
            return whole
        return ine

    def number(self, line: int, value: str, label: str) -> int | None:
        """A positive number of the ministry; None, and a note, when it is something else."""
        text = value.strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) <= _MAX_ID:
            return int(text)
        self.add(line, f"{label} « {clean_text(text)[:20]} » incompris : non repris.")
        return None

    def email(self, line: int, value: str) -> str:
        """An e-mail address without accents, in lower case; empty, and a note, when it is not one."""
        if not value:
            return ""
        email = unaccent(clean_text(value)).replace(" ", "")
        try:
            if email:
                validate_email(email)
        except ValidationError:
            self.add(line, f"adresse e-mail « {clean_text(value)[:60]} » incorrecte : non reprise.")
            return ""
        if len(email) > EMAIL_LENGTH:
            self.add(line, f"adresse e-mail de plus de {EMAIL_LENGTH} caractères : non reprise.")
            return ""
        return email

    def references(self, line: int, values: Sequence[str], label: str) -> tuple[str, ...]:
        """References of classes or groups, each once; a note for each that is too long or unreadable."""
        found = dict.fromkeys(upper(clean_text(value)) for value in values if value)
        found.pop("", None)
        for reference in list(found):
            refusal = reference_refusal(reference)
            if refusal:
                self.add(line, f"{label} « {reference[:20]} » {refusal} : non reprise.")
                del found[reference]
        return tuple(found)


def name_refusal(label: str, value: str) -> str:
    """Why this cannot be a name; empty when it can."""
    name = clean_text(value)
    if not name:
        return f"{label} absent"
    if len(name) > NAME_LENGTH:
        return f"{label} de plus de {NAME_LENGTH} caractères"
    return f"caractère illisible dans le {label} (encodage)" if UNREADABLE in name else ""


def reference_refusal(reference: str) -> str:
    """Why this cannot be the reference of a class or a group; empty when it can."""
    return value_refusal(reference, REFERENCE_LENGTH)


def value_refusal(value: str, length: int) -> str:
    """Why this cannot be kept; empty when it can."""
    if len(value) > length:
        return f"de plus de {length} caractères"
    return "illisible" if UNREADABLE in value else ""
