"""The marks of a bulletin as the software Gepi reads them: Latin-1, CRLF, one line a pupil."""

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

from bilans.computing.bulletin import Bulletin, BulletinLine
from bilans.computing.figures import shown_out_of_20

HEADER = "GEPI_IDENTIFIANT;NOTE;APPRECIATION"


class Part(Enum):
    """What the file brings to Gepi."""

    MARK = "note"
    APPRECIATION = "appreciation"
    BOTH = "note_appreciation"


def gepi_file(bulletin: Bulletin, identifiers: Mapping[int, str], part: Part) -> bytes:
    """The file of a bulletin; `identifiers` are those of Gepi, by the key of the pupil, empty for who has none."""
    lines = [HEADER, *(_line(line, identifiers.get(line.pupil.key, ""), part) for line in bulletin.lines)]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1", errors="replace")


def _line(line: BulletinLine, identifier: str, part: Part) -> str:
    mark = "" if part is Part.APPRECIATION else _mark(line.mark)
    cells = [identifier, mark] if part is Part.MARK else [identifier, mark, line.sentence]
    return ";".join(cells)


def _mark(mark: Fraction | None) -> str:
    """« 06,0 »: two digits before the comma; empty for none."""
    return "" if mark is None else shown_out_of_20(mark).zfill(4)
