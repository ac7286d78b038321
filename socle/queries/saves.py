"""The saves of the last weeks: what somebody may look back over, and undo."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from accounts.enums import Profile
from accounts.models import Account
from sacoche.kit.clock import now
from sacoche.kit.text import count
from socle.models import Gesture, ValidationChange
from socle.queries.things import thing_about

# A month: longer than holidays; older decisions have been printed, handed over, built upon.
UNDO_DAYS = 30
# A file is imported again rather than undone cell by cell; two accounts made one stay one.
IS_SAVE = ~Q(gesture__in=(Gesture.IMPORT.value, Gesture.MERGE.value))


@dataclass(frozen=True)
class Undone:
    """That a save was undone, wholly or in part: when last, by whom, how many cells."""

    at: datetime.datetime
    who: str
    cells: int


@dataclass(frozen=True)
class Save:
    """One save as a list shows it."""

    batch: uuid.UUID
    at: datetime.datetime
    who: str
    cells: int
    pupils: int
    classes: Sequence[str]
    competences: Sequence[str]
    gestures: Sequence[str]
    undone: Undone | None


def changes_in_sight(account: Account) -> QuerySet[ValidationChange]:
    """The lines of the saves that an account may look back over: his own; those of the school for its head."""
    since = now() - datetime.timedelta(days=UNDO_DAYS)
    changes: QuerySet[ValidationChange] = ValidationChange.objects.filter(IS_SAVE, at__gte=since)
    return changes if account.profile == Profile.DIR else changes.filter(actor=account)


def saves_in_sight(account: Account, *, author: int | None = None) -> QuerySet[Any, Any]:
    """The saves that an account may look back over, the latest first; `author` keeps one person's."""
    changes = changes_in_sight(account)
    if author is not None:
        changes = changes.filter(actor=author)
    return (
        changes.order_by()
        .values("batch", "actor_label")
        .annotate(at=Min("at"), cells=Count("pk"), pupils=Count("pupil", distinct=True))
        .order_by("-at", "batch")
    )


def authors_in_sight(account: Account) -> list[tuple[int, str]]:
    """Who made these saves: (account, frozen name), in the order of names."""
    pairs = changes_in_sight(account).exclude(actor=None).order_by().values_list("actor_id", "actor_label").distinct()
    return sorted(pairs, key=lambda pair: pair[1])


def saves_shown(rows: Iterable[Mapping[str, Any]]) -> list[Save]:
    """These saves with what they touched; two queries however many."""
    rows = list(rows)
    batches = [row["batch"] for row in rows]
    touched, undone = _touched(batches), _undone(batches)
    return [_shown(row, touched[row["batch"]], undone.get(row["batch"])) for row in rows]


def _shown(row: Mapping[str, Any], touched: "_Touched", undone: Undone | None) -> Save:
    return Save(
        batch=row["batch"],
        at=row["at"],
        who=row["actor_label"],
        cells=row["cells"],
        pupils=row["pupils"],
        classes=touched.classes,
        competences=touched.competences,
        gestures=touched.gestures,
        undone=undone,
    )


class _Touched:
    """What a save touched, gathered line after line."""

    def __init__(self) -> None:
        self._classes: set[str] = set()
        self._competences: dict[str, int] = {}
        self._gestures: Counter[str] = Counter()

    def add(self, *, gesture: str, class_name: str | None, item: int | None, pilier: int | None, cells: int) -> None:
        thing = thing_about(item, pilier)
        self._competences[thing.competence] = thing.position
        self._gestures[gesture] += cells
        if class_name:
            self._classes.add(class_name)

    @property
    def classes(self) -> list[str]:
        return sorted(self._classes)

    @property
    def competences(self) -> list[str]:
        return sorted(self._competences, key=self._competences.__getitem__)

    @property
    def gestures(self) -> list[str]:
        return [f"{Gesture(code).label} : {count(cells, 'case', 'cases')}" for code, cells in self._gestures.items()]


def _touched(batches: Sequence[uuid.UUID]) -> dict[uuid.UUID, _Touched]:
    found: dict[uuid.UUID, _Touched] = defaultdict(_Touched)
    groups = (
        ValidationChange.objects.filter(batch__in=batches)
        .order_by("batch", "gesture")
        .values_list("batch", "gesture", "pupil__school_class__name", "item_id", "pilier_id")
        .annotate(cells=Count("pk"))
    )
    for batch, gesture, class_name, item, pilier, cells in groups:
        found[batch].add(gesture=gesture, class_name=class_name, item=item, pilier=pilier, cells=cells)
    return found


def _undone(batches: Sequence[uuid.UUID]) -> dict[uuid.UUID, Undone]:
    """The undoing of each of these saves; the last one, when it was undone gesture after gesture."""
    groups = (
        ValidationChange.objects.filter(undoes__in=batches)
        .order_by()
        .values_list("undoes", "batch", "actor_label")
        .annotate(latest=Max("at"), cells=Count("pk"))
    )
    found: dict[uuid.UUID, Undone] = {}
    for batch, _, who, at, cells in sorted(groups, key=lambda group: group[3]):
        before = found[batch].cells if batch in found else 0
        found[batch] = Undone(at=at, who=who, cells=before + cells)
    return found
