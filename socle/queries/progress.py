"""How far the school has come with the socle: what is still blue, per class and compétence."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db.models import Count, Q

from accounts.models import Account, AccountQuerySet
from accounts.queries import classes_of
from schools.models import SchoolClass
from socle.grids import grid_items
from socle.models import ItemValidation, Palier, Pilier, PilierValidation, State
from socle.nomenclature import national_paliers, national_piliers
from socle.paliers import active_paliers
from socle.queries.remaining import PALIER_OF_NIVEAU


@dataclass(frozen=True)
class Tally:
    """Cells: how many there are, validated, not validated; and of how many pupils some are blue."""

    total: int
    validated: int
    refused: int
    waiting: int = 0

    @property
    def decided(self) -> int:
        return self.validated + self.refused

    @property
    def undecided(self) -> int:
        return self.total - self.decided

    @property
    def percent(self) -> int:
        """What is decided, whole: 100 only when nothing is blue any more."""
        return self.decided * 100 // self.total if self.total else 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.total + other.total,
            self.validated + other.validated,
            self.refused + other.refused,
            self.waiting + other.waiting,
        )


NOTHING = Tally(0, 0, 0)


@dataclass(frozen=True)
class ClassProgress:
    """A class at a palier: the items of each compétence, in their order, and the compétences themselves."""

    school_class: SchoolClass
    pupils: int
    by_pilier: Sequence[tuple[Pilier, Tally]]
    piliers: Tally

    @property
    def all_items(self) -> Tally:
        return sum((tally for _, tally in self.by_pilier), NOTHING)


@dataclass(frozen=True)
class PalierProgress:
    """A palier that the school works with: its classes, the sums of each compétence, and of everything."""

    palier: Palier
    piliers: Sequence[Pilier]
    classes: Sequence[ClassProgress]

    @property
    def pupils(self) -> int:
        return sum(each.pupils for each in self.classes)

    @property
    def by_pilier(self) -> list[tuple[Pilier, Tally]]:
        """Each compétence with its items, over all classes."""
        return [
            (pilier, sum((each.by_pilier[rank][1] for each in self.classes), NOTHING))
            for rank, pilier in enumerate(self.piliers)
        ]

    @property
    def items(self) -> Tally:
        return sum((each.all_items for each in self.classes), NOTHING)

    @property
    def competences(self) -> Tally:
        return sum((each.piliers for each in self.classes), NOTHING)


# Decisions by state, of a class on a compétence.
_Key = tuple[int, int]


@dataclass
class _Counts:
    """What is stored, by (class, compétence); `complete` counts the pupils of whom every item is decided."""

    items: dict[_Key, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    complete: Counter[_Key] = field(default_factory=Counter)
    piliers: dict[_Key, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))


def school_progress(account: Account) -> list[PalierProgress]:
    """What is decided in the classes of the account, palier after palier; five queries whatever the school.

    A class counts for the palier that ends at its level, and for any other where something was decided in it.
    """
    chosen = set(active_paliers().values_list("pk", flat=True))
    classes = list(classes_of(account))
    pupils = Account.objects.pupils().active().filter(school_class__in=classes).order_by()
    sizes = Counter(pupils.values_list("school_class_id", flat=True))
    counts = _count(pupils)
    return [
        _palier_progress(palier, [each for each in classes if sizes[each.pk]], sizes, counts)
        for palier in national_paliers()
        if palier.pk in chosen
    ]


def _count(pupils: AccountQuerySet) -> _Counts:
    counts = _Counts()
    items = (
        ItemValidation.objects.filter(pupil__in=pupils)
        .order_by()
        .values_list("pupil__school_class", "item__domaine__pilier", "pupil")
        .annotate(validated=Count("pk", filter=Q(state=State.VALIDATED)), number=Count("pk"))
    )
    for class_id, pilier_id, _, validated, number in items:
        counts.items[class_id, pilier_id].update({State.VALIDATED: validated, State.REFUSED: number - validated})
        counts.complete[class_id, pilier_id] += number == items_of_each()[pilier_id]
    piliers = (
        PilierValidation.objects.filter(pupil__in=pupils)
        .order_by()
        .values_list("pupil__school_class", "pilier_id", "state")
        .annotate(number=Count("pk"))
    )
    for class_id, pilier_id, state, number in piliers:
        counts.piliers[class_id, pilier_id][state] = number
    return counts


@cache
def items_of_each() -> Counter[int]:
    """How many items each compétence has."""
    return Counter(item.pilier_id for item in grid_items())


def _palier_progress(
    palier: Palier, classes: Sequence[SchoolClass], sizes: Counter[int], counts: _Counts
) -> PalierProgress:
    piliers = national_piliers(palier.pk)
    shown = [
        _class_progress(each, piliers, sizes[each.pk], counts)
        for each in classes
        if PALIER_OF_NIVEAU.get(each.niveau.reference) == palier.pk or _is_begun(each, piliers, counts)
    ]
    return PalierProgress(palier, piliers, shown)


def _is_begun(school_class: SchoolClass, piliers: Sequence[Pilier], counts: _Counts) -> bool:
    keys = [(school_class.pk, pilier.pk) for pilier in piliers]
    return any(key in counts.items or key in counts.piliers for key in keys)


def _class_progress(
    school_class: SchoolClass, piliers: Sequence[Pilier], pupils: int, counts: _Counts
) -> ClassProgress:
    by_pilier, competences = [], NOTHING
    for pilier in piliers:
        key = (school_class.pk, pilier.pk)
        states = counts.items.get(key, Counter())
        waiting = pupils - counts.complete[key]
        total = pupils * items_of_each()[pilier.pk]
        by_pilier.append((pilier, Tally(total, states[State.VALIDATED], states[State.REFUSED], waiting)))
        states = counts.piliers.get(key, Counter())
        competences += Tally(pupils, states[State.VALIDATED], states[State.REFUSED])
    return ClassProgress(school_class, pupils, by_pilier, competences)
