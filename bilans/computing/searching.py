"""« Recherche ciblée »: the pupils whose mean, share of items or degree stands among what somebody ticked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from bilans.computing.figures import Summary, level_of, summary_of
from bilans.computing.inputs import Item, Pupil
from bilans.computing.levels import Level, Levels
from bilans.computing.releve import evaluated, lines_of


class Criterion(Enum):
    """What pupils are looked for by."""

    MEAN = "moyenne"
    PERCENT = "acquis"


@dataclass(frozen=True, slots=True)
class Match:
    """A pupil who was found, with the figure by which he was."""

    pupil: Pupil
    level: Level
    summary: Summary


@dataclass(frozen=True, slots=True)
class Search:
    """Those found, in their order, among how many."""

    matches: tuple[Match, ...]
    among: int


def search(
    pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels, criterion: Criterion, sigles: Collection[str]
) -> Search:
    """The pupils whose weighted mean, or « % d'items acquis », is in one of these states; who has none is not found."""
    kept = evaluated(pupils, items, levels)
    matches = []
    for pupil in pupils:
        summary = summary_of([(line.item, line.level) for line in lines_of(pupil, kept, levels)], levels.states)
        figure = summary.weighted if criterion is Criterion.MEAN else summary.share.percent
        level = level_of(figure, levels.states)
        if level.state is not None and level.state.sigle in sigles:
            matches.append(Match(pupil, level, summary))
    return Search(tuple(matches), len(pupils))
