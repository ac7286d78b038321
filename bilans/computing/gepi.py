"""The marks of a bulletin as the software Gepi reads them: Latin-1, CRLF, one line a pupil."""

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

from bilans.computing.bulletin import Bulletin, BulletinLine
from evaluations.scoring.rounding import half_up

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
    """« 06,0 »: two digits, a comma, one decimal; empty for none."""
    if mark is None:
        return ""
    units, tenth = divmod(half_up(mark * 10), 10)
    return f"{units:02d},{tenth}"
