"""The values of people, cleaned as the database keeps them, and what was wrong with them."""

import datetime
from collections.abc import Mapping, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from imports.brought.extraction import Problem, UnreadableFile
from imports.values import (
    Read,
    class_damage,
    doubtful_numbers,
    read_date,
    read_gender,
    read_identifier,
    read_ine,
    read_number,
)
from sacoche.kit.files.tabular import UNREADABLE
from sacoche.kit.names import clean_first_name, clean_last_name, clean_line, clean_text, upper
from sacoche.kit.text import unaccent

NAME_LENGTH = 100
IDENTIFIER_LENGTH = 32
ELENOET_LENGTH = 20
EMAIL_LENGTH = 100
REFERENCE_LENGTH = 20
# How many damaged classes a refusal names.
_SHOWN = 5
Value = TypeVar("Value")


class Notes:
    """Gathers what was left out or mended of one file. `ignored` says what becomes of somebody without a name."""

    def __init__(self, ignored: str = "ligne ignorée") -> None:
        self._problems: list[Problem] = []
        self._damaged: dict[tuple[int, str], str] = {}
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

    def taken(self, line: int, label: str, read: Read[Value]) -> Value:
        """The value, once what is to be told of it is."""
        if read.said:
            self.add(line, f"{label} {read.said}.")
        return read.value

    def date(self, line: int, value: str, label: str = "date de naissance") -> datetime.date | None:
        """The date; None when there is none, or when it is not one."""
        return self.taken(line, label, read_date(value))

    def gender(self, line: int, value: str, label: str = "sexe") -> str:
        """« M », « F », or nothing; a note when the cell means neither."""
        return self.taken(line, label, read_gender(value))

    def identifier(self, line: int, value: str, label: str, length: int = IDENTIFIER_LENGTH) -> str:
        """An identifier in capitals; empty, and a note, when it is too long, unreadable or rounded."""
        return self._fitting(line, label, read_identifier(value), length) if value else ""

    def ine(self, line: int, value: str) -> str:
        """An INE, given back the zeros that a spreadsheet took from it."""
        return self._fitting(line, "INE", read_ine(value), IDENTIFIER_LENGTH) if value else ""

    def _fitting(self, line: int, label: str, read: Read[str], length: int) -> str:
        refusal = value_refusal(read.value, length)
        if refusal:
            self.add(line, f"{label} {refusal} : non repris.")
            return ""
        return self.taken(line, label, read)

    def number(self, line: int, value: str, label: str) -> int | None:
        """A positive number of the ministry; None, and a note, when it is something else."""
        return self.taken(line, label, read_number(value)) if value.strip() else None

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
        found = dict.fromkeys(upper(clean_line(value)) for value in values if value)
        found.pop("", None)
        for reference in found:
            self.class_cell(line, reference, label)
        for reference in list(found):
            refusal = reference_refusal(reference)
            if refusal:
                self.add(line, f"{label} « {reference[:20]} » {refusal} : non reprise.")
                del found[reference]
        return tuple(found)

    def class_cell(self, line: int, text: str, label: str) -> None:
        """Remember a class or a group that a spreadsheet has changed, for `refuse_damaged_classes`."""
        damage = class_damage(text)
        if damage:
            self._damaged.setdefault((line, label), damage)

    def refuse_damaged_classes(self) -> None:
        """Raise UnreadableFile, naming them, when a spreadsheet has made numbers or dates of classes or groups.

        The whole file is refused: read without these classes, their pupils would leave them.
        """
        if not self._damaged:
            return
        named = [f"ligne {line}, colonne « {label} » : {damage}" for (line, label), damage in self._damaged.items()]
        others = f" ; et {len(named) - _SHOWN} autres" if len(named) > _SHOWN else ""
        shown = " ; ".join(named[:_SHOWN])
        raise UnreadableFile(
            f"Un tableur a changé des classes ou des groupes de ce fichier : {shown}{others}. Rien "
            "n'est importé. Envoyez le fichier d'origine sans l'ouvrir ; ou, dans le tableur, mettez cette colonne au "
            "format Texte, retapez ces classes, enregistrez, puis renvoyez-le."
        )


def warn_of_numbers(notes: Notes, first_lines: Mapping[str, int], label: str) -> None:
    """Say which classes, or groups, may be what a spreadsheet made of another writing: « 60 » for 6E1."""
    for text, other in doubtful_numbers(first_lines).items():
        notes.add(
            first_lines[text], f"colonne « {label} » : « {text} » est peut-être ce qu'un tableur a fait de « {other} »."
        )


def name_refusal(label: str, value: str) -> str:
    """Why this cannot be a name; empty when it can."""
    name = clean_text(value)
    if not name:
        return f"{label} absent"
    if name == UNREADABLE:
        return f"{label} illisible"
    if len(name) > NAME_LENGTH:
        return f"{label} de plus de {NAME_LENGTH} caractères"
    return f"caractère illisible dans le {label} (encodage)" if UNREADABLE in name else ""


def reference_refusal(reference: str) -> str:
    """Why this cannot be the reference of a class or a group; empty when it can."""
    return value_refusal(reference, REFERENCE_LENGTH)


def readable_names(last_name: str, first_name: str) -> tuple[str, str]:
    """Names of which one cannot be kept: the other, or nothing. They say who is not to be closed, nothing more."""
    return (
        "" if name_refusal("nom", last_name) else clean_last_name(last_name),
        "" if name_refusal("prénom", first_name) else clean_first_name(first_name),
    )


def value_refusal(value: str, length: int) -> str:
    """Why this cannot be kept; empty when it can."""
    if len(value) > length:
        return f"de plus de {length} caractères"
    return "illisible" if UNREADABLE in value else ""
