"""What every part of the plan reads: the open backup, what was answered, and what our own lists hold."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from imports.sacoche.backup import Backup, Record
from imports.sacoche.fates import Ledger
from imports.sacoche.values import line_of, repaired, text_of


@dataclass(frozen=True)
class Answers:
    """What the administrator decided of the doubtful things; what is here by default is what a command does.

    `niveaux`: the reference of ours for « class-12 », « group-12 » or « niveau-99 », by that key. `parts`: whether what
    a room would take of it is to be taken, by the code of its part (sacoche.kit.parts.moved). `reads_windows`: files
    that are not in UTF-8 are read in Windows-1252.
    """

    repairs: bool = False
    identity: bool = True
    scale: bool = True
    rights: bool = True
    linked: bool = False
    renew_shared: bool = True
    niveaux: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, bool] = field(default_factory=dict)
    reads_windows: bool = False


@dataclass(frozen=True)
class OurNiveau:
    reference: str
    label: str
    holds_classes: bool


@dataclass(frozen=True)
class Ours:
    """Our own lists: what a plan compares with, read once."""

    niveaux: Mapping[str, OurNiveau]
    # Labels by reference.
    matieres: Mapping[str, str]
    # Numbers of the items and compétences of 2006; cycles and numbers of the composantes of 2016.
    socle_items: frozenset[int]
    socle_piliers: frozenset[int]
    composantes: frozenset[tuple[int, int]]
    languages: frozenset[int]
    # In lower case.
    logins: frozenset[str] = frozenset()
    common_words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """Something doubtful that is asked; `proposed` is what is done without an answer."""

    key: str
    label: str
    proposed: str = ""


@dataclass
class Reading:
    """A backup being read into a plan; `ledger` and `questions` grow as its tables are read."""

    backup: Backup
    version: datetime.date
    today: datetime.date
    answers: Answers
    ours: Ours
    ledger: Ledger = field(default_factory=Ledger)
    questions: list[Question] = field(default_factory=list)
    # Texts that look damaged, as they are and as they would be, the first ones only; and how many there are.
    damaged: list[tuple[str, str]] = field(default_factory=list)
    damaged_count: int = 0

    def records(self, table: str) -> Iterator[Record]:
        return self.backup.records(table)

    def line(self, value: str) -> str:
        """A text of one line, put right when its damage is to be."""
        return self._mended(line_of(value))

    def text(self, value: str) -> str:
        return self._mended(text_of(value))

    def _mended(self, value: str) -> str:
        right = repaired(value)
        if right == value:
            return value
        self.damaged_count += 1
        if len(self.damaged) < 20:
            self.damaged.append((value, right))
        return right if self.answers.repairs else value

    def niveau_answered(self, key: str) -> str:
        """The reference of ours that was answered for this key, when we have it."""
        asked = self.answers.niveaux.get(key, "")
        return asked if asked in self.ours.niveaux else ""
