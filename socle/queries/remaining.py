"""What remains to be decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When

from accounts.enums import Profile
from accounts.models import Account
from accounts.present import present
from schools.models import SchoolClass
from socle.grids import grid_items
from socle.models import ItemValidation, Palier, SchoolPalier

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
    """What remains blue in each class whose level ends a palier that the school works with; two queries."""
    is_present = Q(pupils__profile=Profile.ELV) & present("pupils")
    concerned = (
        SchoolClass.objects.filter(pk__in=[each.pk for each in classes], niveau__reference__in=PALIER_OF_NIVEAU)
        .annotate(
            palier_id=Case(
                *(When(niveau__reference=niveau, then=Value(palier)) for niveau, palier in PALIER_OF_NIVEAU.items()),
                output_field=IntegerField(),
            ),
            pupil_count=Count("pupils", filter=is_present),
        )
        .filter(Exists(SchoolPalier.objects.filter(palier=OuterRef("palier_id"))))
        .order_by()
        .values_list("pk", "palier_id", "pupil_count")
    )
    rows = list(concerned)
    decided = _decided_cells([class_id for class_id, _, _ in rows])
    return {
        class_id: _blue_count(palier_id, pupils, decided.get((class_id, palier_id), 0))
        for class_id, palier_id, pupils in rows
    }


def _blue_count(palier_id: int, pupils: int, decided: int) -> BlueCount:
    items = [item for item in grid_items() if item.palier_id == palier_id]
    palier = Palier(id=palier_id, label=items[0].palier_label)
    return BlueCount(palier=palier, pupils=pupils, total=pupils * len(items), undecided=pupils * len(items) - decided)


def _decided_cells(class_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    pupils = Account.objects.pupils().active().filter(school_class__in=class_ids)
    counts = (
        ItemValidation.objects.filter(pupil__in=pupils)
        .order_by()
        .values_list("pupil__school_class", "item__domaine__pilier__palier")
        .annotate(decided=Count("pk"))
    )
    return {(class_id, palier_id): decided for class_id, palier_id, decided in counts}
