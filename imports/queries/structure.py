"""The screens of the steps « Classes » and « Groupes »."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from imports import plan
from imports.models import ImportRun
from imports.plan import ClassChange, Decision, KnownClass
from imports.plan.structure import IncomingStructure
from imports.queries.known import incoming_values
from imports.queries.plans import planned_classes, planned_groups
from schools.models import Group, GroupQuerySet, Niveau, School, SchoolClass, SchoolClassQuerySet
from schools.queries import class_niveaux, other_class_niveaux


@dataclass(frozen=True)
class ClassRow:
    """A row of the review of classes, or of groups."""

    key: str
    decision: Decision
    reference: str
    name: str
    long_name: str
    niveau_label: str
    niveau_id: int | None
    # How many the class has, or will have by the file.
    members: int
    is_ticked: bool
    # Those who have it now, and would lose it with its deletion.
    teachers: tuple[str, ...] = ()
    # The reference that the class now gets, when the file calls it otherwise.
    new_reference: str = ""
    error: str = ""


@dataclass(frozen=True)
class ClassReview:
    """The review of classes or groups: rows by block, the levels to choose from, the mark of what it was made from."""

    to_keep: list[ClassRow]
    to_add: list[ClassRow]
    to_remove: list[ClassRow]
    to_rename: list[ClassRow]
    niveaux: list[Niveau]
    # Those of the national list that the school does not use yet: one chosen here is added to them.
    other_niveaux: list[Niveau]
    fingerprint: str
    # Whether what is kept is shown row by row.
    is_full: bool

    @property
    def proposed(self) -> frozenset[str]:
        """The boxes that are ticked, by key."""
        return frozenset(row.key for row in self._with_boxes if row.is_ticked)

    @property
    def ticked(self) -> int:
        return len(self.proposed)

    @property
    def boxes(self) -> int:
        return len(self._with_boxes)

    @property
    def _with_boxes(self) -> list[ClassRow]:
        return self.to_add + self.to_remove + self.to_rename


def class_review(run: ImportRun, school: School, *, is_full: bool = True) -> ClassReview:
    """Everything that the screen of the step « Classes » shows before it is validated."""
    return _review(
        planned_classes(run),
        {school_class.pk: school_class for school_class in classes_in_order()},
        Counter(reference for values in incoming_values(run) for reference in _classes_of(values)),
        (list(class_niveaux(school)), list(other_class_niveaux(school))),
        is_full=is_full,
    )


def group_review(run: ImportRun, school: School, *, is_full: bool = True) -> ClassReview:
    """Everything that the screen of the step « Groupes » shows before it is validated."""
    return _review(
        planned_groups(run),
        {group.pk: group for group in groups_in_order()},
        Counter(reference for values in incoming_values(run) for reference in values.get("group_references", ())),
        (list(class_niveaux(school)), list(other_class_niveaux(school))),
        is_full=is_full,
    )


def _classes_of(values: Mapping[str, Any]) -> Iterable[str]:
    """The class of a pupil, or those of a teacher; nothing of what is empty is staged."""
    return [values["class_reference"]] if "class_reference" in values else values.get("class_references", ())


def _review(
    changes: Sequence[ClassChange],
    known: dict[int, Any],
    in_file: Counter[str],
    niveaux: tuple[list[Niveau], list[Niveau]],
    *,
    is_full: bool,
) -> ClassReview:
    rows = [
        _known_row(change, change.known, known[change.known.id]) if change.known else _new_row(change, niveaux, in_file)
        for change in changes
    ]
    by_decision = {decision: [row for row in rows if row.decision == decision] for decision in Decision}
    return ClassReview(
        to_keep=by_decision[Decision.KEEP],
        to_add=_in_level_order(by_decision[Decision.ADD], [*niveaux[0], *niveaux[1]]),
        to_remove=by_decision[Decision.REMOVE],
        to_rename=by_decision[Decision.RENAME],
        niveaux=niveaux[0],
        other_niveaux=niveaux[1],
        fingerprint=plan.fingerprint(changes),
        is_full=is_full,
    )


def _known_row(change: ClassChange, known: KnownClass, stored: Any) -> ClassRow:
    return ClassRow(
        key=change.key,
        decision=change.decision,
        reference=known.reference,
        name=stored.name,
        long_name=stored.long_name,
        niveau_label=stored.niveau.label,
        niveau_id=stored.niveau_id,
        members=known.pupils,
        is_ticked=change.is_ticked,
        teachers=known.teachers,
        new_reference=change.incoming.reference if change.renamed_from and change.incoming else "",
    )


def _new_row(
    change: ClassChange, niveaux: tuple[Sequence[Niveau], Sequence[Niveau]], in_file: Counter[str]
) -> ClassRow:
    assert change.incoming is not None
    of_the_school, others = niveaux
    niveau = guess_niveau(change.incoming, of_the_school) or _national_niveau(change.incoming, others)
    return ClassRow(
        key=change.key,
        decision=change.decision,
        reference=change.incoming.reference,
        name=change.incoming.name,
        long_name=change.incoming.long_name,
        niveau_label=change.incoming.niveau_reference,
        niveau_id=niveau.pk if niveau else None,
        members=in_file[change.incoming.reference],
        is_ticked=change.is_ticked,
    )


def guess_niveau(incoming: IncomingStructure, niveaux: Sequence[Niveau]) -> Niveau | None:
    """The level of a class of the file: by the programme of its pupils, else by the beginning of its name.

    By name, the first level, in level order, whose reference begins that of the file. What somebody told comes first.
    """
    if incoming.niveau:
        return next((niveau for niveau in niveaux if niveau.reference == incoming.niveau), None)
    by_programme = (niveau for niveau in niveaux if incoming.mef and _follows(incoming.mef, niveau.mef_mask))
    by_name = (niveau for niveau in niveaux if incoming.niveau_reference.startswith(niveau.reference))
    return next(by_programme, None) or next(by_name, None)


def _national_niveau(incoming: IncomingStructure, others: Sequence[Niveau]) -> Niveau | None:
    """A level that the school does not use yet, when the file leaves no doubt: its programme, or its very reference."""
    return next(
        (
            niveau
            for niveau in others
            if niveau.reference == (incoming.niveau or incoming.niveau_reference)
            or (incoming.mef and _follows(incoming.mef, niveau.mef_mask))
        ),
        None,
    )


@lru_cache(maxsize=4096)
def _follows(mef: str, mask: str) -> bool:
    return bool(mask) and re.fullmatch(mask, mef) is not None


def _in_level_order(rows: Sequence[ClassRow], niveaux: Sequence[Niveau]) -> list[ClassRow]:
    """By level, those without a level first: they wait for a choice; then by reference."""
    in_order = sorted(niveaux, key=lambda niveau: (niveau.order, niveau.reference))
    rank = {niveau.pk: position for position, niveau in enumerate(in_order)}
    return sorted(rows, key=lambda row: (rank[row.niveau_id] if row.niveau_id else -1, row.reference))


def classes_in_order() -> SchoolClassQuerySet:
    """The table Niveau / Référence / Nom complet."""
    return SchoolClass.objects.in_level_order()


def groups_in_order() -> GroupQuerySet:
    """The same for the groups that the administrator keeps."""
    return Group.objects.of_the_school().in_level_order()
