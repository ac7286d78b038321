"""The level of each pupil on each item, computed once and only when a document asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bilans.computing.inputs import Item, Marks
from evaluations.scoring.explain import Explanation, explain
from evaluations.scoring.methods import Method, score
from evaluations.scoring.series import Counted, LookBack, ReportWindow, Result, Sight, Window, counted, sight
from evaluations.scoring.states import State, state


@dataclass(frozen=True, slots=True)
class Level:
    """A score and its state; both None when no result counts."""

    score: int | None = None
    state: State | None = None


# The results of a pupil on an item.
_Series = tuple[Result, ...]
NO_LEVEL = Level()
_NOTHING = Sight()


@dataclass(frozen=True, slots=True)
class Explained:
    """How a level was made: which results count, why the others do not, and the computation."""

    counted: Counted
    explanation: Explanation


class Levels:
    """The levels that results make in a window.

    A class is marked together: equal series of results are looked at once, equal series of values scored once. `states`
    are those of the school, from the lowest.
    """

    def __init__(self, marks: Marks, window: ReportWindow, states: Sequence[State]) -> None:
        self.states = tuple(states)
        self._marks = marks
        self._windows = {own: window.of(own) for own in LookBack}
        self._known: dict[tuple[int, int], Level] = {}
        self._seen: dict[tuple[int, int], Sight] = {}
        self._sights: dict[tuple[LookBack, _Series], Sight] = {}
        self._values: dict[tuple[LookBack, int, _Series], tuple[int, ...]] = {}
        self._scored: dict[tuple[Method, int, tuple[int, ...]], Level] = {}

    def level(self, pupil: int, item: Item) -> Level:
        """The level of a pupil, by his key, on an item."""
        place = pupil, item.key
        if place not in self._marks:
            return NO_LEVEL
        if place not in self._known:
            self._known[place] = self._computed(place, item)
        return self._known[place]

    def sight(self, pupil: int, item: Item) -> Sight:
        """What a document shows of the results of a pupil on an item."""
        place = pupil, item.key
        if place not in self._marks:
            return _NOTHING
        if place not in self._seen:
            look_back, results = item.referentiel.look_back, tuple(self._marks[place])
            if (look_back, results) not in self._sights:
                self._sights[look_back, results] = sight(results, self._window(item))
            self._seen[place] = self._sights[look_back, results]
        return self._seen[place]

    def explained(self, pupil: int, item: Item) -> Explained:
        """How the level was made, down to its results."""
        how = item.referentiel
        found = counted(self._marks.get((pupil, item.key), ()), self._window(item), how.limit)
        return Explained(found, explain(found.values, how.method, how.limit, self.states))

    def _window(self, item: Item) -> Window:
        return self._windows[item.referentiel.look_back]

    def _computed(self, place: tuple[int, int], item: Item) -> Level:
        how = item.referentiel
        same = how.look_back, how.limit, tuple(self._marks[place])
        if same not in self._values:
            self._values[same] = counted(self._marks[place], self._window(item), how.limit).values
        values = self._values[same]
        series = how.method, how.limit, values
        if series not in self._scored:
            figure = score(values, how.method, how.limit)
            self._scored[series] = Level(figure, state(figure, self.states))
        return self._scored[series]
