"""Text tables (CSV) as schools send them: any usual separator, quoted cells on several lines, columns found by name."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sacoche.kit.text import unaccent

# No school file has so many columns; the reader would need memory for each.
MAX_COLUMNS = 300
# Twenty times the largest school; beyond, the memory of the server would be at stake.
MAX_CELLS = 4_000_000
_SEPARATORS = ";\t,:"
# A null character would end the cell for the reader: it is shown as what nobody can type.
UNREADABLE = "\ufffd"


class BadTable(ValueError):
    """The text is not a table; the message says in French what to do."""


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


def read_table(text: str) -> Table:
    """Read a table whose first line that is not blank is the header. Raises BadTable. Rules: imports spec §1.3."""
    text = text.replace("\0", UNREADABLE)
    first_line, header_line, declared = _find_header(text)
    body = "\n".join(text.split("\n")[first_line - 1 :])
    separator = declared or _separator(header_line)
    rows = _rows(body, separator, first_line)
    header, *others = rows
    if others and _is_cut(text, header_line, separator):
        raise BadTable(_cut(f"sa dernière ligne ({others[-1].line}) n'est pas entière"))
    return Table(header=header.cells, rows=[row for row in others if any(cell.strip() for cell in row.cells)])


def _find_header(text: str) -> tuple[int, str, str]:
    """The number and text of the header line, and the separator that a spreadsheet declares above it (« sep=; »)."""
    declared = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if re.fullmatch(r'"?sep=.\s*"?', line, flags=re.IGNORECASE):
            declared = line.strip('" ')[4]
        elif line.strip():
            return number, line, declared
    raise BadTable("Ce fichier est vide : refaites l'extraction, puis choisissez le fichier obtenu.")


def _separator(header_line: str) -> str:
    """The semicolon when the header has one; else the most frequent of the usual separators."""
    if ";" in header_line:
        return ";"
    return max(_SEPARATORS, key=header_line.count)


def _is_cut(text: str, header_line: str, separator: str) -> bool:
    """Whether the text stops before the end of a row: no line end, and fewer cells than the header has."""
    last_line = text.rsplit("\n", 1)[-1]
    return bool(last_line.strip()) and last_line.count(separator) < header_line.count(separator)


def _rows(body: str, separator: str, first_line: int) -> list[Row]:
    import pandas as pd  # 190 ms and 66 MB: only when a file is read

    width = max(line.count(separator) for line in body.split("\n")) + 1
    if width > MAX_COLUMNS:
        raise BadTable(f"Ce fichier a plus de {MAX_COLUMNS} colonnes : ce n'est pas une extraction d'élèves.")
    if width * (body.count("\n") + 1) > MAX_CELLS:
        raise BadTable("Ce fichier a trop de lignes pour être celui d'un établissement.")
    try:
        frame = pd.read_csv(
            io.StringIO(body),
            sep=separator,
            header=None,
            names=range(width),
            # As text, and nothing read as absent: leading zeros stay, and a pupil called « NA » too.
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            engine="c",
        )
    except pd.errors.ParserError as error:
        raise BadTable(_refusal(str(error), first_line)) from error
    return _numbered(frame.to_numpy().tolist(), first_line)


def _numbered(cells_by_row: list[list[str]], first_line: int) -> list[Row]:
    rows, line = [], first_line
    for cells in cells_by_row:
        rows.append(Row(line=line, cells=cells))
        line += 1 + sum(cell.count("\n") for cell in cells)
    return rows


def _refusal(error: str, first_line: int) -> str:
    found = re.search(r"row (\d+)", error)
    where = f"à partir de la ligne {int(found[1]) + first_line}" if found else "avant la fin"
    return _cut(f"un guillemet ouvert {where} n'est jamais refermé")


def _cut(why: str) -> str:
    return f"Ce fichier est coupé ou abîmé : {why}. Refaites l'extraction, et envoyez le fichier sans l'ouvrir."


def _heading(name: str) -> str:
    return " ".join(unaccent(name).split())
