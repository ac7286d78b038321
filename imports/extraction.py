"""What a file says, whatever its format: the people and classes that its source found, and what it could not use."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass


class UnreadableFile(ValueError):
    """The file cannot be used at all; the message says why in French, and what to do."""


@dataclass(frozen=True)
class Problem:
    """A line of the file that was left out or mended, in French."""

    line: int
    message: str


@dataclass(frozen=True)
class IncomingClass:
    """A class of the file. `name` fits the twenty characters of old files, `long_name` says it whole."""

    reference: str
    niveau_reference: str
    name: str
    long_name: str


@dataclass(frozen=True)
class IncomingPupil:
    """A pupil of the file. An absent value is empty (None for a date): it never erases what the school knows."""

    line: int
    last_name: str
    first_name: str
    class_reference: str = ""
    birth_date: datetime.date | None = None
    gender: str = ""
    sconet_id: int | None = None
    elenoet: str = ""
    reference: str = ""

    @property
    def login_order(self) -> tuple[str, str, int, str, str, str, int]:
        """The order that decides who gets the login without a number: byte order, É after Z (spec §2.2)."""
        identifiers = (self.sconet_id or 0, self.elenoet, self.reference)
        return (self.last_name, self.first_name, *identifiers, self.class_reference, self.line)


@dataclass(frozen=True)
class Extraction:
    """All that a file gives. Pupils without a class are kept apart: they are not counted as found."""

    pupils: Sequence[IncomingPupil]
    without_class: Sequence[IncomingPupil]
    classes: Sequence[IncomingClass]
    problems: Sequence[Problem]
