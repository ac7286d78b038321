"""Reading files of identifiers: bytes in, one line for each person out. Touches no database."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from imports.extraction import Problem, UnreadableFile
from imports.identities.layouts import Headers, Layout
from imports.reading.notes import Notes
from sacoche.kit.decode import NotText, decode
from sacoche.kit.names import clean_text
from sacoche.kit.text import unaccent

VALUE_LENGTH = 63
LOGIN_LENGTH = 64
MAX_LINES = 20_000
_SEPARATORS = ";,\t:"
# Lilie and Celia write « ID : 123 » for what their sign-in calls UT123.
_LOGICA = re.compile(r"ID\s*:\s*(\d+)", re.IGNORECASE)
UNCHANGED = "inchangé"


@dataclass(frozen=True)
class IdentityLine:
    """One person of a file. `value` is the identifier, or the login; empty values change nothing."""

    line: int
    last_name: str
    first_name: str
    value: str
    sconet_id: int | None = None
    elenoet: str = ""
    password: str = ""
    # The account it is about, when it is known without its name: a copy from another field.
    account_id: int | None = None

    @property
    def full_name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True)
class IdentityFile:
    """What a file says: its lines, and those that were left out."""

    lines: Sequence[IdentityLine]
    problems: Sequence[Problem] = ()


Rows = list[tuple[int, list[str]]]


def read_by_layout(data: bytes, layout: Layout) -> IdentityFile:
    """The lines of a file whose columns are known by their place. Raises UnreadableFile."""
    rows = _rows(data)[layout.header_lines :]
    places = {"value": layout.value, "last_name": layout.last_name, "first_name": layout.first_name}
    if layout.sconet_id is not None:
        places["sconet_id"] = layout.sconet_id
    return _file(rows, places, "le format choisi ne convient pas à ce fichier")


def read_by_headers(data: bytes, headers: Headers) -> IdentityFile:
    """The lines of a file whose columns are known by their names. Raises UnreadableFile naming those missing."""
    rows = _rows(data)
    header = [_heading(cell) for cell in rows[0][1]]
    places = {}
    for key, names in vars(headers).items():
        found = next((header.index(_heading(name)) for name in names if _heading(name) in header), None)
        if found is not None:
            places[key] = found
    labels = {"last_name": "Nom", "first_name": "Prénom", "value": "Identifiant ENT"}
    missing = [f"« {label} »" for key, label in labels.items() if key not in places]
    if missing:
        raise UnreadableFile(
            f"Aucune colonne ne s'appelle {', '.join(missing)} : choisissez le format de votre ENT dans la liste, ou "
            "donnez ces titres aux colonnes."
        )
    return _file(rows[1:], places, "ce fichier n'a que sa ligne de titres")


def read_gepi(data: bytes) -> IdentityFile:
    """The lines of base_eleve_gepi.csv and the like: no title; name, first name, login, …, n° Sconet."""
    places = {"last_name": 0, "first_name": 1, "value": 2, "elenoet": 4}
    return _file(_rows(data), places, "ce n'est pas un fichier de Gepi")


def read_sacoche(data: bytes) -> IdentityFile:
    """The lines of the file of logins that people edited: login, password, name, first name."""
    places = {"value": 0, "password": 1, "last_name": 2, "first_name": 3}
    return _file(_rows(data)[1:], places, "ce fichier n'a que sa ligne de titres", is_value_optional=True)


def _rows(data: bytes) -> Rows:
    if not data.strip():
        raise UnreadableFile("Ce fichier est vide.")
    try:
        text = decode(data)
    except NotText as error:
        raise UnreadableFile(str(error)) from error
    if text.lstrip().startswith("<"):
        raise UnreadableFile("C'est un fichier XML ou une page web : il faut un fichier CSV.")
    separator = max(_SEPARATORS, key=text.count)
    reader = csv.reader(io.StringIO(text.replace("\0", "\ufffd")), delimiter=separator)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UnreadableFile("Ce fichier est coupé ou abîmé : refaites l'extraction.") from error
    if not rows:
        raise UnreadableFile("Ce fichier ne contient aucune ligne remplie : refaites l'extraction.")
    if len(rows) > MAX_LINES:
        raise UnreadableFile("Ce fichier a trop de lignes pour être celui d'un établissement.")
    return rows


def _file(rows: Rows, places: dict[str, int], advice: str, *, is_value_optional: bool = False) -> IdentityFile:
    notes = Notes()
    lines = list(_each_once(_lines(rows, places, notes, is_value_optional=is_value_optional), notes))
    if not lines:
        raise UnreadableFile(f"Aucune ligne de ce fichier n'est utilisable : {advice}.")
    return IdentityFile(lines, notes.problems)


def _lines(rows: Rows, places: dict[str, int], notes: Notes, *, is_value_optional: bool) -> Iterator[IdentityLine]:
    for number, row in rows:
        cells = {key: clean_text(row[place]) if place < len(row) else "" for key, place in places.items()}
        names = notes.names(number, cells["last_name"], cells["first_name"])
        if names is None:
            continue
        value = _kept(cells["value"])
        if is_value_optional:
            value = unaccent(value)
        longest = LOGIN_LENGTH if is_value_optional else VALUE_LENGTH
        if not value and not is_value_optional:
            notes.add(number, f"{' '.join(names)} n'a pas d'identifiant : ligne ignorée.")
        elif len(value) > longest or "\ufffd" in value:
            notes.add(number, f"identifiant illisible ou de plus de {longest} caractères : ligne ignorée.")
        else:
            sconet_id = cells.get("sconet_id", "")
            yield IdentityLine(
                number,
                *names,
                value=value,
                sconet_id=int(sconet_id)
                if sconet_id.isascii() and sconet_id.isdigit() and len(sconet_id) < 19
                else None,
                elenoet=cells.get("elenoet", ""),
                password=_kept(cells.get("password", "")),
            )


def _each_once(lines: Iterable[IdentityLine], notes: Notes) -> Iterator[IdentityLine]:
    """The lines, those that say again what another says left out: an extraction may name somebody in each class."""
    first: dict[IdentityLine, int] = {}
    for line in lines:
        before = first.setdefault(replace(line, line=0), line.line)
        if before == line.line or not line.value:
            yield line
        else:
            notes.add(line.line, f"{line.full_name} est déjà à la ligne {before} : compté une seule fois.")


def _kept(value: str) -> str:
    """The value; empty when the file says that nothing changes."""
    if unaccent(value) == unaccent(UNCHANGED):
        return ""
    found = _LOGICA.fullmatch(value)
    return f"UT{found[1]}" if found else value


def _heading(name: str) -> str:
    return " ".join(unaccent(name).split())
