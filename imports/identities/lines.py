"""Reading files of identifiers: bytes in, one line for each person out. Touches no database."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from imports.brought.extraction import Problem, UnreadableFile
from imports.identities.layouts import Headers, Layout
from imports.reading.cells import plain_table
from imports.reading.notes import ELENOET_LENGTH, Notes
from imports.values import read_number
from imports.values.identifiers import rounding
from sacoche.kit.files.decode import NotText, decode
from sacoche.kit.files.tabular import Row, Table, separator_of
from sacoche.kit.names import clean_text
from sacoche.kit.text import unaccent

VALUE_LENGTH = 63
LOGIN_LENGTH = 64
MAX_LINES = 20_000
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
    """The lines of a file whose columns are known by their place, unless its titles say another. Raises
    UnreadableFile.
    """
    rows = _rows(data, layout.header_lines)
    titles = rows[layout.header_lines - 1][1] if 0 < layout.header_lines <= len(rows) else []
    places = {"value": layout.value, "last_name": layout.last_name, "first_name": layout.first_name}
    if layout.sconet_id is not None:
        places["sconet_id"] = layout.sconet_id
    advice = "le format choisi ne convient pas à ce fichier"
    return _file(rows[layout.header_lines :], _by_titles(titles, places), advice, titles=titles)


def _by_titles(titles: Sequence[str], places: dict[str, int]) -> dict[str, int]:
    """The places, as the titles say them when they name both names: an ENT may move its columns, or add some.

    The identifier stays where the format has it when that place has a title of identifiers: a file may have several.
    """
    told = _named_places(titles, Headers())
    if not {"last_name", "first_name"} <= told.keys():
        return places
    headings = [_heading(title) for title in titles]
    place = places["value"]
    is_there = place < len(headings) and headings[place] in {_heading(name) for name in Headers().value}
    kept = {"value": place} if is_there or "value" not in told else {}
    found = told | kept
    if len(set(found.values())) < len(found):
        return places
    return found if "sconet_id" in told else _without_taken(places, found)


def _without_taken(places: Mapping[str, int], found: dict[str, int]) -> dict[str, int]:
    """What was found, and the column of the Id Sconet where the format has it, unless that column is another."""
    place = places.get("sconet_id")
    return found if place is None or place in found.values() else found | {"sconet_id": place}


def read_by_headers(data: bytes, headers: Headers) -> IdentityFile:
    """The lines of a file whose columns are known by their names. Raises UnreadableFile naming those missing."""
    rows = _rows(data, 1)
    places = _named_places(rows[0][1], headers)
    labels = {"last_name": "Nom", "first_name": "Prénom", "value": "Identifiant ENT"}
    missing = [f"« {label} »" for key, label in labels.items() if key not in places]
    if missing:
        raise UnreadableFile(
            f"Aucune colonne ne s'appelle {', '.join(missing)} : choisissez le format de votre ENT dans la liste, ou "
            "donnez ces titres aux colonnes."
        )
    return _file(rows[1:], places, "ce fichier n'a que sa ligne de titres", titles=rows[0][1])


def _named_places(titles: Sequence[str], headers: Headers) -> dict[str, int]:
    """Where each column is that a title names."""
    header = [_heading(cell) for cell in titles]
    places = {}
    for key, names in vars(headers).items():
        found = next((header.index(_heading(name)) for name in names if _heading(name) in header), None)
        if found is not None:
            places[key] = found
    return places


def read_gepi(data: bytes) -> IdentityFile:
    """The lines of base_eleve_gepi.csv and the like: no title; name, first name, login, …, n° Sconet."""
    places = {"last_name": 0, "first_name": 1, "value": 2, "elenoet": 4}
    return _file(_rows(data, 0), places, "ce n'est pas un fichier de Gepi")


def read_sacoche(data: bytes) -> IdentityFile:
    """The lines of the file of logins that people edited: login, password, name, first name."""
    places = {"value": 0, "password": 1, "last_name": 2, "first_name": 3}
    rows = _rows(data, 1)
    advice = "ce fichier n'a que sa ligne de titres"
    return _file(rows[1:], places, advice, titles=rows[0][1], is_value_optional=True)


def _rows(data: bytes, header_lines: int) -> Rows:
    """Every row that is not blank. The last line of titles, or without any the first line, tells the separator."""
    if not data.strip():
        raise UnreadableFile("Ce fichier est vide.")
    try:
        text = decode(data)
    except NotText as error:
        raise UnreadableFile(str(error)) from error
    if text.lstrip().startswith("<"):
        raise UnreadableFile("C'est un fichier XML ou une page web : il faut un fichier CSV.")
    separator = _separator(text, header_lines)
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


def _separator(text: str, header_lines: int) -> str:
    """A title above the titles may have none: the lines after it are looked at then."""
    filled = [line for line in text.split("\n") if line.strip()]
    first = max(header_lines - 1, 0)
    lines = filled[first : first + 1] + filled[:first] + filled[first + 1 : first + 2]
    return next((found for line in lines if (found := separator_of(line)) in line), ";")


def _file(
    rows: Rows,
    places: dict[str, int],
    advice: str,
    *,
    titles: Sequence[str] = (),
    is_value_optional: bool = False,
) -> IdentityFile:
    notes = Notes()
    width = max((len(row) for _, row in rows), default=0)
    header = [*titles, *[""] * (width - len(titles))]
    plain = plain_table(Table(header, [Row(number, row) for number, row in rows]), notes)
    rows = [(row.line, list(row.cells)) for row in plain.rows]
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
        said = rounding(value)
        longest = LOGIN_LENGTH if is_value_optional else VALUE_LENGTH
        if not value and not is_value_optional:
            notes.add(number, f"{' '.join(names)} n'a pas d'identifiant : ligne ignorée.")
        elif len(value) > longest or "\ufffd" in value:
            notes.add(number, f"identifiant illisible ou de plus de {longest} caractères : ligne ignorée.")
        elif said:
            notes.add(number, f"identifiant {said} ; ligne ignorée.")
        else:
            yield IdentityLine(
                number,
                *names,
                value=value,
                sconet_id=_sconet_id(number, cells.get("sconet_id", ""), notes),
                elenoet=notes.identifier(number, cells.get("elenoet", ""), "n° Sconet", ELENOET_LENGTH),
                password=_kept(cells.get("password", "")),
            )


def _sconet_id(line: int, text: str, notes: Notes) -> int | None:
    """The number; files have other things in its column for those who have none."""
    said = rounding(text)
    if said:
        notes.add(line, f"Id Sconet {said}.")
    return read_number(text).value


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
