"""Classes of Base Élèves have no reference: theirs are computed from the names, always the same."""

import hashlib
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from typing import TypeVar

from sacoche.kit.names import clean_text, upper

REFERENCE_LENGTH = 8
NAME_LENGTH = 20
LONG_NAME_LENGTH = 100


def _ending_in_space(words: str) -> list[str]:
    return [f"{word} " for word in words.split()]


# A file names the same class on every row.
_kept = lru_cache(maxsize=1024)

# What replaces what, in this order; the exact capitals and accents of the list decide the reference.
ABBREVIATIONS: list[tuple[list[str], str]] = [
    (_ending_in_space("Toute toute TOUTE"), "T"),
    (_ending_in_space("Petite petite PETITE"), "P"),
    (_ending_in_space("Moyenne moyenne MOYENNE"), "M"),
    (_ending_in_space("Grande grande GRANDE"), "G"),
    (_ending_in_space("Section section SECTION"), "S"),
    (["Section", "section", "SECTION"], "S"),
    (_ending_in_space("Cours cours COURS"), "C"),
    (["Préparatoire", "préparatoire", "Preparatoire", "preparatoire", "PRÉPARATOIRE", "PREPARATOIRE"], "P"),
    (
        _ending_in_space(
            "Élémentaire élémentaire Elementaire elementaire ÉLÉMENTAIRE ELÉMENTAIRE ELEMENTAIRE Elémentaire"
        ),
        "E",
    ),
    (_ending_in_space("Moyen moyen MOYEN"), "M"),
    (
        _ending_in_space(
            "1er 1ere 1ère 1ER 1ERE 1ÈRE premier première premiere PREMIER PREMIÈRE PREMIERE",
        ),
        "1",
    ),
    (_ending_in_space("2e 2eme 2ème 2E 2EME 2ÈME deuxième deuxieme seconde DEUXIEME DEUXIÈME SECONDE"), "2"),
    (["- "], "-"),
    (_ending_in_space("Classe classe CLASSE"), ""),
    (_ending_in_space("De de DE"), ""),
    (["Maternelle", "maternelle", "MATERNELLE"], ""),
    (["Année", "année", "annee", "ANNÉE", "ANNEE"], ""),
]


@_kept
def abbreviate(name: str) -> str:
    """The name with the usual words of classes and levels cut down: « Cours moyen 2e année » gives « CM2 »."""
    for words, replacement in ABBREVIATIONS:
        for word in words:
            name = name.replace(word, replacement)
    return name


@_kept
def niveau_reference(niveau: str) -> str:
    """The level as eight characters at most: « COURS ELEMENTAIRE 1ERE ANNEE » gives « CE1 »."""
    return upper(abbreviate(niveau).strip())[:REFERENCE_LENGTH]


def hashed_text(niveau: str, classe: str) -> str:
    """What identifies the class: two rows with the same text are in the same class."""
    return niveau_reference(niveau) + abbreviate(classe)


@_kept
def class_reference(niveau: str, classe: str) -> str:
    """The reference of a class: « CP », « CP B » give « CP_68932 »."""
    digest = hashlib.md5(hashed_text(niveau, classe).encode(), usedforsecurity=False).hexdigest()
    return upper(f"{niveau_reference(niveau)}_{digest}")[:REFERENCE_LENGTH]


def class_name(niveau: str, classe: str) -> str:
    """The name in the twenty characters and the capitals of old files: « [CLIS] D'INTÉGRATION »."""
    return upper(clean_text(f"[{niveau_reference(niveau)}] {abbreviate(classe)}"[:NAME_LENGTH]))


@_kept
def long_class_name(niveau: str, classe: str) -> str:
    """The name as the school writes it: « [CLIS] Classe d'Intégration Scolaire »."""
    return clean_text(f"[{niveau_reference(niveau)}] {' '.join(classe.split())}")


def references(couples: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The reference of each (niveau, classe) of one file, told apart when two different classes collide."""
    couples = list(couples)
    by_text = told_apart({hashed_text(*couple): class_reference(*couple) for couple in couples})
    return {couple: by_text[hashed_text(*couple)] for couple in couples}


Key = TypeVar("Key", str, tuple[str, ...])


def told_apart(computed: Mapping[Key, str], *, length: int = REFERENCE_LENGTH) -> dict[Key, str]:
    """The computed reference of each class of one file, all different.

    The first of the colliding classes in the order of their keys keeps its reference, whatever the order of the rows;
    the others have their last characters replaced by a number.
    """
    given: dict[Key, str] = {}
    taken: set[str] = set()
    wanted = set(computed.values())
    # The last number given for each reference: a file may have thousands of one.
    numbers: dict[str, int] = {}
    for key in sorted(computed):
        given[key] = _free(computed[key], length, taken, wanted, numbers)
        taken.add(given[key])
    return given


def _free(reference: str, length: int, taken: Set[str], wanted: Set[str], numbers: dict[str, int]) -> str:
    candidate, number = reference, numbers.get(reference, 1)
    while candidate in taken or (number > 1 and candidate in wanted):
        number += 1
        candidate = reference[: length - len(str(number))] + str(number)
    numbers[reference] = number
    return candidate
