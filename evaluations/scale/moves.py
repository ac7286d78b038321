"""What a change of scale moves: counted on the results that exist, and on every series that could be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from evaluations.scale.calculation import Calculation
from evaluations.scale.whole import Scale
from evaluations.scoring.many import SEPARATOR, usable
from evaluations.scoring.methods import score
from evaluations.scoring.states import State, state

# As many as a page can show.
EXAMPLES = 12
_LENGTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Series:
    """The results of a pupil on an item: `codes` are numbers and special sigles separated by spaces, oldest first.

    `calculation` is that of the référentiel of the item.
    """

    name: str
    codes: str
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class Moved:
    """A series whose state changes; `codes` are the sigles of the former scale."""

    name: str
    codes: str
    before: int | None
    after: int | None
    state_before: State | None
    state_after: State | None

    @property
    def told(self) -> str:
        """« 56 VA → 56 A », « – → 33 NA »."""
        return f"{_said(self.before, self.state_before)} → {_said(self.after, self.state_after)}"


@dataclass(slots=True)
class Moves:
    """Among `total` series that have a score: how many scores and how many states change, with the first of these."""

    total: int = 0
    scores: int = 0
    states: int = 0
    examples: list[Moved] = field(default_factory=list)
    # How many results were given with each code.
    held: dict[str, int] = field(default_factory=dict)


def moves(series: Iterable[Series], before: Scale, after: Scale, *, is_school_default: bool = False) -> Moves:
    """What changes for these series from one scale to the other.

    A référentiel keeps its own calculation; with `is_school_default` that of each scale is compared instead.
    """
    found = Moves()
    known: dict[tuple[str, Calculation], Moved] = {}
    for one in series:
        key = (one.codes, one.calculation)
        if key not in known:
            ways = (before.calculation, after.calculation) if is_school_default else (one.calculation,) * 2
            known[key] = _compared(one, before, after, ways)
        _count(found, one, known[key])
    return found


def every_series(scale: Scale) -> Iterator[Series]:
    """Every series of one to three results in the codes of this scale."""
    numbers = [str(code.number) for code in scale.active]
    for length in _LENGTHS:
        for codes in product(numbers, repeat=length):
            yield Series("", SEPARATOR.join(codes), scale.calculation)


def _compared(one: Series, before: Scale, after: Scale, ways: tuple[Calculation, ...]) -> Moved:
    scores = [
        score(usable(one.codes, scale.values), way.method, way.limit)
        for scale, way in zip((before, after), ways, strict=True)
    ]
    old, new = state(scores[0], before.states), state(scores[1], after.states)
    sigles = {str(code.number): code.sigle for code in before.codes}
    codes = " ".join(sigles.get(code, code) for code in one.codes.split(SEPARATOR))
    return Moved(one.name, codes, scores[0], scores[1], old, new)


def _count(found: Moves, one: Series, moved: Moved) -> None:
    for code in one.codes.split(SEPARATOR):
        found.held[code] = found.held.get(code, 0) + 1
    if moved.before is None and moved.after is None:
        return
    found.total += 1
    found.scores += moved.before != moved.after
    if _name(moved.state_before) != _name(moved.state_after):
        found.states += 1
        if len(found.examples) < EXAMPLES:
            # Another pupil may have the same series.
            found.examples.append(replace(moved, name=one.name))


def _name(state: State | None) -> str:
    return state.sigle if state else ""


def _said(score: int | None, reached: State | None) -> str:
    return f"{score} {_name(reached)}" if reached else "–"
