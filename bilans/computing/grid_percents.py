"""The percentages of a whole grid at once: those of `percentages.Shares`, for hundreds of cells at each look.

A grid has few different series of codes and fewer different sets of states: each is computed once, by the formulas of
`evaluations.scoring`. Nothing is kept to explain a figure: that is made again for the cell that somebody opens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bilans.computing.inputs import Matiere
from evaluations.scoring.means import percent_acquired
from evaluations.scoring.methods import score
from evaluations.scoring.states import State, state

# How a référentiel computes: its method and its limit.
How = tuple[str, int]
# A figure and the rank of its state.
Percent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fed:
    """An item that feeds an entry: its key, its matière, how its référentiel computes."""

    entry: int
    item: int
    matiere: Matiere
    how: How


class Ranks:
    """The rank of the state that a series of codes reaches; `values` are those of the codes that count."""

    def __init__(self, values: Mapping[str, int], states: Sequence[State]) -> None:
        self.states = states
        self._values = values
        self._ranks = {one: rank for rank, one in enumerate(states)}
        self._known: dict[tuple[How | str, ...], int | None] = {}
        self._percents: dict[tuple[int, ...], Percent | None] = {}

    def rank(self, codes: Sequence[str], how: How) -> int | None:
        """Of codes in the order of their dates; None when none of them counts."""
        key: tuple[How | str, ...] = (how, *codes)
        try:
            return self._known[key]
        except KeyError:
            values = [self._values[code] for code in codes if code in self._values]
            reached = state(score(values, *how), self.states)
            found = self._known[key] = None if reached is None else self._ranks[reached]
            return found

    def percent(self, ranks: tuple[int, ...]) -> Percent | None:
        """The « % d'items acquis » of items in these states."""
        try:
            return self._percents[ranks]
        except KeyError:
            figure = percent_acquired(self.states[rank] for rank in ranks)
            reached = state(figure, self.states)
            found = None if figure is None or reached is None else (figure, self._ranks[reached])
            self._percents[ranks] = found
            return found


def grid_percents(
    reached: Mapping[int, Mapping[int, int]],
    feeding: Mapping[tuple[int, int | None], Sequence[int]],
    ranks: Ranks,
    languages: Mapping[int, int | None],
) -> dict[tuple[int, int], Percent]:
    """The percentage of each pupil and thing that has one.

    `reached`: by pupil then item, the rank of the state. `feeding`: by thing and language, the items that count.
    """
    of_language: dict[int | None, list[tuple[int, Sequence[int]]]] = {}
    for (thing, language), items in feeding.items():
        of_language.setdefault(language, []).append((thing, items))
    found: dict[tuple[int, int], Percent] = {}
    for pupil, held in reached.items():
        for thing, items in of_language.get(languages.get(pupil), ()):
            percent = ranks.percent(tuple([held[item] for item in items if item in held]))
            if percent is not None:
                found[pupil, thing] = percent
    return found
