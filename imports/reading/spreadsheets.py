"""Files that people make with a spreadsheet: columns by their place.

Only two titles are looked at, those of the name and the first name: where they are not, somebody would be lost in the
place of the titles, or columns would be read for others.
"""

import csv
import io
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from imports.brought.extraction import UnreadableFile
from imports.reading.notes import Notes
from imports.reading.tables import Places, TableSource
from sacoche.kit.files.csvtext import ENCODING
from sacoche.kit.files.tabular import Table
from sacoche.kit.text import count, letters, unaccent

GROUP_ADVICE = "hors Éducation nationale française"
HELP_LABEL = "DOC : Import d'utilisateurs depuis un tableur"
HELP_SHORT_LABEL = "DOC : import depuis un tableur"
HELP_URL_NAME = "imports:help_tableur"


_LAST_NAME = re.compile(r"\bnom|famille|patronyme")


@dataclass(frozen=True)
class Layout:
    """The keys of the columns in order, and how many a file must have at least."""

    keys: Sequence[str]
    minimum: int


class SpreadsheetSource(TableSource):
    """A source whose columns are known by their place. The first line only holds titles."""

    columns = ()
    has_model = True
    layout: ClassVar[Layout]
    # The layout of before: it begins with a reference and a name.
    old_layout: ClassVar[Layout]
    # The titles and examples of the file to download.
    model: ClassVar[Sequence[Sequence[str]]]

    def find_places(self, table: Table, mapping: Mapping[str, str] | None = None) -> Places:
        """Where each column is, by its rank. Raises UnreadableFile."""
        layout = self._layout(table)
        if len(table.header) < layout.minimum:
            raise UnreadableFile(
                f"Ce fichier a {count(len(table.header), 'colonne', 'colonnes')} ; il en faut au moins "
                f"{layout.minimum} : téléchargez le fichier modèle, et gardez l'ordre de ses colonnes."
            )
        places = {key: place for place, key in enumerate(layout.keys) if place < len(table.header)}
        if not _has_titles(table, places):
            raise UnreadableFile(
                "La première ligne de ce fichier n'a pas les titres « nom » et « prénom » dans les colonnes "
                f"{places['last_name'] + 1} et {places['first_name'] + 1} : téléchargez le fichier modèle, et gardez "
                "sa ligne de titres et l'ordre de ses colonnes. Si c'est un fichier d'identifiants (ENT, Gepi), "
                "choisissez « Importer / Imposer des identifiants »."
            )
        return places

    def _layout(self, table: Table) -> Layout:
        """By its second title; when it says nothing, by the number of columns."""
        second = unaccent(table.header[1]).strip() if len(table.header) > 1 else ""
        if second in ("nom", "nom de famille"):
            return self.old_layout
        if second in ("genre", "civilite", "sexe") or len(table.header) >= self.layout.minimum:
            return self.layout
        return self.old_layout


def _has_titles(table: Table, places: Places) -> bool:
    """Whether the first line says where the names are, in whatever words."""
    last_name, first_name = (unaccent(table.header[places[key]]) for key in ("last_name", "first_name"))
    return bool(_LAST_NAME.search(last_name)) and "prenom" in first_name


def model_csv(source: SpreadsheetSource) -> bytes:
    """The file to fill in: the titles, and a line or two of invented people to replace."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(source.model)
    return out.getvalue().encode(ENCODING)


def warn_of_lookalikes(notes: Notes, first_lines: Mapping[Hashable, int], what: str) -> None:
    """Say which references are probably two writings of one: « 6A », « 6 A ». `what`: « la classe », « le groupe »."""
    article = what.split()[0]
    by_letters: dict[str, str] = {}
    for key, line in first_lines.items():
        reference = str(key)
        likeness = letters(reference)
        other = by_letters.setdefault(likeness, reference)
        if likeness and other != reference:
            likely = f"{what} « {reference} » ressemble à « {other} »"
            notes.add(line, f"{likely} : si c'est {article} même, corrigez le fichier.")
