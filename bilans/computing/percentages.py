"""The percentages of the socle of 2006: those of the validation grid, and the panel behind each.

Every result counts, whatever its year; the niveau of the item is active, its matière may be one that the school left.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilans.computing.figures import Scored, Share, share_of
from bilans.computing.inputs import Entry, Item, Matiere, Pupil
from bilans.computing.levels import Explained, Level, Levels
from evaluations.scoring.explain import explain_percent
from evaluations.scoring.states import State, state

VERSION = "2006"


@dataclass(frozen=True, slots=True)
class Harvest:
    """« Items récoltés »: the matières whose items count, by key; None for « automatique ».

    Automatic, every matière counts; but a compétence on a foreign language counts the one of the pupil alone, and any
    of them while he has none.
    """

    matieres: frozenset[int] | None = None

    def counts(self, pupil: Pupil, item: Item, entry: Entry) -> bool:
        """Whether an item feeds this entry for this pupil."""
        return self.counts_matiere(pupil, item.matiere, entry)

    def counts_matiere(self, pupil: Pupil, matiere: Matiere, entry: Entry) -> bool:
        """The same, of any item of a matière."""
        if self.matieres is not None:
            return matiere.key in self.matieres
        return not entry.domaine.pilier.is_language or matiere.teaches(pupil.language)


AUTOMATIC = Harvest()


class Shares:
    """What the items of référentiels say of the entries of the socle, each pupil and entry computed once."""

    def __init__(self, items: Iterable[Item], levels: Levels, harvest: Harvest = AUTOMATIC) -> None:
        self._levels = levels
        self._harvest = harvest
        self._items = _by_entry(items)
        self._known: dict[tuple[int, int], tuple[Scored, ...]] = {}

    @property
    def states(self) -> tuple[State, ...]:
        return self._levels.states

    def scored(self, pupil: Pupil, entry: Entry) -> tuple[Scored, ...]:
        """The items that feed the entry and have a score, with it, in their order."""
        place = pupil.key, entry.key
        if place not in self._known:
            self._known[place] = tuple(self._scored(pupil, entry))
        return self._known[place]

    def share(self, pupil: Pupil, entry: Entry) -> Share:
        """The percentage of a cell of the grid, with its states."""
        return share_of((level for _item, level in self.scored(pupil, entry)), self.states)

    def gathered(self, pupil: Pupil, entries: Sequence[Entry]) -> tuple[Scored, ...]:
        """The items that feed one or another of these entries and have a score, each once."""
        if len(entries) == 1:
            return self.scored(pupil, entries[0])
        found = {item.key: (item, level) for entry in entries for item, level in self.scored(pupil, entry)}
        return tuple(found.values())

    def share_over(self, pupil: Pupil, entries: Sequence[Entry]) -> Share:
        """The percentage of a cell about several entries: a compétence."""
        return share_of((level for _item, level in self.gathered(pupil, entries)), self.states)

    def explained(self, pupil: Pupil, item: Item) -> Explained:
        """How the score of an item was made, down to its results."""
        return self._levels.explained(pupil.key, item)

    def _scored(self, pupil: Pupil, entry: Entry) -> Iterable[Scored]:
        for item in self._items.get(entry.key, ()):
            if self._harvest.counts(pupil, item, entry):
                level = self._levels.level(pupil.key, item)
                if level.score is not None:
                    yield item, level


def _by_entry(items: Iterable[Item]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.referentiel.niveau.is_active:
            for link in item.links:
                if link.version == VERSION:
                    found[link.entry].append(item)
    return found


@dataclass(frozen=True, slots=True)
class PanelLine:
    """An item behind a percentage, and how its score was made."""

    item: Item
    level: Level
    explained: Explained


@dataclass(frozen=True, slots=True)
class Panel:
    """What is behind the percentage of a cell; `lines` is empty when nothing linked is evaluated."""

    pupil: Pupil
    entry: Entry
    share: Share
    # The state where the percentage stands, which colours it.
    state: State | None
    lines: tuple[PanelLine, ...]

    @property
    def sentence(self) -> str:
        """« 1 A et 2 VA : (1×100 + 2×50) ÷ 3 = 66,67 → 67 », or why there is no percentage."""
        return explain_percent(line.level.state for line in self.lines)


def panel(pupil: Pupil, entry: Entry, shares: Shares) -> Panel:
    """The panel of a cell of the validation grid."""
    share = shares.share(pupil, entry)
    return Panel(pupil, entry, share, state(share.percent, shares.states), panel_lines(pupil, [entry], shares))


def panel_lines(pupil: Pupil, entries: Sequence[Entry], shares: Shares) -> tuple[PanelLine, ...]:
    """The items behind a percentage, each explained."""
    found = shares.gathered(pupil, entries)
    return tuple(PanelLine(item, level, shares.explained(pupil, item)) for item, level in found)
