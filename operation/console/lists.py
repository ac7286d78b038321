"""A list of schools to be opened, as a spreadsheet file (CSV): read, each line judged, nothing written."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sacoche.kit.files.decode import NotText, decode
from sacoche.kit.files.tabular import BadTable, Row, Table, TooManyRows, read_table
from sacoche.kit.names import clean_first_name, clean_last_name, clean_line
from schools.uai import is_valid_uai

MOST_SCHOOLS = 2000
# What each column may be called; the number and the contact may be left out of the file.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("Numéro", "Id", "Id_Import"),
    "zone": ("Zone", "Id_Zone", "Zone géographique"),
    "town": ("Commune", "Ville", "Localisation"),
    "name": ("Nom", "Dénomination", "Établissement"),
    "uai": ("UAI", "RNE"),
    "last_name": ("Nom du contact", "Contact_Nom"),
    "first_name": ("Prénom du contact", "Contact_Prénom", "Contact_Prenom"),
    "email": ("E-mail du contact", "Courriel du contact", "Contact_Courriel"),
}
HEADS = ("Numéro", "Zone", "Commune", "Nom", "UAI", "Nom du contact", "Prénom du contact", "E-mail du contact")
_NEEDED = ("name",)


class UnreadableList(ValueError):
    """The file is not a list of schools; the message says why and what to do, in French."""


@dataclass(frozen=True)
class ListedSchool:
    """A school of the list; `faults` are its refusals, in French: it is opened when it has none."""

    line: int
    number: int | None
    zone: str
    town: str
    name: str
    uai: str
    last_name: str
    first_name: str
    email: str
    faults: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[int, int | None, str, str, str, str, str, str, str]:
        """What goes to the confirmation and comes back."""
        told = (self.zone, self.town, self.name, self.uai, self.last_name, self.first_name, self.email)
        return (self.line, self.number, *told)


@dataclass(frozen=True)
class Known:
    """What the server has already: a list may not take it again."""

    numbers: Set[int]
    uais: Set[str]
    zones: Set[str]


def read_list(data: bytes) -> list[ListedSchool]:
    """The lines of the file, none judged yet. Raises UnreadableList."""
    try:
        table = read_table(decode(data), max_rows=MOST_SCHOOLS)
    except TooManyRows as error:
        raise UnreadableList(f"Cette liste a plus de {MOST_SCHOOLS} lignes : découpez-la.") from error
    except (NotText, BadTable) as error:
        raise UnreadableList(str(error)) from error
    places = {name: table.column(titles) for name, titles in COLUMNS.items()}
    if missing := [COLUMNS[name][0] for name in _NEEDED if places[name] is None]:
        raise UnreadableList(
            f"La colonne « {missing[0]} » n'y est pas. La première ligne nomme les colonnes : {', '.join(HEADS)}."
        )
    if not table.rows:
        raise UnreadableList("Cette liste n'a aucun établissement sous sa première ligne.")
    return [_listed(row, places, table) for row in table.rows]


def _listed(row: Row, places: Mapping[str, int | None], table: Table) -> ListedSchool:
    cells = {name: clean_line(row.cells[place]) if place is not None else "" for name, place in places.items()}
    number = cells["number"]
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    return ListedSchool(
        line=row.line,
        number=int(number) if is_number else None,
        zone=cells["zone"],
        town=cells["town"],
        name=cells["name"],
        uai="".join(cells["uai"].split()).upper(),
        last_name=clean_last_name(cells["last_name"]),
        first_name=clean_first_name(cells["first_name"]),
        email=cells["email"],
        faults=(f"« {number} » n'est pas un numéro.",) if number and not is_number else (),
    )


def judged(listed: Sequence[ListedSchool], known: Known) -> list[ListedSchool]:
    """The same, with what is wrong in each: alone, beside the lines above it, beside what the server has."""
    uais: dict[str, int] = {}
    numbers: dict[int, int] = {}
    result = []
    for school in listed:
        faults = [*school.faults, *_own_faults(school), *_taken(school, known), *_doubled(school, uais, numbers)]
        result.append(ListedSchool(*school.values, faults=tuple(faults)))
        if school.uai:
            uais.setdefault(school.uai, school.line)
        if school.number:
            numbers.setdefault(school.number, school.line)
    return result


def _own_faults(school: ListedSchool) -> list[str]:
    faults = []
    if not school.name:
        faults.append("Le nom de l'établissement manque.")
    if too_long := [text for text in (school.name, school.town, school.email) if len(text) > 100]:
        faults.append(f"« {too_long[0][:30]}… » dépasse 100 caractères.")
    if school.uai and not is_valid_uai(school.uai):
        faults.append(f"« {school.uai} » n'est pas un numéro UAI : sa lettre de contrôle ou ses chiffres sont faux.")
    if school.email and not _is_email(school.email):
        faults.append(f"« {school.email} » n'est pas une adresse e-mail.")
    return faults


def _taken(school: ListedSchool, known: Known) -> list[str]:
    faults = []
    if school.uai and school.uai in known.uais:
        faults.append(f"Un établissement de ce serveur porte déjà le numéro UAI {school.uai}.")
    if school.number is not None and (school.number in known.numbers or school.number == 0):
        faults.append(f"Le numéro {school.number} n'est pas libre.")
    if school.zone and school.zone not in known.zones:
        faults.append(f"Aucune zone ne s'appelle « {school.zone} ».")
    return faults


def _doubled(school: ListedSchool, uais: Mapping[str, int], numbers: Mapping[int, int]) -> list[str]:
    faults = []
    if school.uai in uais:
        faults.append(f"Le numéro UAI {school.uai} est déjà celui de la ligne {uais[school.uai]}.")
    if school.number is not None and school.number in numbers:
        faults.append(f"Le numéro {school.number} est déjà celui de la ligne {numbers[school.number]}.")
    return faults


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
