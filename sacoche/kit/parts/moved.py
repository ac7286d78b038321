"""What each room takes of a school that comes from another program, declared in `moved_parts.py` of its folder.

Whoever reads the backup (imports.sacoche) hands each row of a table to the parts that read it, tells what becomes of
it, and keeps as data what no part takes: a room that is added takes its rows by declaring a part, and nothing else.
Numbers are those of the backup until a row is written.
"""

import base64
import datetime
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from sacoche.kit.pictures import BadPicture, redrawn
from sacoche.kit.registry import Registry

Row = Mapping[str, str]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class MovedFrom:
    """A backup being read. `people` and `classes` say how each is called; a person who has left is not in `present`.

    `years`: the first calendar year of the school year of each période.
    """

    today: datetime.date
    version: datetime.date
    year: int
    rows: Callable[[str], Iterator[Row]]
    # A text of one line, of several, put right when its damage is to be.
    line: Callable[[str], str]
    text: Callable[[str], str]
    people: Mapping[int, str]
    pupils: Container[int]
    present: Container[int]
    classes: Mapping[int, str]
    matieres: Mapping[int, str]
    periods: Mapping[int, str]
    years: Mapping[int, int]


@dataclass(frozen=True)
class MovedTo:
    """The space being filled, in an open transaction: the number here of each thing of the backup."""

    school: Any
    actor: Any
    accounts: Mapping[int, int]
    classes: Mapping[int, int]
    matieres: Mapping[int, int]
    periods: Mapping[int, int]


class Outcome(Enum):
    TAKEN = "taken"
    CORRECTED = "corrected"
    # Nobody has a place for it: it stays as data, and is counted with what is taken.
    KEPT = "kept"
    ASIDE = "aside"


@dataclass(frozen=True)
class Verdict:
    """What a part does with a row; `reason` is French, and empty when there is nothing to tell.

    `is_kept`: something of it has no place, so that the whole row stays as data too.
    """

    outcome: Outcome
    reason: str = ""
    is_kept: bool = False


TAKEN = Verdict(Outcome.TAKEN)


def aside(reason: str) -> Verdict:
    """The row cannot be taken."""
    return Verdict(Outcome.ASIDE, reason)


def kept(reason: str = "") -> Verdict:
    """The row has no place here: it stays as data."""
    return Verdict(Outcome.KEPT, reason, is_kept=True)


def number_of(value: str) -> int:
    """A whole number of a row, 0 for what is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0


def sent_picture(row: Row, *, noun: str) -> bytes:
    """The picture of a row as its file was, in base64 there: to be drawn anew. Raises BadPicture."""
    try:
        return base64.b64decode(row["image_contenu"], validate=True)
    except ValueError as error:
        raise BadPicture(f"{noun} : son contenu n'est pas lisible.") from error


def picture_of(row: Row, *, box: tuple[int, int], noun: str) -> bytes:
    """The picture of a row, drawn anew as a PNG. Raises BadPicture."""
    return redrawn(sent_picture(row, noun=noun), box=box, formats=("PNG", "JPEG", "GIF", "WEBP"), noun=noun)


class Taking(Protocol):
    """What a part takes of one backup: it is given its rows one by one, then writes them."""

    def take(self, table: str, row: Row) -> Verdict:
        """Note a row that the part wants, and say what becomes of it."""

    def prepare(self, school: Any, progress: Progress) -> None:
        """What is slow, once and before the transaction: pictures, PDFs, files."""

    def write(self, to: MovedTo) -> None:
        """Write what was noted."""

    def undo(self) -> None:
        """The transaction failed: take away what `prepare` left outside the database."""


class NothingOutside:
    """For a Taking that leaves nothing outside the database."""

    def prepare(self, school: Any, progress: Progress) -> None:
        """Nothing is slow."""

    def undo(self) -> None:
        """Nothing is left."""


@dataclass(frozen=True)
class MovedPart:
    """The rows that a room takes of `tables`, those that it `wants`. `label` names them, plural, without article.

    Each table has the columns that are read of it: what a version that lacks one of them wrote stays as data.

    `asked`, when the school decides of it: the box that is shown, ticked or not by `is_default`. Rows that it does not
    want are not taken, nor kept.
    """

    code: str
    label: str
    tables: Mapping[str, tuple[str, ...]]
    begin: Callable[[MovedFrom], Taking]
    # How many of them the open school has.
    counted: Callable[[], int]
    wants: Callable[[Row], bool] = lambda row: True
    asked: str = ""
    is_default: bool = True


parts: Registry[MovedPart] = Registry("parts of a school that moves in")
