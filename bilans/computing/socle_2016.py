"""The socle of 2016 by cycle: what the items say of each line, and the degree of mastery that they propose.

No period, no coefficient: all the past counts, in the matières and niveaux that the school uses. Nothing evaluated
proposes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bilans.computing.choosing import of_every_matiere
from bilans.computing.figures import Scored, Share, share_of
from bilans.computing.inputs import Item, Pupil
from bilans.computing.levels import Levels
from evaluations.scoring.steps import SOCLE, dnb_points, step

VERSION = "2016"
# Under this number of evaluated items, a degree is said to rest on little.
THIN = 3


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A line of the document: one of the eight of the livret, or a composante; `components` are their numbers."""

    code: str
    label: str
    components: frozenset[int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the items say of a line for a pupil; `degree`, from 1, is None when nothing was evaluated."""

    line: CycleLine
    share: Share
    degree: int | None
    scored: tuple[Scored, ...]
    # How many items feed the line, evaluated or not.
    linked: int

    @property
    def evaluated(self) -> int:
        return self.share.total

    @property
    def is_thin(self) -> bool:
        """Whether a degree is proposed from very few items."""
        return 0 < self.evaluated < THIN

    @property
    def points(self) -> int:
        """The points of the brevet until 2025; none for no degree."""
        return dnb_points(self.degree)


@dataclass(frozen=True, slots=True)
class CycleSheet:
    """What is proposed for a pupil, line after line."""

    pupil: Pupil
    proposals: tuple[Proposal, ...]

    @property
    def points(self) -> int:
        """The points of all lines, for the estimate of the brevet until 2025."""
        return sum(proposal.points for proposal in self.proposals)


def proposals(
    pupils: Sequence[Pupil],
    cycle: int,
    lines: Sequence[CycleLine],
    items: Iterable[Item],
    levels: Levels,
    *,
    matieres: Collection[int] | None = None,
    bounds: Sequence[int] = SOCLE,
) -> tuple[CycleSheet, ...]:
    """What is proposed for each pupil at the end of a cycle.

    `levels` are those of all the past. `matieres`: the keys of those that count, None for all. `bounds`: the last
    percentage of each degree.
    """
    kept = [item for item in of_every_matiere(items) if matieres is None or item.matiere.key in matieres]
    feeding = [(line, _feeding(line, cycle, kept)) for line in lines]
    return tuple(
        CycleSheet(pupil, tuple(_proposal(pupil, line, held, levels, bounds) for line, held in feeding))
        for pupil in pupils
    )


def _feeding(line: CycleLine, cycle: int, items: Iterable[Item]) -> list[Item]:
    """The items of a line, each once, even linked to several of its composantes."""
    return [
        item
        for item in items
        if any(link.version == VERSION and link.cycle == cycle and link.entry in line.components for link in item.links)
    ]


def _proposal(pupil: Pupil, line: CycleLine, items: Sequence[Item], levels: Levels, bounds: Sequence[int]) -> Proposal:
    scored = tuple((item, levels.level(pupil.key, item)) for item in items)
    scored = tuple((item, level) for item, level in scored if level.score is not None)
    share = share_of((level for _item, level in scored), levels.states)
    return Proposal(line, share, step(share.percent, bounds), scored, len(items))
