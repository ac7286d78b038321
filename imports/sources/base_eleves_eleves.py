"""Pupils of the first degree: the CSV extraction of Base Élèves."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar, cast

from imports.brought.extraction import IncomingClass
from imports.reading import kinds
from imports.reading.class_references import LONG_NAME_LENGTH, class_name, long_class_name, niveau_reference, references
from imports.reading.pupils import PupilsTable, Values, is_said
from imports.reading.tables import Column
from imports.sources import sources
from sacoche.kit.files.tabular import UNREADABLE
from sacoche.kit.names import clean_line

# The cells Niveau and Classe of a row, as they stand.
Couple = tuple[str, str]
Key = TypeVar("Key", bound=tuple[str, ...])
_LABELS = {"niveau": "niveau", "classe": "classe"}


class BaseElevesEleves(PupilsTable):
    """The file CSVEXTRACTION.CSV: no identifier in it, and classes that only have names."""

    code = "base_eleves_eleves"
    group = kinds.BASE_ELEVES
    group_advice = "recommandé pour le premier degré"
    title = kinds.PUPILS
    option = "Importer les élèves (avec leurs affectations)"
    file_hint = "CSVEXTRACTION.CSV"
    help_label = "DOC : Import d'utilisateurs depuis Base Élèves 1er degré"
    help_short_label = "DOC : import depuis Base Élèves"
    help_url_name = "imports:help_base_eleves"
    steps = ("fichier", "extraction", "classes", "utilisateurs", "nettoyage")
    wanted = "l'extraction des élèves de Base Élèves"
    columns = (
        Column("last_name", "Nom", ["Nom Elève", "Nom de famille Elève"], is_compulsory=True),
        Column("first_name", "Prénom", ["Prénom Elève"], is_compulsory=True),
        Column("niveau", "Niveau", ["Niveau"], is_compulsory=True),
        Column("classe", "Classe", ["Classe"], is_compulsory=True),
        Column("birth_date", "Date de naissance", ["Date naissance", "Date de naissance"]),
        Column("gender", "Sexe", ["Sexe"]),
        Column("ine", "INE", ["INE"]),
    )

    def class_key(self, values: Values) -> Couple | None:
        return (values["niveau"], values["classe"]) if all(is_said(values, key) for key in _LABELS) else None

    def classes_by_key(self, keys: Iterable[Hashable]) -> Mapping[Hashable, IncomingClass]:
        couples = cast("list[Couple]", list(keys))
        meant = one_writing(couples)
        found = references(meant.values())
        return {couple: named_class(found[meant[couple]], *meant[couple]) for couple in couples}

    def refusal(self, values: Values) -> str:
        for key, label in _LABELS.items():
            if UNREADABLE in values[key]:
                return f"{label} illisible"
        if len(long_class_name(values["niveau"], values["classe"])) > LONG_NAME_LENGTH:
            return f"nom de classe de plus de {LONG_NAME_LENGTH} caractères"
        return ""

    def lack(self, values: Values) -> str:
        return " ni ".join(f"de {label}" for key, label in _LABELS.items() if not is_said(values, key))


def one_writing(keys: Sequence[Key]) -> dict[Key, Key]:
    """The writing of each class that stands for all of its own: with single spaces when they differ by spaces alone.

    A class written in one way keeps it, whose every space makes its reference.
    """
    by_line: defaultdict[tuple[str, ...], set[Key]] = defaultdict(set)
    for key in keys:
        by_line[tuple(map(clean_line, key))].add(key)
    return {key: _of(key, by_line[tuple(map(clean_line, key))]) for key in keys}


def _of(key: Key, twins: Collection[Key]) -> Key:
    if len(twins) == 1:
        return key
    words = map(clean_line, key)
    return cast("Key", key._make(words) if hasattr(key, "_make") else tuple(words))


def named_class(reference: str, niveau: str, classe: str) -> IncomingClass:
    """The class of that reference, named after its level and what the file calls it."""
    return IncomingClass(
        reference=reference,
        niveau_reference=niveau_reference(niveau),
        name=class_name(niveau, classe),
        long_name=long_class_name(niveau, classe),
    )


sources.register(BaseElevesEleves())
