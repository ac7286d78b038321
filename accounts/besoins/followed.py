"""What a « groupe de besoin » was made from, which other rooms keep: who no longer needs it is theirs to say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sacoche.kit.registry import Registry
from schools.models import Group

# A pupil and an item.
Cell = tuple[int, int]


@dataclass(frozen=True)
class Follower:
    """Keeps the results that a new group was made from.

    `told` says of each group, by its key, who no longer meets them, a French line a pupil.
    """

    code: str
    keep: Callable[[Group, Sequence[Cell]], None]
    told: Callable[[Sequence[Group]], Mapping[int, Sequence[str]]]


followers: Registry[Follower] = Registry("what groupes de besoin follow")


def keep_cells(group: Group, cells: Sequence[Cell]) -> None:
    """Note what a group that was just made is about; inside its transaction."""
    for follower in followers:
        follower.keep(group, cells)


def no_longer(groups: Sequence[Group]) -> dict[int, list[str]]:
    """The lines of each group, by its key; nothing of those that have none."""
    found: dict[int, list[str]] = {}
    for follower in followers:
        for key, lines in follower.told(groups).items():
            found.setdefault(key, []).extend(lines)
    return found
