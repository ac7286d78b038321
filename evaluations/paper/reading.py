"""A file of « saisie déportée » read back: what it says of each cell, and what of it was not understood.

A cell is understood whole or not at all. What could give a pupil the codes of another refuses the file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evaluations.paper.sheet import PLANNED_KEY, Keys, Sheet, SheetPupil
from sacoche.kit.files.decode import NotText, decode
from sacoche.kit.files.tabular import BadTable, Row, separator_of
from sacoche.kit.files.workbook import is_workbook, read_workbook
from sacoche.kit.text import count, unaccent

# More would not be read.
_SHOWN = 8
# No code is so long: what stands there is the words of an item, or a name.
_LONGEST_CODE = 6
_BOM = "\ufeff"
MAX_BYTES = 2 * 1024 * 1024


class UnusableFile(ValueError):
    """Nothing is taken from the file; the message says why, and what to do."""


@dataclass(frozen=True)
class Brought:
    """What a file says: the code of each (pupil, item); `told` is what is left as it is, a sentence each."""

    cells: Mapping[tuple[int, int], str]
    told: Sequence[str]


@dataclass
class _Reading:
    """What is found row after row."""

    columns: Mapping[int, SheetPupil]
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    rows_of_items: dict[int, int] = field(default_factory=dict)
    unknown_items: list[str] = field(default_factory=list)
    unknown_codes: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def read_file(data: bytes, sheet: Sheet, keys: Keys) -> Brought:
    """What a CSV or an .xlsx says of this évaluation. Raises UnusableFile."""
    rows = _rows_of(data)
    header = next(rows, None)
    if header is None:
        raise UnusableFile("Ce fichier est vide : prenez celui de cette évaluation, remplissez-le, puis rendez-le.")
    columns, strangers = _columns(header, sheet)
    reading = _Reading(columns)
    for row in rows:
        if _is_names(row, reading):
            _check_names(row, sheet, reading)
            break
        _read_row(row, sheet, keys, reading)
    if not reading.rows_of_items:
        raise UnusableFile(
            "Aucune ligne ne commence par le numéro d'un item de cette évaluation : prenez le fichier de cette "
            "évaluation."
        )
    return Brought(reading.cells, _told(reading, strangers))


# --- The rows of the file ---------------------------------------------------------------------------------------------


def _rows_of(data: bytes) -> Iterator[Row]:
    """The rows that are not blank, cell by cell."""
    if len(data) > MAX_BYTES:
        raise UnusableFile("Ce fichier est bien trop lourd pour une grille : prenez celui de cette évaluation.")
    try:
        if is_workbook(data):
            table = read_workbook(data)
            yield from [Row(1, [_bare(cell) for cell in table.header]), *_bare_rows(table.rows)]
        else:
            yield from _rows_of_text(decode(data))
    except (NotText, BadTable) as error:
        raise UnusableFile(str(error)) from error


def _bare_rows(rows: Sequence[Row]) -> Iterator[Row]:
    return (Row(row.line, [_bare(cell) for cell in row.cells]) for row in rows)


def _rows_of_text(text: str) -> Iterator[Row]:
    """Split at the separator of the first line, and nowhere else: no code holds one, and no quote is needed."""
    separator = ""
    for number, line in enumerate(text.removeprefix(_BOM).split("\n"), start=1):
        if not line.strip():
            continue
        # Never stripped: the first cell of the first row is empty.
        separator = separator or separator_of(line)
        cells = [_bare(cell) for cell in line.split(separator)]
        if any(cells):
            yield Row(number, cells)


def _bare(cell: str) -> str:
    """Without the quotes around it. A code with a space beside is not a code: it is told, as it always was."""
    return cell.strip('"') if cell.strip() else ""


# --- Whose column ----------------------------------------------------------------------------------------------------


def _columns(header: Row, sheet: Sheet) -> tuple[dict[int, SheetPupil], list[str]]:
    """The pupil of each column, and the numbers that are nobody's here."""
    pupils = {str(pupil.id): pupil for pupil in sheet.pupils}
    header = Row(header.line, [cell.strip() for cell in header.cells])
    if header.cells[0] in pupils:
        raise UnusableFile(
            f"La première ligne commence par le numéro de {pupils[header.cells[0]].name}, alors que sa première case "
            "doit être vide : les colonnes sont décalées, et chaque élève aurait les codes d'un autre. Remettez une "
            "case vide au début de la ligne."
        )
    columns = {place: pupils[cell] for place, cell in enumerate(header.cells) if cell in pupils}
    strangers = [cell for cell in header.cells[1:] if cell and cell not in pupils]
    twice = [pupil for pupil, number in Counter(columns.values()).items() if number > 1]
    if twice:
        raise UnusableFile(f"{twice[0].name} a deux colonnes dans ce fichier : gardez-en une.")
    if not columns:
        raise UnusableFile(
            "La première ligne ne porte le numéro d'aucun élève de cette évaluation : prenez le fichier de cette "
            "évaluation, et gardez sa première ligne telle quelle."
        )
    return columns, strangers


def _is_names(row: Row, reading: _Reading) -> bool:
    """Whether it is the row of the names, under the items."""
    return not row.cells[0] and any(len(_at(row, place)) > _LONGEST_CODE for place in reading.columns)


def _check_names(row: Row, sheet: Sheet, reading: _Reading) -> None:
    """Each name stands under the number of its pupil: otherwise the columns were moved apart from one another."""
    known = {_name(pupil.name): pupil for pupil in sheet.pupils}
    for place, pupil in reading.columns.items():
        named = known.get(_name(_at(row, place)))
        if named is not None and _name(named.name) != _name(pupil.name):
            raise UnusableFile(
                f"Ligne {row.line} : la colonne {place + 1} porte le numéro de {pupil.name} et le nom de {named.name}. "
                "Les colonnes ont été décalées : remettez chaque numéro au-dessus de son nom."
            )


def _name(text: str) -> str:
    return " ".join(sorted(unaccent(text).split()))


# --- What a row says --------------------------------------------------------------------------------------------------


def _read_row(row: Row, sheet: Sheet, keys: Keys, reading: _Reading) -> None:
    item = next((each for each in sheet.items if str(each.id) == row.cells[0].strip()), None)
    if item is None:
        if len([cell for cell in row.cells if cell]) > 1:
            said = f"« {row.cells[0][:20]} »" if row.cells[0] else "aucun numéro"
            reading.unknown_items.append(f"ligne {row.line} ({said})")
        return
    if item.id in reading.rows_of_items:
        first = reading.rows_of_items[item.id]
        raise UnusableFile(f"L'item « {item.label} » est deux fois, lignes {first} et {row.line} : gardez-en une.")
    reading.rows_of_items[item.id] = row.line
    _check_shift(row, item.label, keys, reading)
    for place, pupil in reading.columns.items():
        cell = _at(row, place)
        code = keys.codes.get(cell.upper())
        if code is not None:
            reading.cells[pupil.id, item.id] = code
        elif not cell or cell == PLANNED_KEY:
            reading.left[cell] += 1
        else:
            reading.unknown_codes.append(f"« {cell} », ligne {row.line}, {pupil.name}")


def _check_shift(row: Row, label: str, keys: Keys, reading: _Reading) -> None:
    """Refuse a row whose cells stand one column aside."""
    moved = f"Ligne {row.line} ({label}) : "
    again = " Les cases de cette ligne sont décalées : remettez chaque code sous le numéro de son élève."
    for place, pupil in reading.columns.items():
        if len(_at(row, place)) > _LONGEST_CODE:
            raise UnusableFile(f"{moved}l'intitulé de l'item est dans la colonne de {pupil.name}.{again}")
    last = max(reading.columns)
    for place, cell in enumerate(row.cells[last + 1 :], start=last + 1):
        if cell.upper() in keys.codes:
            raise UnusableFile(f"{moved}le code « {cell} » est dans la colonne {place + 1}, après les élèves.{again}")


def _at(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


# --- What is told -----------------------------------------------------------------------------------------------------


def _told(reading: _Reading, strangers: Sequence[str]) -> list[str]:
    said = [
        _said(strangers, "colonne d'un élève inconnu ici, ignorée", "colonnes d'élèves inconnus ici, ignorées"),
        _said(reading.unknown_items, "ligne d'un item inconnu ici, ignorée", "lignes d'items inconnus ici, ignorées"),
        _said(
            reading.unknown_codes,
            "code inconnu, case laissée comme elle est",
            "codes inconnus, cases laissées comme elles sont",
        ),
        _left(reading.left[PLANNED_KEY], "case « ? » laissée comme elle est", "cases « ? » laissées comme elles sont"),
        _left(reading.left[""], "case vide laissée comme elle est", "cases vides laissées comme elles sont"),
    ]
    return [sentence for sentence in said if sentence]


def _said(names: Sequence[str], one: str, several: str) -> str:
    if not names:
        return ""
    more = len(names) - _SHOWN
    shown = " ; ".join(names[:_SHOWN]) + (f" ; et {count(more, 'autre', 'autres')}" if more > 0 else "")
    return f"{count(len(names), one, several)} : {shown}."


def _left(number: int, one: str, several: str) -> str:
    return f"{count(number, one, several)}." if number else ""
