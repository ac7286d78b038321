"""The archive of a backup: which files it holds, what they say of each table, its rows one after the other."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from imports.sacoche.declarations import Declaration
from imports.sacoche.faults import NotABackup, foreign_file, missing_file, missing_table, not_utf_8, several_schools
from imports.sacoche.statements import Piece, Unread
from sacoche.kit.files.archive import BadArchive, Limits, open_archive, open_member

_PREFIX = "sacoche_"
_FILE = re.compile(r"dump_(sacoche_[a-z0-9_]+)_(\d{1,4})\.sql")
_ONE_SCHOOL_OF_MANY = re.compile(r"dump_SACoche_.+\.zip", re.IGNORECASE)
# The tables that hold a school, in every version of the product.
NEEDED = (
    *("parametre", "user", "jointure_user_matiere", "groupe", "jointure_user_groupe", "periode", "niveau", "matiere"),
    *("jointure_groupe_periode", "referentiel", "referentiel_domaine", "referentiel_theme", "referentiel_item"),
    *("devoir", "jointure_devoir_item", "saisie", "demande"),
)
# A school of 600 pupils and four years of marks is 46 MB. A table expands about twenty times.
_LIMITS = Limits(expanded=1024**3, of_all=1024**3, ratio=200, index=256 * 1024)

Record = dict[str, str]


@dataclass(frozen=True)
class _File:
    name: str
    number: int
    digits: int
    member: zipfile.ZipInfo


@dataclass
class Backup:
    """An open backup. `unread` grows with the rows that were met and could not be read.

    `reads_windows`: a file that is not in UTF-8 is read in Windows-1252 instead of being refused.
    """

    _archive: zipfile.ZipFile
    _files: Mapping[str, list[_File]]
    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    reads_windows: bool = False
    _encodings: dict[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> list[str]:
        """The names of its tables in order, without the prefix that all of them bear."""
        return sorted(self._files)

    def records(self, table: str) -> Iterator[Record]:
        """The rows of a table, each with the names of its columns; nothing for a table that this version had not.

        Values are text; nothing is an empty text. Raises NotABackup for what is not rows.
        """
        for file in self._files.get(table, ()):
            columns = self.declarations[table].columns
            with self._piece(table, file) as piece:
                for row in piece.rows(len(columns)):
                    if isinstance(row, Unread):
                        self.unread.append(row)
                    else:
                        yield dict(zip(columns, row, strict=True))

    def declare(self) -> None:
        """Read what each table says of its columns. Raises NotABackup."""
        self.declarations = {table: self._declaration(table, files[0]) for table, files in self._files.items()}

    def _declaration(self, table: str, first: _File) -> Declaration:
        with self._piece(table, first) as piece:
            if piece.declaration and piece.declaration.columns:
                return piece.declaration
        raise NotABackup(
            f"Le fichier « {first.name} » ne dit pas les colonnes de sa table : refaites la sauvegarde dans SACoche."
        )

    @contextmanager
    def _piece(self, table: str, file: _File) -> Iterator[Piece]:
        with open_member(self._archive, file.member) as document:
            # newline="": the ends of lines within a text are those that its author typed.
            lines = io.TextIOWrapper(document, encoding=self._encoding(file), newline="")
            try:
                yield Piece(name=file.name, table=_PREFIX + table, digits=file.digits, lines=lines)
            except UnicodeDecodeError as error:
                raise not_utf_8(file.name) from error

    def _encoding(self, file: _File) -> str:
        """Each file may have been written again alone, by a program that keeps no UTF-8."""
        if not self.reads_windows:
            return "utf-8"
        if file.name not in self._encodings:
            with open_member(self._archive, file.member) as document:
                self._encodings[file.name] = "utf-8" if _is_utf_8(document) else "cp1252"
        return self._encodings[file.name]


def _is_utf_8(document: BinaryIO) -> bool:
    try:
        for _line in io.TextIOWrapper(document, encoding="utf-8", newline=""):
            pass
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def open_backup(file: BinaryIO, *, reads_windows: bool = False) -> Iterator[Backup]:
    """Open the ZIP of a school. Raises NotABackup, on opening or while its tables are read within the block."""
    try:
        with open_archive(file, limits=_LIMITS) as archive:
            backup = Backup(archive, _files_by_table(archive), reads_windows=reads_windows)
            backup.declare()
            yield backup
    except BadArchive as error:
        raise NotABackup(str(error)) from error


def _files_by_table(archive: zipfile.ZipFile) -> dict[str, list[_File]]:
    """The files of each table, in the order of their numbers, none missing."""
    members = archive.infolist()
    if schools := [member.filename for member in members if _ONE_SCHOOL_OF_MANY.fullmatch(member.filename)]:
        raise several_schools(schools)
    files: dict[str, list[_File]] = defaultdict(list)
    for member in members:
        found = _FILE.fullmatch(member.filename)
        if not found:
            raise foreign_file(member.filename)
        table = found[1].removeprefix(_PREFIX)
        files[table].append(_File(member.filename, int(found[2]), len(found[2]), member))
    for table, its_files in files.items():
        its_files.sort(key=lambda each: each.number)
        _check_numbers(table, its_files)
    for table in NEEDED:
        if table not in files:
            raise missing_table(_PREFIX + table)
    return dict(files)


def _check_numbers(table: str, files: list[_File]) -> None:
    """Refuse a table whose files do not follow each other from 0 on: rows would be missing, or there twice."""
    for expected, file in enumerate(files):
        if file.number != expected:
            raise missing_file(f"dump_{_PREFIX}{table}_{expected:0{file.digits}d}.sql")
