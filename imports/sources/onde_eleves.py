"""Pupils of the first degree: the extraction of ONDE, and that of ONDE 2.

The headers of ONDE 2 are not published: each column is found by any of the names that the ministry's applications have
given it, and the administrator is asked for those of a layout that is not known.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, cast

from imports.brought.extraction import IncomingClass
from imports.reading import kinds
from imports.reading.class_references import (
    LONG_NAME_LENGTH,
    NAME_LENGTH,
    abbreviate,
    class_reference,
    long_class_name,
    niveau_reference,
    references,
    told_apart,
)
from imports.reading.notes import Notes
from imports.reading.pupils import PupilsTable, Values, is_said
from imports.reading.tables import Column
from imports.sources import sources
from imports.sources.base_eleves_eleves import named_class, one_writing
from sacoche.kit.files.tabular import UNREADABLE
from sacoche.kit.names import clean_text, upper

REFERENCE_LENGTH = 10
# What stands for the level of a class that the file gives none of.
NO_NIVEAU = "multi"


class OndeClass(NamedTuple):
    """What the row of a pupil says of the class; no identifier in the layouts that have none."""

    identifier: str
    niveau: str
    name: str


class OndeEleves(PupilsTable):
    """The extraction of ONDE: INE, and classes with an identifier."""

    code = "onde_eleves"
    group = kinds.ONDE
    group_advice = "recommandé pour le premier degré"
    title = kinds.PUPILS
    option = "Importer les élèves (avec leurs affectations)"
    file_hint = "CSVExtraction.csv"
    help_label = "DOC : Import d'utilisateurs depuis ONDE"
    help_short_label = "DOC : import depuis ONDE"
    help_url_name = "imports:help_onde"
    steps = ("fichier", "extraction", "classes", "utilisateurs", "nettoyage")
    wanted = "l'extraction des élèves d'ONDE"
    is_mappable = True
    columns = (
        Column(
            "last_name",
            "Nom",
            ["Nom élève", "Nom de famille élève", "Nom de famille", "Nom de naissance", "Nom"],
            is_compulsory=True,
        ),
        Column("first_name", "Prénom", ["Prénom élève", "Prénom", "Prénoms"], is_compulsory=True),
        Column("classe", "Classe", ["Libellé classe", "Classe", "Division"], is_compulsory=True),
        Column("niveau", "Niveau", ["Niveau"]),
        Column("identifier", "Identifiant de la classe", ["Identifiant classe", "Id classe"]),
        Column("birth_date", "Date de naissance", ["Date naissance", "Date de naissance"]),
        Column("gender", "Sexe", ["Sexe", "Genre"]),
        Column("ine", "INE", ["INE", "Identifiant national", "Identifiant national élève"]),
    )

    def class_key(self, values: Values) -> OndeClass | None:
        said = "identifier" if "identifier" in values else "classe"
        if not is_said(values, said):
            return None
        return OndeClass(clean_text(values.get("identifier", "")), values.get("niveau", ""), values["classe"])

    def classes_by_key(self, keys: Iterable[Hashable]) -> Mapping[Hashable, IncomingClass]:
        written = cast("list[OndeClass]", list(keys))
        meant = one_writing(written)
        found = list(meant.values())
        given = told_apart({key: _reference(key) for key in found if key.identifier}, length=REFERENCE_LENGTH)
        # Without identifiers, as in Base Élèves, the names make the reference.
        named = references((key.niveau, key.name) for key in found if not key.identifier)
        by_meaning = {key: _class(key, given.get(key) or named[key.niveau, key.name]) for key in found}
        return {key: by_meaning[meant[key]] for key in written}

    def refusal(self, values: Values) -> str:
        if any(UNREADABLE in values.get(key, "") for key in ("niveau", "classe", "identifier")):
            return "classe illisible"
        if len(long_class_name(values.get("niveau", ""), values["classe"])) > LONG_NAME_LENGTH:
            return f"nom de classe de plus de {LONG_NAME_LENGTH} caractères"
        return ""

    def lack(self, values: Values) -> str:
        return "d'identifiant de classe" if "identifier" in values else "de classe"

    def warn_of_classes(self, notes: Notes, first_lines: Mapping[Hashable, int]) -> None:
        for key, line in first_lines.items():
            found = cast("OndeClass", key)
            if not clean_text(found.niveau):
                notes.add(line, f"la classe « {clean_text(found.name)} » n'a pas de niveau : il sera à choisir.")


def _niveau(found: OndeClass) -> str:
    return niveau_reference(found.niveau) or NO_NIVEAU


def _reference(found: OndeClass) -> str:
    """« 123456_CE1 »: one class for each level of a class."""
    return upper(f"{found.identifier}_{_niveau(found)}")[:REFERENCE_LENGTH]


def _class(found: OndeClass, reference: str) -> IncomingClass:
    if not found.identifier:
        return named_class(reference, found.niveau, found.name)
    label = " ".join(found.name.split())
    return replace(
        named_class(reference, found.niveau, found.name),
        niveau_reference=_niveau(found),
        name=clean_text(f"[{_niveau(found)}] {abbreviate(found.name)}"[:NAME_LENGTH]),
        long_name=clean_text(f"[{_niveau(found)}] {label}"),
        former_reference=class_reference(found.niveau, found.name),
    )


sources.register(OndeEleves())
