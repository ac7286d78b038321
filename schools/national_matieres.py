"""The national list of matières, with the short references that the ministry's files use."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA_FILE = Path(__file__).parent / "data" / "matieres.csv"


@dataclass(frozen=True)
class NationalMatiere:
    reference: str
    label: str
    family: str


@cache
def national_matieres() -> dict[str, NationalMatiere]:
    """The matières of the list by reference, in its order."""
    with DATA_FILE.open(encoding="utf-8", newline="") as stream:
        return {row["reference"]: NationalMatiere(**row) for row in csv.DictReader(stream)}


def matiere_families() -> list[str]:
    """The families of the list, in its order."""
    return list(dict.fromkeys(matiere.family for matiere in national_matieres().values()))


def matieres_of_family(family: str) -> list[NationalMatiere]:
    """The matières of a family; none when there is no such family."""
    return [matiere for matiere in national_matieres().values() if matiere.family == family]


def language_references() -> set[str]:
    """The matières where a foreign language is taught, and the one of primary schools, which names no language."""
    # A living language all the same, but of this country: no pupil has it as his foreign language for the socle. Nor
    # has any a regional one.
    national = {"LSF"}
    return {matiere.reference for matiere in matieres_of_family("Langues vivantes")} - national | {"LVE"}
