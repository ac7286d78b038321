"""The relevé « bulletin »: one mark and one sentence a pupil, and the line of the class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bilans.computing.figures import Summary, summary_of
from bilans.computing.inputs import Item, Pupil
from bilans.computing.levels import Levels
from bilans.computing.releve import evaluated, lines_of
from evaluations.scoring.means import mark_out_of_20, mean


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """The figures of a pupil in a matière."""

    pupil: Pupil
    summary: Summary

    @property
    def mark(self) -> Fraction | None:
        """The weighted mean out of 20."""
        return mark_out_of_20(self.summary.weighted)

    @property
    def sentence(self) -> str:
        """« 90% d'items acquis (4A 1VA 0NA) », empty when nothing has a score."""
        share = self.summary.share
        return "" if share.percent is None else f"{share.percent}% d'items acquis ({share.counted})"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Every pupil, in order, and the class: the means of their figures."""

    lines: tuple[BulletinLine, ...]
    mean: int | None
    percent: int | None

    @property
    def mark(self) -> Fraction | None:
        """The mean of the class out of 20: that of the percentages, rounded, then divided by 5."""
        return mark_out_of_20(self.mean)


def bulletin(pupils: Sequence[Pupil], items: Iterable[Item], levels: Levels) -> Bulletin:
    """The bulletin of these pupils over the items of a matière that were evaluated in the period."""
    kept = evaluated(pupils, items, levels)
    lines = tuple(BulletinLine(pupil, _summary(pupil, kept, levels)) for pupil in pupils)
    return Bulletin(
        lines,
        mean(line.summary.weighted for line in lines),
        mean(line.summary.share.percent for line in lines),
    )


def _summary(pupil: Pupil, items: Sequence[Item], levels: Levels) -> Summary:
    lines = lines_of(pupil, items, levels)
    return summary_of([(line.item, line.level) for line in lines], levels.states)
