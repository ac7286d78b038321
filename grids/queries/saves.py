"""The saves of the last weeks: what somebody may look back over, and undo."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django.db.models import Value as Literal

from accounts.enums import Profile
from accounts.models import Account
from grids.subject import Subject
from sacoche.kit.clock import now
from sacoche.kit.text import count
from schools.labels import labels_by
from schools.models import SchoolClass

# A month: longer than holidays; older decisions have been printed, handed over, built upon.
UNDO_DAYS = 30


@dataclass(frozen=True)
class Undone:
    """That a save was undone, wholly or in part: when last, by whom, how many cells."""

    at: datetime.datetime
    who: str
    cells: int


@dataclass(frozen=True)
class Save:
    """One save as a list shows it; `wholes` are what its things are pieces of."""

    subject: Subject
    batch: uuid.UUID
    at: datetime.datetime
    who: str
    cells: int
    pupils: int
    classes: Sequence[str]
    wholes: Sequence[str]
    gestures: Sequence[str]
    undone: Undone | None


def changes_in_sight(account: Account, subject: Subject) -> QuerySet[Any]:
    """The lines of the saves that an account may look back over: his own; those of the school for its head.

    A file is imported again rather than undone cell by cell; two accounts made one stay one.
    """
    since = now() - datetime.timedelta(days=UNDO_DAYS)
    changes = subject.store.saves().filter(at__gte=since)
    return changes if account.profile == Profile.DIR else changes.filter(actor=account)


def saves_in_sight(
    account: Account, subjects: Sequence[Subject], *, author: int | None = None, batch: uuid.UUID | None = None
) -> QuerySet[Any, Any]:
    """The saves that an account may look back over, the latest first, each with the key of its subject.

    `author` keeps one person's; `batch` keeps that one.
    """
    asked = {name: value for name, value in (("actor", author), ("batch", batch)) if value is not None}
    first, *others = [
        changes_in_sight(account, subject)
        .filter(**asked)
        .order_by()
        .annotate(subject=Literal(subject.code))
        .values("subject", "batch", "actor_label")
        .annotate(at=Min("at"), cells=Count("pk"), pupils=Count("pupil", distinct=True))
        for subject in subjects
    ]
    return first.union(*others, all=True).order_by("-at", "batch")


def authors_in_sight(account: Account, subjects: Sequence[Subject]) -> list[tuple[int, str]]:
    """Who made these saves: (account, frozen name), in the order of names."""
    pairs = {
        pair
        for subject in subjects
        for pair in changes_in_sight(account, subject)
        .exclude(actor=None)
        .order_by()
        .values_list("actor_id", "actor_label")
        .distinct()
    }
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]))


def saves_shown(rows: Iterable[Mapping[str, Any]], subjects: Sequence[Subject]) -> list[Save]:
    """These saves with what they touched; two queries a subject however many."""
    rows = list(rows)
    by_key = {subject.code: subject for subject in subjects}
    touched: dict[uuid.UUID, _Touched] = {}
    undone: dict[uuid.UUID, Undone] = {}
    for key, subject in by_key.items():
        if batches := [row["batch"] for row in rows if row["subject"] == key]:
            touched |= _touched(subject, batches)
            undone |= _undone(subject, batches)
    return [_shown(row, by_key[row["subject"]], touched[row["batch"]], undone.get(row["batch"])) for row in rows]


def find_save(account: Account, subjects: Sequence[Subject], batch: uuid.UUID) -> Save | None:
    """The save that this account may look back over, or None."""
    return next(iter(saves_shown(saves_in_sight(account, subjects, batch=batch), subjects)), None)


def _shown(row: Mapping[str, Any], subject: Subject, touched: "_Touched", undone: Undone | None) -> Save:
    return Save(
        subject=subject,
        batch=row["batch"],
        at=row["at"],
        who=row["actor_label"],
        cells=row["cells"],
        pupils=row["pupils"],
        classes=touched.classes,
        wholes=touched.wholes,
        gestures=touched.gestures,
        undone=undone,
    )


class _Touched:
    """What a save touched, gathered line after line."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._classes: set[str] = set()
        self._wholes: dict[str, int] = {}
        self._gestures: Counter[str] = Counter()

    def add(self, *, gesture: str, class_name: str | None, thing_id: int, cells: int) -> None:
        thing = self._subject.thing_of(thing_id)
        self._wholes[thing.whole] = thing.position
        self._gestures[gesture] += cells
        if class_name:
            self._classes.add(class_name)

    @property
    def classes(self) -> list[str]:
        return sorted(self._classes)

    @property
    def wholes(self) -> list[str]:
        return sorted(self._wholes, key=self._wholes.__getitem__)

    @property
    def gestures(self) -> list[str]:
        label = self._subject.gestures.label
        return [f"{label(code)} : {count(cells, 'case', 'cases')}" for code, cells in self._gestures.items()]


def _touched(subject: Subject, batches: Sequence[uuid.UUID]) -> dict[uuid.UUID, _Touched]:
    found: dict[uuid.UUID, _Touched] = defaultdict(lambda: _Touched(subject))
    groups = (
        subject.store.history()
        .filter(batch__in=batches)
        .order_by("batch", "gesture")
        .values_list("batch", "gesture", "pupil__school_class", subject.thing_id)
        .annotate(cells=Count("pk"))
    )
    labels = labels_by("pk", SchoolClass)
    for batch, gesture, class_id, thing_id, cells in groups:
        found[batch].add(gesture=gesture, class_name=labels.get(class_id), thing_id=thing_id, cells=cells)
    return found


def _undone(subject: Subject, batches: Sequence[uuid.UUID]) -> dict[uuid.UUID, Undone]:
    """The undoing of each of these saves; the last one, when it was undone gesture after gesture."""
    groups = (
        subject.store.history()
        .filter(undoes__in=batches)
        .order_by()
        .values_list("undoes", "batch", "actor_label")
        .annotate(latest=Max("at"), cells=Count("pk"))
    )
    found: dict[uuid.UUID, Undone] = {}
    for batch, _, who, at, cells in sorted(groups, key=lambda group: group[3]):
        before = found[batch].cells if batch in found else 0
        found[batch] = Undone(at=at, who=who, cells=before + cells)
    return found
