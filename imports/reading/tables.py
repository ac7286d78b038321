"""Tables of people: the columns that a source reads, found by their names whatever the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from imports.brought.extraction import UnknownLayout, UnreadableFile, WantedColumn
from imports.reading.cells import plain_table
from imports.reading.kinds import kind_of_table, other_file
from imports.reading.notes import Notes
from imports.reading.opening import glance_at_table, open_table
from imports.sources.base import Source
from sacoche.kit.files.tabular import UNREADABLE, Table

Places = dict[str, int]


@dataclass(frozen=True)
class Column:
    """A column: how it is called on screens, and by the files."""

    key: str
    label: str
    names: Sequence[str]
    is_compulsory: bool = False


class TableSource(Source):
    """A source that reads a table: text, a workbook, or one of them in an archive."""

    extensions: ClassVar[Sequence[str]] = ("csv", "txt", "xlsx", "zip")
    columns: ClassVar[Sequence[Column]]
    # What must be chosen, as a sentence says it: « l'extraction « Élève » de Base Élèves ».
    wanted: ClassVar[str]
    # Whether somebody may say which column is which when the headers are not known.
    is_mappable: ClassVar[bool] = False

    def glance(self, data: bytes) -> None:
        """Refuse an empty file, what is not text, and a workbook or an archive that cannot be read."""
        glance_at_table(data, self.wanted)

    def open(self, data: bytes, mapping: Mapping[str, str] | None = None) -> tuple[Table, Places, Notes]:
        """The table with plain cells, where each column is, and what is told of it so far. Raises UnreadableFile, or
        UnknownLayout when somebody may help.
        """
        notes = Notes()
        table = plain_table(open_table(data, self.wanted), notes)
        self.refuse_other_kinds(table)
        places = self.find_places(table, mapping)
        return table, places, notes

    def find_places(self, table: Table, mapping: Mapping[str, str] | None = None) -> Places:
        """Where each column is, by its name. Raises as `open` does."""
        places = find_columns(table, self.columns, mapping or {})
        missing = [column for column in self.columns if column.is_compulsory and column.key not in places]
        if missing:
            raise self._refusal(table, missing)
        twice = _chosen_twice(table, self.columns, places) if mapping else ""
        if twice:
            raise self._question(table, twice, mapping)
        return places

    def _refusal(self, table: Table, missing: Sequence[Column]) -> UnreadableFile:
        message = _missing(missing)
        if any(UNREADABLE in header for header in table.header):
            message += " Sa ligne de titres a un caractère illisible : deux encodages y sont mêlés."
        if not self.is_mappable:
            return UnreadableFile(
                f"{message} Refaites {self.wanted} au format CSV, et envoyez le fichier sans l'ouvrir."
            )
        return self._question(table, message)

    def ask_columns(self, data: bytes, mapping: Mapping[str, str], reason: str) -> UnknownLayout:
        """The question of which column holds what, with what was told of it so far. Raises UnreadableFile."""
        return self._question(open_table(data, self.wanted), reason, mapping)

    def _question(self, table: Table, reason: str, mapping: Mapping[str, str] | None = None) -> UnknownLayout:
        headers = [header.strip() for header in table.header if header.strip()]
        return UnknownLayout(reason, headers=headers, columns=guessed_columns(table, self.columns, mapping or {}))

    def refuse_other_kinds(self, table: Table) -> None:
        """Refuse a table that another source reads, even when its headers would do. Raises UnreadableFile."""
        kind = kind_of_table(table)
        if kind is not None and not self.reads(kind.words):
            raise UnreadableFile(other_file(kind, self.wanted))

    def reads(self, words: str) -> bool:
        """Whether the kind of file that these words name is the one that this source reads."""
        return words in self.wanted


def find_columns(table: Table, columns: Sequence[Column], mapping: Mapping[str, str]) -> Places:
    """Where the columns are: by what somebody said of them, else by their known names.

    `mapping`: key to header, an empty one when no column holds it.
    """
    found = {column.key: table.column(_names(column, mapping)) for column in columns}
    return {key: place for key, place in found.items() if place is not None}


def _names(column: Column, mapping: Mapping[str, str]) -> Sequence[str]:
    told = mapping.get(column.key)
    if told == "" and not column.is_compulsory:
        return []
    return [told, *column.names] if told else column.names


def _chosen_twice(table: Table, columns: Sequence[Column], places: Places) -> str:
    """What is wrong when one column of the file was told to hold two things; empty when each holds one."""
    by_place: dict[int, list[str]] = {}
    for column in columns:
        if column.key in places:
            by_place.setdefault(places[column.key], []).append(column.label)
    for place, labels in by_place.items():
        if len(labels) > 1:
            said = " et ".join(f"« {label} »" for label in labels)
            return (
                f"La colonne « {table.header[place].strip()} » est choisie pour {said} : choisissez-en une par ligne."
            )
    return ""


def told_columns(table: Table, columns: Sequence[Column], mapping: Mapping[str, str]) -> dict[str, str]:
    """What somebody told of the columns and this file has: header by key, empty when he refused the one it has."""
    told = ((column, mapping[column.key]) for column in columns if column.key in mapping)
    return {column.key: header for column, header in told if table.column(_told_names(column, header)) is not None}


def _told_names(column: Column, header: str) -> Sequence[str]:
    """The headers that a file must have for what was told to count: a later one may well have what this one has not."""
    if header:
        return [header]
    return [] if column.is_compulsory else column.names


def guessed_columns(table: Table, columns: Sequence[Column], mapping: Mapping[str, str]) -> list[WantedColumn]:
    """The columns to be told, each with the header that is known already."""
    places = find_columns(table, columns, mapping)
    return [
        WantedColumn(
            key=column.key,
            label=column.label,
            is_compulsory=column.is_compulsory,
            guess=table.header[places[column.key]].strip() if column.key in places else "",
        )
        for column in columns
    ]


def _missing(columns: Sequence[Column]) -> str:
    names = ", ".join(f"« {column.names[0]} »" for column in columns)
    if len(columns) == 1:
        return f"La colonne {names} manque dans ce fichier."
    return f"Les colonnes {names} manquent dans ce fichier."
