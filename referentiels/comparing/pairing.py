"""Which node of the tree that comes in is which node of the tree that is there.

A wrong pair would give the results of one item to another: without the same name, a node is recognised only under the
same parent, by a name that is nearly the same (« rename ») or, for what holds others, by what it holds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from referentiels.comparing.places import LEVELS, Place, all_of
from referentiels.enums import NodeKind
from sacoche.kit.text import letters

# From this likeness on, two names are one that was rewritten: « Nommer une fraction », « Nommer des fractions ».
_ALIKE = 0.7
# Couples looked at: a file of thousands of strange names would hold the server. Beyond, nodes are told as new.
_MOST_LOOKS = 4_000


def paired(present: tuple[Place, ...], incoming: tuple[Place, ...]) -> dict[str, Place]:
    """The node that is there, by the code of the one that comes in; each is in one pair at most."""
    pairs: dict[str, Place] = {}
    for kind in LEVELS:
        _Level(kind, pairs).pair(all_of(present, kind), all_of(incoming, kind))
    return pairs


class _Level:
    """The pairs of one level, found in four turns, the surest first; those of the level above are known."""

    def __init__(self, kind: NodeKind, pairs: dict[str, Place]) -> None:
        self.kind, self.pairs = kind, pairs
        self.taken: set[str] = set()
        self._names: dict[int, frozenset[str]] = {}

    def pair(self, present: Sequence[Place], incoming: Sequence[Place]) -> None:
        self._by(present, incoming, lambda one: (self._home(one, is_new=False), letters(one.name)))
        self._by(present, incoming, lambda one: letters(one.name))
        self._at_home(present, incoming, self._common)
        self._at_home(present, incoming, _is_alike)

    def _home(self, one: Place, *, is_new: bool) -> str:
        """The key of what holds a place, as the tree that is there names it; of a new parent, none that is there."""
        if not is_new or self.kind is NodeKind.DOMAINE:
            return one.parent
        above = self.pairs.get(one.parent)
        return above.code if above else f"new {one.parent}"

    def _by(self, present: Sequence[Place], incoming: Sequence[Place], key: Callable[[Place], object]) -> None:
        """Pair those that have the same key, in their order."""
        waiting: defaultdict[object, list[Place]] = defaultdict(list)
        for one in self._free(present):
            waiting[key(one)].append(one)
        for one in self._new(incoming):
            asked = key(one)
            if isinstance(asked, tuple):
                asked = (self._home(one, is_new=True), *asked[1:])
            if waiting[asked]:
                self._take(one, waiting[asked].pop(0))

    def _at_home(
        self, present: Sequence[Place], incoming: Sequence[Place], likeness: Callable[[Place, Place], float]
    ) -> None:
        """Pair those of one parent that are like each other, the likest first."""
        free, new = self._free(present), self._new(incoming)
        here: defaultdict[str, list[Place]] = defaultdict(list)
        for one in free:
            here[self._home(one, is_new=False)].append(one)
        couples = [(one, other) for one in new for other in here[self._home(one, is_new=True)]][:_MOST_LOOKS]
        found = ((likeness(other, one), one, other) for one, other in couples)
        for degree, one, other in sorted(found, key=lambda couple: -couple[0]):
            if degree and one.code not in self.pairs and other.code not in self.taken:
                self._take(one, other)

    def _common(self, present: Place, incoming: Place) -> float:
        """The part of their items that two domaines, two thèmes have in common, 0 under a half."""
        here, there = self._items(present), self._items(incoming)
        common = len(here & there) / max(len(here), len(there), 1)
        return common if common >= 0.5 else 0

    def _items(self, place: Place) -> frozenset[str]:
        """The names of the items under a place, as they are compared."""
        if id(place) not in self._names:
            named = (letters(each.name) for each in place.inside() if each.kind is NodeKind.ITEM)
            self._names[id(place)] = frozenset(named)
        return self._names[id(place)]

    def _take(self, one: Place, other: Place) -> None:
        self.pairs[one.code] = other
        self.taken.add(other.code)

    def _free(self, present: Iterable[Place]) -> list[Place]:
        return [one for one in present if one.code not in self.taken]

    def _new(self, incoming: Iterable[Place]) -> list[Place]:
        return [one for one in incoming if one.code not in self.pairs]


def _is_alike(present: Place, incoming: Place) -> float:
    """How near two names are, 0 when they are two."""
    matcher = SequenceMatcher(None, present.name.casefold(), incoming.name.casefold(), autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0
    ratio = matcher.ratio()
    return ratio if ratio >= _ALIKE else 0
