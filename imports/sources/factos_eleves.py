"""Pupils of French schools abroad: the extraction of Factos."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from imports.brought.extraction import IncomingClass
from imports.reading import kinds
from imports.reading.class_references import LONG_NAME_LENGTH, told_apart
from imports.reading.notes import REFERENCE_LENGTH
from imports.reading.pupils import PupilsTable, Values, plain_class
from imports.reading.tables import Column
from imports.sources import sources
from sacoche.kit.files.tabular import UNREADABLE
from sacoche.kit.names import clean_line, clean_text, upper

# What Factos writes in a cell that nobody filled in.
NOT_SAID = "Non saisi"


class FactosEleves(PupilsTable):
    """One row per pupil; the number GEP is his n° Sconet, the class has only a name."""

    code = "factos_eleves"
    group = kinds.FACTOS
    group_advice = "établissements français à l'étranger"
    title = kinds.PUPILS
    option = "Importer les élèves (avec leurs affectations)"
    file_hint = "extrait de Factos"
    help_label = "DOC : Import d'utilisateurs depuis Factos"
    help_short_label = "DOC : import depuis Factos"
    help_url_name = "imports:help_factos"
    steps = ("fichier", "extraction", "classes", "utilisateurs", "nettoyage")
    wanted = "le fichier des élèves de Factos"
    is_mappable = True
    columns = (
        Column("last_name", "Nom", ["Nom de l'élève"], is_compulsory=True),
        Column("first_name", "Prénom", ["Prénom élève", "Prénom de l'élève"], is_compulsory=True),
        Column("classe", "Classe", ["Classe"], is_compulsory=True),
        Column("elenoet", "Identifiant GEP", ["Identifiant GEP"]),
        Column("birth_date", "Date de naissance", ["Date de naissance"]),
        Column("gender", "Sexe", ["Sexe"]),
    )

    def class_key(self, values: Values) -> str | None:
        return upper(clean_line(values["classe"])) or None

    def classes_by_key(self, keys: Iterable[Hashable]) -> Mapping[Hashable, IncomingClass]:
        names = [str(key) for key in keys]
        references = told_apart({name: name[:REFERENCE_LENGTH] for name in names}, length=REFERENCE_LENGTH)
        return {name: replace(plain_class(references[name]), long_name=name) for name in names}

    def refusal(self, values: Values) -> str:
        if UNREADABLE in values["classe"]:
            return "classe illisible"
        is_long = len(clean_text(values["classe"])) > LONG_NAME_LENGTH
        return f"nom de classe de plus de {LONG_NAME_LENGTH} caractères" if is_long else ""

    def cell(self, value: str) -> str:
        return said(value)


def said(value: str) -> str:
    """The value, empty when Factos says that nobody filled it in."""
    return "" if clean_text(value).casefold() == NOT_SAID.casefold() else value


sources.register(FactosEleves())
