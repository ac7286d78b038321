"""What becomes of each row of a backup: four boxes, which add up to its rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

# A table that has more odd rows than this only counts the following ones.
LISTED = 20_000


class Fate(StrEnum):
    """The four boxes."""

    TAKEN = "taken"
    CORRECTED = "corrected"
    ASIDE = "aside"
    LEFT = "left"


# How many lines: one, several.
COUNTED = {
    Fate.TAKEN: ("ligne reprise", "lignes reprises"),
    Fate.CORRECTED: ("ligne reprise et corrigée", "lignes reprises et corrigées"),
    Fate.ASIDE: ("ligne mise de côté", "lignes mises de côté"),
    Fate.LEFT: ("ligne non reprise", "lignes non reprises"),
}
LABELS = {
    Fate.TAKEN: "repris",
    Fate.CORRECTED: "repris et corrigé",
    Fate.ASIDE: "mis de côté",
    Fate.LEFT: "non repris",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of which something is to be told: `row` names it by its numbers, `words` by what it holds."""

    table: str
    row: str
    fate: Fate
    reason: str
    words: str = ""


@dataclass
class Ledger:
    """The fate of each row, counted by table; the rows of which something is to be told are listed too."""

    counts: dict[str, Counter[Fate]] = field(default_factory=lambda: defaultdict(Counter))
    lines: list[Line] = field(default_factory=list)
    _listed: Counter[str] = field(default_factory=Counter)

    def take(self, table: str, number: int = 1) -> None:
        self.counts[table][Fate.TAKEN] += number

    def leave(self, table: str, number: int = 1) -> None:
        """Not taken, by rule."""
        self.counts[table][Fate.LEFT] += number

    def tell(self, table: str, row: Any, reason: str, *, words: str = "") -> None:
        """Say something of a row, whose fate is counted elsewhere."""
        self._list(Line(table, str(row), Fate.TAKEN, reason, words))

    def correct(self, table: str, row: Any, reason: str, *, words: str = "") -> None:
        """Taken with another value than that of the backup."""
        self.counts[table][Fate.CORRECTED] += 1
        self._list(Line(table, str(row), Fate.CORRECTED, reason, words))

    def put_aside(self, table: str, row: Any, reason: str, *, words: str = "") -> None:
        self.counts[table][Fate.ASIDE] += 1
        self._list(Line(table, str(row), Fate.ASIDE, reason, words))

    def leave_and_tell(self, table: str, row: Any, reason: str) -> None:
        self.leave(table)
        self._list(Line(table, str(row), Fate.LEFT, reason))

    def _list(self, line: Line) -> None:
        self._listed[line.table] += 1
        if self._listed[line.table] <= LISTED:
            self.lines.append(line)

    @property
    def total(self) -> int:
        return sum(counted.total() for counted in self.counts.values())

    def box(self, fate: Fate) -> int:
        return sum(counted[fate] for counted in self.counts.values())

    def by_table(self) -> Iterator[tuple[str, Mapping[Fate, int]]]:
        yield from sorted(self.counts.items())
