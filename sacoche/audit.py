"""The audit of accessibility and the conformity to the doctrine of the ministry, kept as data (sacoche/data/)."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
MET, UNMET, NOT_CONCERNED, UNJUDGED = "C", "NC", "NA", "NE"


@dataclass(frozen=True)
class Criterion:
    """A criterion of the RGAA 4.1: « 3.2 », its state (C, NC, NA, NE: nobody has judged it yet), what shows it."""

    theme: str
    number: str
    state: str
    proof: str


@dataclass(frozen=True)
class Audit:
    """The grid of the 106 criteria."""

    criteria: Sequence[Criterion]

    @property
    def counts(self) -> Counter[str]:
        return Counter(each.state for each in self.criteria)

    @property
    def judged(self) -> int:
        """Those that concern us and that somebody, or a test, has judged."""
        return self.counts[MET] + self.counts[UNMET]

    @property
    def rate(self) -> int:
        """Percent of the judged criteria that are met, halves up."""
        return (200 * self.counts[MET] + self.judged) // (2 * self.judged)

    @property
    def label(self) -> str:
        """« partiellement conforme »; totally only when every criterion was judged and met."""
        if self.rate == 100 and not self.counts[UNJUDGED]:
            return "totalement conforme"
        return "partiellement conforme" if self.rate >= 50 else "non conforme"

    @property
    def unmet(self) -> list[Criterion]:
        return [each for each in self.criteria if each.state == UNMET]


@dataclass(frozen=True)
class Requirement:
    """A line of the doctrine: whether it is met (« oui », « non »), and the proof or the reason."""

    reference: str
    what: str
    state: str
    proof: str


@cache
def audit() -> Audit:
    """The grid, read once."""
    return Audit([Criterion(*row) for row in _rows("rgaa.csv")])


@cache
def doctrine() -> list[Requirement]:
    """The lines of the doctrine, read once."""
    return [Requirement(*row) for row in _rows("doctrine.csv")]


def _rows(name: str) -> list[list[str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]
