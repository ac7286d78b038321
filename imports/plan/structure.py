"""Classes and groups: those to keep, to add, to delete."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from imports.brought.extraction import IncomingClass, IncomingGroup
from imports.plan.decisions import Decision
from imports.plan.parts import WHOLE, Part

IncomingStructure = IncomingClass | IncomingGroup


@dataclass(frozen=True)
class KnownClass:
    """A class or a group of the school. `is_needed` when deleting it would lose what the file knows nothing of."""

    id: int
    reference: str
    is_needed: bool = False
    # Whom its deletion concerns, as screens say it: how many pupils are in it, and the teachers who would lose it.
    pupils: int = 0
    teachers: tuple[str, ...] = ()
    # The UAI of the last file that named it.
    uai: str = ""


@dataclass(frozen=True)
class ClassChange:
    """The decision for one class or group: its row in the school, its line in the file, or both.

    `renamed_from`: the reference that it has in the school, when the file now gives it another.
    """

    decision: Decision
    key: str
    known: KnownClass | None = None
    incoming: IncomingStructure | None = None
    is_ticked: bool = False
    renamed_from: str = ""

    @property
    def content(self) -> tuple[Any, ...]:
        """What the file says; what would go, whole."""
        return self.incoming, self.known if self.decision == Decision.REMOVE else None


def plan_classes(
    *,
    existing: Iterable[KnownClass],
    incoming: Iterable[IncomingStructure],
    is_partial: bool = False,
    part: Part = WHOLE,
    occupied: Collection[str] = (),
) -> list[ClassChange]:
    """Match classes, or groups, by their exact reference, then by the one that the file says they had before.

    Everything is ticked, except a deletion that would lose something, and every deletion when the file only brings
    some of the people (`is_partial`). What came with the file of another school than the `part` is kept; the deletion
    of what pupils stay in, whom the file names without a class (`occupied`: references), is not ticked.
    """
    known = {school_class.reference: school_class for school_class in existing}
    arriving = {school_class.reference: school_class for school_class in incoming}
    former = _by_former_reference(known, arriving)
    renamed = {school_class.reference for school_class in former.values()}
    return [
        _class_change(
            known.get(reference) or former.get(reference),
            arriving.get(reference),
            part,
            is_sure=not is_partial and reference not in occupied,
        )
        for reference in known | arriving
        if reference not in renamed
    ]


def _by_former_reference(known: dict[str, KnownClass], arriving: dict[str, IncomingStructure]) -> dict[str, KnownClass]:
    """The classes that the file renames, by their new reference (Base Élèves, then ONDE)."""
    found: dict[str, KnownClass] = {}
    taken: set[str] = set()
    for reference, incoming in arriving.items():
        before = incoming.former_reference if isinstance(incoming, IncomingClass) else ""
        is_free = before in known and before not in arriving and before not in taken
        if reference not in known and is_free:
            found[reference] = known[before]
            taken.add(before)
    return found


def _class_change(
    known: KnownClass | None, incoming: IncomingStructure | None, part: Part, *, is_sure: bool
) -> ClassChange:
    if known is None:
        assert incoming is not None
        return ClassChange(Decision.ADD, f"n-{incoming.reference}", incoming=incoming, is_ticked=True)
    key = f"c-{known.id}"
    if incoming is None and not part.holds(known.uai):
        return ClassChange(Decision.KEEP, key, known=known)
    if incoming is None:
        is_ticked = is_sure and not known.is_needed and part.is_sure(known.uai)
        return ClassChange(Decision.REMOVE, key, known=known, is_ticked=is_ticked)
    if known.reference != incoming.reference:
        return ClassChange(Decision.RENAME, key, known, incoming, is_ticked=True, renamed_from=known.reference)
    return ClassChange(Decision.KEEP, key, known=known, incoming=incoming)
