"""Text tables (CSV) as schools send them: any usual separator, quoted cells on several lines, columns found by name."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sacoche.kit.text import unaccent

# No school file has so many columns; the reader would need memory for each.
MAX_COLUMNS = 300
# Twenty times the largest school; beyond, the memory of the server would be at stake.
MAX_CELLS = 4_000_000
_SEPARATORS = ";\t,:"
_DECLARED = re.compile(r'"?sep=([^\w\s"]|\t)\s*"?', flags=re.IGNORECASE)
# A line of our own after the last one: when it does not come out as it is, a quote was still open.
_END = "end"
# A null character would end the cell for the reader: it is shown as what nobody can type.
UNREADABLE = "\ufffd"


class BadTable(ValueError):
    """The text is not a table; the message says in French what to do."""


class TooManyRows(BadTable):
    """The table has more rows than whoever reads it takes."""


@dataclass(frozen=True)
class Row:
    """One row: the number of its first line in the file, and its cells as text, as many as the table is wide."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """The header cells, and every row under them that is not blank."""

    header: Sequence[str]
    rows: Sequence[Row]

    def column(self, names: Sequence[str]) -> int | None:
        """The place of the first column bearing one of these names, whatever the capitals, accents and spaces."""
        places = {_heading(cell): place for place, cell in reversed(list(enumerate(self.header)))}
        return next((places[_heading(name)] for name in names if _heading(name) in places), None)

    def columns(self, names: Sequence[str]) -> list[int]:
        """The places of all the columns bearing one of these names, in order."""
        wanted = {_heading(name) for name in names}
        return [place for place, cell in enumerate(self.header) if _heading(cell) in wanted]


def read_table(text: str, *, max_rows: int | None = None) -> Table:
    """Read a table whose first line that is not blank is the header. Raises BadTable; TooManyRows as soon as there are
    more than `max_rows` under the header. The separator is that of the header, or the one declared above it.
    """
    text = text.replace("\0", UNREADABLE)
    first_line, header_line, declared = _find_header(text)
    body = "\n".join(text.split("\n")[first_line - 1 :])
    separator = declared or separator_of(header_line)
    rows = _rows(body, separator, first_line, max_rows)
    if len(rows) > 1 and text.rsplit("\n", 1)[-1].strip() and _is_cut(rows):
        raise BadTable(
            _cut(f"sa dernière ligne ({rows[-1].line}) n'est pas entière")
            + " Si elle l'est, ajoutez une ligne vide à la fin du fichier."
        )
    header, *others = _padded(rows)
    return Table(header=header.cells, rows=others)


def _find_header(text: str) -> tuple[int, str, str]:
    """The number and text of the header line, and the separator that a spreadsheet declares above it (« sep=; »)."""
    declared = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _DECLARED.fullmatch(line):
            declared = found[1]
        elif line.strip():
            return number, line, declared
    raise BadTable("Ce fichier est vide : refaites l'extraction, puis choisissez le fichier obtenu.")


def separator_of(header_line: str) -> str:
    """The semicolon when the header has one; else the most frequent of the usual separators."""
    if ";" in header_line:
        return ";"
    return max(_SEPARATORS, key=header_line.count)


def _is_cut(rows: Sequence[Row]) -> bool:
    """Whether the last row, which no line end follows, stops before its end: the other rows tell, not the titles.

    Applications leave out what is empty at the end of a row: it is whole when another row under the titles has no more
    cells, or when it only lacks whole blocks of titles that come again (those of the next children).
    """
    header, *others, last = rows
    length = len(last.cells)
    if length >= len(header.cells) or any(len(row.cells) == length for row in others):
        return False
    return not _ends_a_block([_heading(cell) for cell in header.cells], length)


def _ends_a_block(titles: Sequence[str], length: int) -> bool:
    """Whether the titles from this place on are one or more blocks that come before it too."""
    missing = titles[length:]
    block = missing[: missing.index(missing[0], 1)] if missing.count(missing[0]) > 1 else missing
    return len(block) > 1 and list(titles[length - len(block) : length]) == list(block)


def _rows(body: str, separator: str, first_line: int, max_rows: int | None) -> list[Row]:
    width = max(line.count(separator) for line in body.split("\n")) + 1
    if width > MAX_COLUMNS:
        raise BadTable(f"Ce fichier a plus de {MAX_COLUMNS} colonnes : ce n'est pas une extraction d'élèves.")
    if width * (body.count("\n") + 1) > MAX_CELLS:
        raise BadTable("Ce fichier a trop de lignes pour être celui d'un établissement.")
    rows: list[Row] = []
    for row in _numbered(body, separator, first_line):
        if max_rows is not None and len(rows) > max_rows:
            raise TooManyRows("Ce fichier a trop de lignes pour être celui d'un établissement.")
        if any(cell.strip() for cell in row.cells):
            rows.append(row)
    return rows


def _padded(rows: Sequence[Row]) -> list[Row]:
    """The rows, each as wide as the widest."""
    width = max(len(row.cells) for row in rows)
    return [Row(row.line, [*row.cells, *[""] * (width - len(row.cells))]) for row in rows]


def _numbered(body: str, separator: str, first_line: int) -> Iterator[Row]:
    """The rows as they stand, each with the number of its first line. A cell stays text, « NA » and « 007 » too."""
    lines = io.StringIO(f"{body}\n").readlines()
    reader = csv.reader([*lines, _END], delimiter=separator)
    line = first_line
    try:
        for cells in reader:
            if reader.line_num <= len(lines):
                yield Row(line, cells)
            elif cells != [_END]:
                raise BadTable(_cut(f"un guillemet ouvert à partir de la ligne {line} n'est jamais refermé"))
            line = first_line + reader.line_num
    except csv.Error as error:
        raise BadTable(_cut(f"une cellule de la ligne {line} est bien trop longue")) from error


def _cut(why: str) -> str:
    return f"Ce fichier est coupé ou abîmé : {why}. Refaites l'extraction, et envoyez le fichier sans l'ouvrir."


def _heading(name: str) -> str:
    return " ".join(unaccent(name).split())
