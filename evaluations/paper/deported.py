"""« Saisie déportée »: the grid as a file filled elsewhere, in the layout that schools have known since 2012."""

from collections.abc import Iterator, Sequence

from evaluations.paper.sheet import Keys, Sheet, SheetPupil
from sacoche.kit.files.csvtext import ENCODING, in_windows_1252, without_formula

_LINE = "\r\n"


def write_csv(sheet: Sheet, keys: Keys, *, is_filled: bool) -> bytes:
    """Windows-1252: the numbers of the pupils, a row for each item, the names, what it is, the codes allowed."""
    lines = [";".join(["", *(str(pupil.id) for pupil in sheet.pupils), ""])]
    lines += [";".join(row) for row in _rows(sheet, keys, is_filled=is_filled)]
    lines.append(";".join(["", *(_quoted(pupil) for pupil in sheet.pupils), ""]))
    lines += ["", *(_plain(line) for line in _about(sheet)), "", _codes(keys)]
    return in_windows_1252("".join(line + _LINE for line in lines)).encode(ENCODING)


def workbook_rows(sheet: Sheet, keys: Keys, *, is_filled: bool) -> Iterator[Sequence[str | int]]:
    """The same, row after row, for a workbook."""
    yield ["", *(pupil.id for pupil in sheet.pupils), ""]
    for number, *codes, label in _rows(sheet, keys, is_filled=is_filled):
        yield [int(number), *(int(code) if code.isdigit() else code.strip() for code in codes), label]
    yield ["", *(pupil.said for pupil in sheet.pupils), ""]
    yield []
    for line in (*_about(sheet), "", _codes(keys)):
        yield [line]


def _rows(sheet: Sheet, keys: Keys, *, is_filled: bool) -> Iterator[list[str]]:
    for item in sheet.items:
        codes = [sheet.code(pupil, item) for pupil in sheet.pupils]
        # A space for an empty cell, so that a file given filled is not taken for one to fill.
        cells = [keys.of.get(code, " ") for code in codes] if is_filled else [""] * len(codes)
        yield [str(item.id), *cells, _plain(item.label)]


def _about(sheet: Sheet) -> list[str]:
    return [sheet.place, sheet.title, f"{sheet.day:%d/%m/%Y}"]


def _codes(keys: Keys) -> str:
    return f"CODAGES AUTORISÉS : {keys.allowed}"


def _plain(text: str) -> str:
    """On one line and in one cell."""
    return without_formula(" ".join(text.replace(";", ",").split()))


def _quoted(pupil: SheetPupil) -> str:
    return f'"{_plain(pupil.said).replace(chr(34), chr(39))}"'
