"""What remains to be decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from accounts.enums import Profile
from accounts.present import present
from sacoche.kit.clock import today
from sacoche.kit.prepared import Given, PreparedForSome
from sacoche.kit.tenancy import current_school
from schools.models import SchoolClass
from socle.grids import grid_items
from socle.models import Item, ItemValidation, Palier, SchoolPalier

# The level at whose end a palier is decided.
PALIER_OF_NIVEAU = {"CE1": 1, "CM2": 2, "3": 3}


@dataclass(frozen=True)
class BlueCount:
    """The cells of a class at the palier of its level: how many there are, how many wait for a decision."""

    palier: Palier
    pupils: int
    total: int
    undecided: int

    @property
    def decided(self) -> int:
        return self.total - self.undecided


def blue_cells_by_class(classes: Iterable[SchoolClass]) -> dict[int, BlueCount]:
    """What remains blue in each class whose level ends a palier that the school works with.

    One query for the classes, one for each of their paliers, three at most.
    """
    rows = _concerned([each.pk for each in classes], school=current_school().pk, day=today())
    decided: dict[int, int] = {}
    for palier_id in {palier_id for _, palier_id, _ in rows}:
        ending = [class_id for class_id, of_class, _ in rows if of_class == palier_id]
        decided |= dict(_decided(ending, school=current_school().pk, palier=palier_id, day=today()))
    return {class_id: _blue_count(palier_id, pupils, decided.get(class_id, 0)) for class_id, palier_id, pupils in rows}


def _concerned_classes(some: list[Given]) -> "QuerySet[SchoolClass, tuple[int, int, int]]":
    """The classes among these, each with its palier and its number of pupils."""
    palier = Case(
        *(When(niveau__reference=niveau, then=Value(palier)) for niveau, palier in PALIER_OF_NIVEAU.items()),
        output_field=IntegerField(),
    )
    is_present = Q(pupils__profile=Profile.ELV) & present("pupils", on=_DAY)
    chosen = SchoolPalier.objects.filter(school=_SCHOOL, palier=OuterRef("palier_id"))
    return (
        SchoolClass.objects.filter(school=_SCHOOL, pk__in=some, niveau__reference__in=PALIER_OF_NIVEAU)
        .annotate(palier_id=palier, pupil_count=Count("pupils", filter=is_present))
        .filter(Exists(chosen))
        .order_by()
        .values_list("pk", "palier_id", "pupil_count")
    )


def _decided_cells(some: list[Given]) -> "QuerySet[ItemValidation, tuple[int, int]]":
    """The classes among these where something of a palier is decided, and how many cells."""
    items = Item.objects.filter(domaine__pilier__palier=Given("palier", BigIntegerField()))
    return (
        ItemValidation.objects.filter(
            present("pupil", on=_DAY), school=_SCHOOL, pupil__profile=Profile.ELV, pupil__school_class__pk__in=some
        )
        .filter(item__in=items)
        .order_by()
        .values_list("pupil__school_class")
        .annotate(decided=Count("pk"))
    )


_SCHOOL, _DAY = Given("school", BigIntegerField()), Given("day", DateField())
_concerned, _decided = PreparedForSome(_concerned_classes), PreparedForSome(_decided_cells)


def _blue_count(palier_id: int, pupils: int, decided: int) -> BlueCount:
    items = [item for item in grid_items() if item.palier_id == palier_id]
    palier = Palier(id=palier_id, label=items[0].palier_label)
    return BlueCount(palier=palier, pupils=pupils, total=pupils * len(items), undecided=pupils * len(items) - decided)
