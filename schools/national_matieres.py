"""The national list of matières, with the short references that the ministry's files use."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA_FILE = Path(__file__).parent / "data" / "matieres.csv"
_FORMER_FILE = Path(__file__).parent / "data" / "matieres_anterieures.csv"


@dataclass(frozen=True)
class NationalMatiere:
    reference: str
    label: str
    family: str


@cache
def national_matieres() -> dict[str, NationalMatiere]:
    """The matières of the list by reference, in its order."""
    return _read(DATA_FILE)


@cache
def former_matieres() -> dict[str, NationalMatiere]:
    """Those that the list no longer offers: a school that comes from SACoche may bring them."""
    return _read(_FORMER_FILE)


def _read(path: Path) -> dict[str, NationalMatiere]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["reference"]: NationalMatiere(**row) for row in csv.DictReader(stream)}


def matiere_families() -> list[str]:
    """The families of the list, in its order."""
    return list(dict.fromkeys(matiere.family for matiere in national_matieres().values()))


def matieres_of_family(family: str) -> list[NationalMatiere]:
    """The matières of a family; none when there is no such family."""
    return [matiere for matiere in national_matieres().values() if matiere.family == family]


@cache
def languages() -> list[str]:
    """The living languages of the list, each once: « allemand », « anglais »."""
    named = [matiere.label for matiere in matieres_of_family("Langues vivantes") if " LV" in matiere.label]
    return sorted({language_in(label) for label in named})


def language_in(label: str) -> str:
    """The language in the name of a national matière: « anglais » of « Anglais LV1 »."""
    return label.partition(" LV")[0].lower()


def language_references() -> set[str]:
    """The matières where a foreign language is taught, and the one of primary schools, which names no language."""
    # A living language all the same, but of this country: no pupil has it as his foreign language for the socle. Nor
    # has any a regional one.
    national = {"LSF"}
    languages = [*matieres_of_family("Langues vivantes"), *former_matieres().values()]
    return {each.reference for each in languages if each.family == "Langues vivantes"} - national | {"LVE", "P2"}
