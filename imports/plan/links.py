"""Who has which classes, groups and matières: the links to add and those to take away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from imports.plan.decisions import Decision


class LinkKind(StrEnum):
    """The parts of the step « Affectations », in order. A source names those that its files speak of."""

    CLASSES = "classes"
    PP = "pp"
    MATIERES = "matieres"
    GROUPES = "groupes"
    ELEVES = "eleves"


Pair = tuple[int, int]

# A file names the matières of a service, never all those of a teacher.
_NEVER_REMOVED = frozenset({LinkKind.MATIERES})


@dataclass(frozen=True)
class LinkChange:
    """The decision for one link between an account and a class, a group or a matière."""

    decision: Decision
    key: str
    kind: LinkKind
    person_id: int
    target_id: int
    is_ticked: bool = False
    # Somebody made it, and no file ever said it.
    is_by_hand: bool = False

    @property
    def content(self) -> tuple[bool]:
        """All that the key does not say."""
        return (self.is_by_hand,)


def plan_links(
    *,
    kind: LinkKind,
    existing: Mapping[Pair, bool],
    wanted: Collection[Pair],
    movable: Collection[int] | None = None,
    held: Collection[Pair] = (),
) -> list[LinkChange]:
    """Compare the links of the school, each with whether it was made by hand, with those of the file.

    What the file lacks is proposed for removal: ticked, but for links made by hand, and unless the file says nothing
    at all of that kind. `movable`: the accounts whose links may be taken away, all of them by default.
    `held`: the links that go as those made by hand do, for somebody gave a role there (professeur principal).
    """
    arriving = frozenset(wanted)
    is_told = bool(arriving)
    changes = [_change(kind, Decision.ADD, pair, is_ticked=True) for pair in sorted(arriving - existing.keys())]
    for pair, is_by_hand in sorted(existing.items()):
        if pair in arriving:
            changes.append(_change(kind, Decision.KEEP, pair, is_by_hand=is_by_hand))
        elif kind not in _NEVER_REMOVED and (movable is None or pair[0] in movable):
            is_of_somebody = is_by_hand or pair in held
            ticked = is_told and not is_of_somebody
            changes.append(_change(kind, Decision.REMOVE, pair, is_ticked=ticked, is_by_hand=is_of_somebody))
    return changes


def _change(
    kind: LinkKind, decision: Decision, pair: Pair, *, is_ticked: bool = False, is_by_hand: bool = False
) -> LinkChange:
    person_id, target_id = pair
    return LinkChange(decision, f"{kind}-{person_id}-{target_id}", kind, person_id, target_id, is_ticked, is_by_hand)


def wanted_pairs(
    people: Iterable[tuple[int, Iterable[str]]], targets: Mapping[str, int], extra: Iterable[Pair] = ()
) -> set[Pair]:
    """The links that a file says, `people` being accounts with the references they are given; unknown ones drop."""
    told = {
        (person, targets[reference])
        for person, references in people
        for reference in references
        if reference in targets
    }
    return told | set(extra)
