"""The cells of a table as their author meant them: a spreadsheet, or whoever fought it, dresses up what they hold."""

import re
from collections.abc import Sequence

from imports.reading.notes import Notes
from sacoche.kit.files.tabular import UNREADABLE, Row, Table

# « ="00123" »: how zeros are kept in a CSV file.
_TEXT_FORMULA = re.compile(r'\s*="((?:[^"]|"")*)"\s*', flags=re.DOTALL)
# « '00124 »: the mark of text in a spreadsheet, or of our own files before a formula; 'T HOOFT keeps his.
_MARKED = re.compile(r"\s*'([\d=+@-].*)", flags=re.DOTALL)
_ERROR = re.compile(r"\s*(?:#[A-ZÉ/0-9]{1,10}[!?]|#N/A|#N/D|#{3,}|Err\s?:\s?\d{3})\s*")
_OTHER_SPACES = re.compile(r"[^\S \t\n\r\f\v]")
_SUSPECT = re.compile(r"^\s*[='#E]|[^\S \t\n\r\f\v]")


def plain_table(table: Table, notes: Notes) -> Table:
    """The same table: text formulas and marks of text taken off, errors of a spreadsheet made UNREADABLE, every space
    an ordinary one. One note for each column and each sort of change, at its first line.
    """
    told = _Told(table.header)
    header = [_plain(cell)[0] for cell in table.header]
    rows = [_plain_row(row, told) if _is_suspect(row.cells) else row for row in table.rows]
    told.tell(notes)
    return Table(header, rows)


def _is_suspect(cells: Sequence[str]) -> bool:
    return any(_SUSPECT.search(cell) for cell in cells)


def _plain_row(row: Row, told: "_Told") -> Row:
    cells = []
    for place, cell in enumerate(row.cells):
        plain, sort = _plain(cell)
        cells.append(plain)
        if sort:
            told.add(row.line, place, sort, cell, plain)
    return Row(row.line, cells)


def _plain(cell: str) -> tuple[str, str]:
    """The cell as it was meant, and the sort of change; the same and nothing when it was plain."""
    if found := _TEXT_FORMULA.fullmatch(cell):
        return found[1].replace('""', '"'), "formula"
    if found := _MARKED.fullmatch(cell):
        return found[1], "mark"
    if _ERROR.fullmatch(cell):
        return UNREADABLE, "error"
    spaced = _OTHER_SPACES.sub(" ", cell)
    return spaced, "space" if spaced != cell and spaced.strip() != cell.strip() else ""


class _Told:
    """The changes of a table, by column and sort: a file has as many of each as it has rows."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.first: dict[tuple[int, str], tuple[int, str, str]] = {}
        self.count: dict[tuple[int, str], int] = {}

    def add(self, line: int, place: int, sort: str, before: str, after: str) -> None:
        key = (place, sort)
        self.first.setdefault(key, (line, before.strip()[:30], after.strip()[:30]))
        self.count[key] = self.count.get(key, 0) + 1

    def tell(self, notes: Notes) -> None:
        for (place, sort), (line, before, after) in self.first.items():
            others = self.count[place, sort] - 1
            more = f" (et {others} autre{'s' if others > 1 else ''} de cette colonne)" if others else ""
            column = self.header[place].strip()[:40] or f"n° {place + 1}"
            notes.add(line, f"colonne « {column} » : {_MESSAGES[sort].format(before=before, after=after)}{more}.")


_MESSAGES = {
    "formula": "cellule écrite comme une formule, « {before} » : lue « {after} »",
    "mark": "cellule précédée de la marque de texte des tableurs, « {before} » : lue « {after} »",
    "error": "« {before} » est une erreur du tableur, pas une valeur : non lue",
    "space": "espaces insécables : « {after} » lu avec des espaces ordinaires",
}
