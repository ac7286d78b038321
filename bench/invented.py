"""Invented pupils, as many as wanted, the same at each run; the files that a school would send about them."""

import csv
import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

_BEGINNINGS = ("Bar", "Cam", "Dou", "Fer", "Gui", "Lam", "Mar", "Nor", "Pel", "Ros", "Sau", "Tou", "Val", "Vi")
_MIDDLES = ("ba", "ci", "de", "ga", "li", "mo", "ra", "si", "to", "vé")
_ENDS = ("cq", "din", "lin", "mont", "neau", "rel", "ron", "teau", "val", "zier")
_FIRST_NAMES = (
    "Léa",
    "Jules",
    "Zoé",
    "Hugo",
    "Inès",
    "Noé",
    "Manon",
    "Éloi",
    "Anaïs",
    "Théo",
    "Chloé",
    "Maël",
    "Jeanne",
)
# Level of Base Élèves, cycle, age.
_NIVEAUX = (
    ("COURS PREPARATOIRE", "CYCLE II", 6),
    ("COURS ELEMENTAIRE 1ERE ANNEE", "CYCLE II", 7),
    ("COURS ELEMENTAIRE 2EME ANNEE", "CYCLE III", 8),
    ("COURS MOYEN 1ERE ANNEE", "CYCLE III", 9),
    ("COURS MOYEN 2EME ANNEE", "CYCLE III", 10),
)
NIVEAU_REFERENCES = ("CP", "CE1", "CE2", "CM1", "CM2")
PUPILS_OF_A_CLASS = 25
_HEADER = (
    *("Nom Elève", "Nom d'usage Elève", "Prénom Elève", "Date naissance", "Sexe", "Adresse1", "Cp1", "Commune1"),
    *("Pays1", "Adresse2", "Cp2", "Commune2", "Pays2", "Cycle", "Niveau", "Classe", "Attestation fournie"),
    *("Autorisations associations", "Autorisations photos", "Décision de passage"),
)


@dataclass(frozen=True)
class Child:
    """Somebody who does not exist; no two of them bear the same names."""

    rank: int
    last_name: str
    first_name: str

    @property
    def niveau(self) -> tuple[str, str, int]:
        return _NIVEAUX[self.rank // PUPILS_OF_A_CLASS % len(_NIVEAUX)]

    @property
    def class_name(self) -> str:
        """« Classe 4 de CM1 »: one level after the other, a class of each."""
        number = self.rank // PUPILS_OF_A_CLASS
        return f"{NIVEAU_REFERENCES[number % len(_NIVEAUX)]} {number // len(_NIVEAUX) + 1}"

    @property
    def birth_date(self) -> datetime.date:
        return datetime.date(2013 - self.niveau[2], 1, 1) + datetime.timedelta(days=self.rank * 37 % 365)


def children(number: int) -> list[Child]:
    """The first of them; 1,400 last names come back with another first name."""
    last_names = ["".join(parts).upper() for parts in product(_BEGINNINGS, _MIDDLES, _ENDS)]
    step = 373  # shares no divisor with 1,400: neighbours in the file are not neighbours by name
    return [
        Child(
            rank,
            last_names[rank * step % len(last_names)],
            _FIRST_NAMES[(rank + rank // len(last_names)) % len(_FIRST_NAMES)],
        )
        for rank in range(number)
    ]


def base_eleves_file(pupils: Sequence[Child]) -> bytes:
    """CSVEXTRACTION.CSV of these pupils, as Base Élèves wrote it: semicolons, quotes everywhere, ISO-8859-1."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_HEADER)
    writer.writerows(_base_eleves_rows(pupils))
    return stream.getvalue().encode("iso-8859-1")


def _base_eleves_rows(pupils: Sequence[Child]) -> Iterator[tuple[str, ...]]:
    for pupil in pupils:
        label, cycle, _age = pupil.niveau
        address = (f"{pupil.rank % 150 + 1} RUE DES LILAS", "57993", "MONTIGNY L'ABBAYE", "FRANCE")
        yield (
            *(pupil.last_name, "", pupil.first_name, f"{pupil.birth_date:%d/%m/%Y}", "FM"[pupil.rank % 2]),
            *(*address, "", "", "", "", cycle, label, pupil.class_name, "Oui", "Non", "Oui", ""),
        )
