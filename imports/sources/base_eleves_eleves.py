"""Pupils of the first degree: the CSV extraction of Base Élèves (imports spec §1.5)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from imports.class_references import LONG_NAME_LENGTH, class_name, long_class_name, niveau_reference, references
from imports.extraction import Extraction, IncomingClass, IncomingPupil, Problem, UnreadableFile
from imports.sources import sources
from imports.sources.base import Brings, Source
from imports.values import parse_date, parse_gender
from sacoche.kit.decode import NotText, decode
from sacoche.kit.names import clean_first_name, clean_last_name, clean_text, upper
from sacoche.kit.tabular import UNREADABLE, BadTable, Row, Table, read_table

NAME_LENGTH = 100
IDENTIFIER_LENGTH = 32
# The columns that must be there, by what the file calls them.
COMPULSORY = {
    "last_name": ["Nom Elève", "Nom de famille Elève"],
    "first_name": ["Prénom Elève"],
    "niveau": ["Niveau"],
    "classe": ["Classe"],
}
OPTIONAL = {
    "birth_date": ["Date naissance", "Date de naissance"],
    "gender": ["Sexe"],
    "ine": ["INE"],
}
_LABELS = {"last_name": "nom", "first_name": "prénom", "niveau": "niveau", "classe": "classe"}
# Headers that only another file has, with what it is.
_OTHER_FILES = {
    "Civilité Responsable": "l'extraction des responsables légaux",
    "Libellé classe": "une extraction de ONDE",
}

Values = Mapping[str, str]
# The cells Niveau and Classe of a row, as they stand.
Couple = tuple[str, str]


class BaseElevesEleves(Source):
    """The file CSVEXTRACTION.CSV: no identifier in it, and classes that only have names."""

    code = "base_eleves_eleves"
    brings = Brings.PUPILS
    group = "Fichier extrait de Base Élèves"
    group_advice = "recommandé pour le premier degré"
    title = "Importer les élèves"
    option = "Importer les élèves (avec leurs affectations)"
    file_hint = "CSVEXTRACTION.CSV"
    extensions = ("csv", "txt")
    help_label = "DOC : Import d'utilisateurs depuis Base Élèves 1er degré"
    help_short_label = "DOC : import depuis Base Élèves"
    help_url_name = "imports:help_base_eleves"
    steps = ("fichier", "extraction", "classes", "utilisateurs", "nettoyage")

    def glance(self, data: bytes) -> None:
        """Refuse an empty file, and what is not text."""
        _text(data)

    def read(self, data: bytes, mapping: Mapping[str, str] | None = None) -> Extraction:
        """The pupils and classes of the file, and the lines left out. Raises UnreadableFile."""
        table = _table(data)
        places = _places(table)
        return _Reading(table, places).extraction()


def _text(data: bytes) -> str:
    if not data.strip():
        raise UnreadableFile("Ce fichier est vide : refaites l'extraction, puis choisissez le fichier obtenu.")
    try:
        text = decode(data)
    except NotText as error:
        raise UnreadableFile(str(error)) from error
    if text.lstrip().startswith("<"):
        raise UnreadableFile("C'est un fichier XML ou une page web : il faut l'extraction au format CSV.")
    return text


def _table(data: bytes) -> Table:
    try:
        return read_table(_text(data))
    except BadTable as error:
        raise UnreadableFile(str(error)) from error


def _places(table: Table) -> dict[str, int]:
    """Where each column is; raises UnreadableFile naming those that are missing."""
    found = {key: table.column(names) for key, names in (COMPULSORY | OPTIONAL).items()}
    missing = [f"« {COMPULSORY[key][0]} »" for key in COMPULSORY if found[key] is None]
    if missing:
        raise UnreadableFile(_missing_columns(table, missing))
    return {key: place for key, place in found.items() if place is not None}


def _missing_columns(table: Table, missing: Sequence[str]) -> str:
    other = next((what for header, what in _OTHER_FILES.items() if table.column([header]) is not None), None)
    columns = "La colonne" if len(missing) == 1 else "Les colonnes"
    sentence = f"{columns} {', '.join(missing)} {'manque' if len(missing) == 1 else 'manquent'} dans ce fichier."
    if other:
        return f"{sentence} Il ressemble à {other} : choisissez l'extraction « Élève » de Base Élèves."
    return f"{sentence} Refaites l'extraction « Élève » au format CSV, et envoyez le fichier sans l'ouvrir."


class _Reading:
    """One reading of one file: gathers the problems met on the way."""

    def __init__(self, table: Table, places: Mapping[str, int]) -> None:
        self.table, self.places = table, places
        self.problems: list[Problem] = []

    def extraction(self) -> Extraction:
        """Every pupil with a class, the classes they are in, and what was left out."""
        found: list[tuple[IncomingPupil, Couple]] = []
        without_class: list[IncomingPupil] = []
        for row in self.table.rows:
            values = {key: row.cells[place] for key, place in self.places.items()}
            pupil = self._pupil(row, values)
            if pupil is not None and self._has_class(row, values):
                found.append((pupil, (values["niveau"], values["classe"])))
            elif pupil is not None:
                without_class.append(pupil)
        if not found:
            raise UnreadableFile(self._nobody())
        pupils = self._merged(_with_references(found))
        return Extraction(
            pupils=sorted(pupils, key=lambda pupil: pupil.login_order),
            without_class=without_class,
            classes=_classes([couple for _, couple in found], pupils),
            problems=sorted(self.problems, key=lambda problem: problem.line),
        )

    def _pupil(self, row: Row, values: Values) -> IncomingPupil | None:
        refusal = _refusal(values)
        if refusal:
            self._note(row, f"{refusal} : ligne ignorée.")
            return None
        return IncomingPupil(
            line=row.line,
            last_name=clean_last_name(values["last_name"]),
            first_name=clean_first_name(values["first_name"]),
            birth_date=self._birth_date(row, values.get("birth_date", "")),
            gender=parse_gender(values.get("gender", "")),
            reference=self._ine(row, values.get("ine", "")),
        )

    def _has_class(self, row: Row, values: Values) -> bool:
        missing = [_LABELS[key] for key in ("niveau", "classe") if not clean_text(values[key])]
        if missing:
            name = f"{clean_last_name(values['last_name'])} {clean_first_name(values['first_name'])}"
            self._note(
                row, f"{name} n'a pas de {' ni de '.join(missing)} dans le fichier : élève sans classe affectée."
            )
        return not missing

    def _birth_date(self, row: Row, value: str) -> datetime.date | None:
        try:
            return parse_date(value)
        except ValueError:
            self._note(row, f"date de naissance « {clean_text(value)[:20]} » incomprise (JJ/MM/AAAA) : non reprise.")
            return None

    def _ine(self, row: Row, value: str) -> str:
        ine = upper(clean_text(value))
        if len(ine) > IDENTIFIER_LENGTH:
            self._note(row, f"INE de plus de {IDENTIFIER_LENGTH} caractères : non repris.")
            return ""
        return ine

    def _merged(self, pupils: Sequence[IncomingPupil]) -> list[IncomingPupil]:
        """One pupil for two rows of the same person: same names, birth date and INE; the last class is kept (§3.5)."""
        kept: dict[object, IncomingPupil] = {}
        for pupil in pupils:
            person = (pupil.last_name, pupil.first_name, pupil.birth_date, pupil.reference)
            # Without a birth date nothing says that two homonyms are one person: both stay.
            key = person if pupil.birth_date else (*person, pupil.line)
            if key in kept:
                self._note(
                    pupil,
                    f"{pupil.full_name} est déjà à la ligne {kept[key].line} : un seul élève, avec sa dernière classe.",
                )
            kept[key] = pupil
        return self._without_shared_ine(list(kept.values()))

    def _without_shared_ine(self, pupils: Sequence[IncomingPupil]) -> list[IncomingPupil]:
        owners: dict[str, IncomingPupil] = {}
        kept = []
        for pupil in pupils:
            owner = owners.setdefault(pupil.reference, pupil) if pupil.reference else pupil
            if owner is pupil:
                kept.append(pupil)
            else:
                self._note(pupil, f"{pupil.full_name} a le même INE que la ligne {owner.line} : ligne ignorée.")
        return kept

    def _note(self, where: Row | IncomingPupil, message: str) -> None:
        self.problems.append(Problem(line=where.line, message=message))

    def _nobody(self) -> str:
        if not self.table.rows:
            return "Ce fichier ne contient aucun élève : il n'a que sa ligne de titres. Refaites l'extraction."
        return (
            "Ce fichier ne contient aucun élève utilisable : chaque ligne doit avoir un nom, un prénom, un niveau "
            "et une classe. Refaites l'extraction, et envoyez le fichier sans l'ouvrir."
        )


def _refusal(values: Values) -> str:
    """Why this row cannot be a pupil; empty when it can."""
    for key in ("last_name", "first_name"):
        if not clean_text(values[key]):
            return f"{_LABELS[key]} absent"
        if len(clean_text(values[key])) > NAME_LENGTH:
            return f"{_LABELS[key]} de plus de {NAME_LENGTH} caractères"
    unreadable = [_LABELS[key] for key in COMPULSORY if UNREADABLE in values[key]]
    if unreadable:
        return f"caractère illisible dans le {unreadable[0]}" if unreadable[0] != "classe" else "classe illisible"
    if len(long_class_name(values["niveau"], values["classe"])) > LONG_NAME_LENGTH:
        return f"nom de classe de plus de {LONG_NAME_LENGTH} caractères"
    return ""


def _with_references(found: Sequence[tuple[IncomingPupil, Couple]]) -> list[IncomingPupil]:
    by_couple = references(couple for _, couple in found)
    return [replace(pupil, class_reference=by_couple[couple]) for pupil, couple in found]


def _classes(couples: Sequence[Couple], pupils: Sequence[IncomingPupil]) -> list[IncomingClass]:
    """The classes that a pupil is in, by reference; two writings of one class give one class, named by the first."""
    used = {pupil.class_reference for pupil in pupils}
    by_reference: dict[str, Couple] = {}
    for couple, reference in references(couples).items():
        by_reference.setdefault(reference, couple)
    return [
        IncomingClass(
            reference=reference,
            niveau_reference=niveau_reference(niveau),
            name=class_name(niveau, classe),
            long_name=long_class_name(niveau, classe),
        )
        for reference, (niveau, classe) in sorted(by_reference.items())
        if reference in used
    ]


sources.register(BaseElevesEleves())
