"""What a tree that comes in would change, one box a difference."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from referentiels.comparing.pairing import paired
from referentiels.comparing.places import LEVELS, Place, all_of
from referentiels.enums import NodeKind
from sacoche.kit.text import letters


class Act(StrEnum):
    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Own:
    """What the school itself changed in its copy: a newer version of the original does not undo it unasked."""

    # The kind, the key and the name of each value that was changed; « order » for a place.
    values: frozenset[tuple[str, str, str]] = frozenset()
    # The names of what was taken away, as they are compared.
    deleted: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """`present` is what is there, `incoming` what comes in; an addition has no former, what is absent no latter.

    `wanted` are the values that differ, as they would become. `is_ticked` is the box as it is first shown.
    """

    act: Act
    kind: NodeKind
    present: Place | None
    incoming: Place | None
    wanted: Mapping[str, Any] = field(default_factory=dict)
    is_ticked: bool = True
    # Whether the school itself had changed that.
    is_own: bool = False

    @property
    def code(self) -> str:
        """What its box is called: it names the same difference as long as neither tree changes."""
        said = self.present or self.incoming
        return f"{self.act}-{self.kind}-{said.code if said else ''}"

    @property
    def is_rename(self) -> bool:
        return "name" in self.wanted


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two trees, which node is which, and the differences in the order of the tree that comes in."""

    present: tuple[Place, ...]
    incoming: tuple[Place, ...]
    pairs: Mapping[str, Place]
    differences: tuple[Difference, ...]
    # How many nodes are the same in both.
    same: int = 0
    by_code: Mapping[str, Difference] = field(default_factory=dict)


def compare(
    present: tuple[Place, ...], incoming: tuple[Place, ...], own: Own | None = None, *, adds_links: bool = False
) -> Comparison:
    """What the tree that comes in would change; what `own` names is not ticked.

    With `adds_links`, it takes no link with the socle away: its format knows one version of the socle alone.
    """
    pairs = paired(present, incoming)
    found = tuple(_Differences(present, incoming, pairs, own or Own(), adds_links).all())
    same = len(pairs) - len({(each.kind, each.present.code) for each in found if each.present and each.incoming})
    return Comparison(present, incoming, pairs, found, same, {each.code: each for each in found})


class _Differences:
    def __init__(
        self,
        present: tuple[Place, ...],
        incoming: tuple[Place, ...],
        pairs: Mapping[str, Place],
        own: Own,
        adds_links: bool,
    ) -> None:
        self.present, self.incoming, self.pairs, self.own = present, incoming, pairs, own
        self.adds_links = adds_links
        self.out_of_order = {each.code for each in self._out_of_order()}

    def all(self) -> Iterator[Difference]:
        for top in self.incoming:
            for one in (top, *top.inside()):
                yield from self._of(one)
        kept = {(each.kind, each.code) for each in self.pairs.values()}
        for kind in LEVELS:
            for one in all_of(self.present, kind):
                if (kind, one.code) not in kept:
                    yield Difference(Act.GONE, kind, one, None, is_ticked=False)

    def _of(self, one: Place) -> Iterator[Difference]:
        other = self.pairs.get(one.code)
        if other is None:
            is_own = (one.kind, letters(one.name)) in self.own.deleted
            yield Difference(Act.ADD, one.kind, None, one, is_ticked=not is_own, is_own=is_own)
            return
        wanted = {name: value for name, value in self._wanted(one, other).items() if other.said[name] != value}
        if wanted:
            is_own = any((one.kind, other.code, name) in self.own.values for name in wanted)
            yield Difference(Act.CHANGE, one.kind, other, one, wanted, is_ticked=not is_own, is_own=is_own)
        if self._has_moved(one, other) or one.code in self.out_of_order:
            is_own = (one.kind, other.code, "order") in self.own.values
            yield Difference(Act.MOVE, one.kind, other, one, is_ticked=not is_own, is_own=is_own)

    def _wanted(self, one: Place, other: Place) -> Mapping[str, Any]:
        """What a node would say."""
        if not self.adds_links or "entries" not in one.said:
            return one.said
        return {**one.said, "entries": one.said["entries"] | other.said["entries"]}

    def _has_moved(self, one: Place, other: Place) -> bool:
        """Whether a node stands under another parent."""
        if one.kind is NodeKind.DOMAINE:
            return False
        above = self.pairs.get(one.parent)
        return above is None or above.code != other.parent

    def _out_of_order(self) -> Iterator[Place]:
        """The nodes that stand in another order among those that stay under their parent; as few as can be."""
        ranks = {(each.kind, each.code): rank for rank, each in enumerate(self._every(self.present))}
        for siblings in [self.incoming, *(each.held for each in self._every(self.incoming))]:
            staying = [each for each in siblings if each.code in self.pairs and not self._stays_elsewhere(each)]
            kept = _longest_rise([ranks[each.kind, self.pairs[each.code].code] for each in staying])
            yield from (each for place, each in enumerate(staying) if place not in kept)

    def _stays_elsewhere(self, one: Place) -> bool:
        return self._has_moved(one, self.pairs[one.code])

    @staticmethod
    def _every(places: tuple[Place, ...]) -> list[Place]:
        return [each for place in places for each in (place, *place.inside())]


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The places of a longest rising suite of numbers: those that need not move."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
        before.append(places[length - 1] if length else -1)
    kept, place = set(), places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
