"""What the pages of the socle read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from accounts.enums import Profile
from accounts.models import Account
from accounts.queries import classes_open_to
from sacoche.kit.clock import today
from sacoche.kit.columns import as_text
from schools.models import SchoolClass
from socle.grids import grid_items
from socle.models import Domaine, Item, ItemValidation, Palier, Pilier, SchoolPalier, State
from socle.nomenclature import national_paliers, national_piliers

# The level at whose end a palier is decided.
PALIER_OF_NIVEAU = {"CE1": 1, "CM2": 2, "3": 3}
# A foreign language: the grid shows the language of each pupil under it.
LANGUAGE_PILIERS = frozenset({2, 9})


def active_paliers() -> QuerySet[Palier]:
    """The paliers the school works with, in order."""
    return Palier.objects.filter(Exists(SchoolPalier.objects.filter(palier=OuterRef("pk"))))


# --- The choice of a grid ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemChoices:
    """What « Valider les items » offers, and what of it is chosen so far."""

    paliers: Sequence[Palier]
    palier: Palier | None
    piliers: Sequence[Pilier]
    pilier: Pilier | None
    domaines: Sequence[Domaine]
    chosen_domaines: Sequence[Domaine]
    classes: Sequence[SchoolClass]
    school_class: SchoolClass | None
    pupils: Sequence[Account]
    chosen_pupils: Sequence[Account]

    @property
    def is_complete(self) -> bool:
        return bool(self.pilier and self.chosen_domaines and self.chosen_pupils)


def item_choices(account: Account, wishes: Mapping[str, Sequence[int]]) -> ItemChoices:
    """What the account may choose, settled on its wishes (ids by field name) as far as they hold together.

    A lone palier or class is chosen at once when nothing else was asked for; domaines and pupils are all chosen until
    some of them are named.
    """
    chosen_by_school = set(SchoolPalier.objects.values_list("palier_id", flat=True))
    paliers = [palier for palier in national_paliers() if palier.pk in chosen_by_school]
    palier = _one_of(paliers, wishes["palier"], or_only=True)
    piliers = national_piliers(palier.pk) if palier else []
    pilier = _one_of(piliers, wishes["competence"])
    domaines = list(pilier.domaines.all()) if pilier else []
    classes = list(classes_open_to(account, "socle.validate_items"))
    school_class = _one_of(classes, wishes["classe"], or_only=True)
    pupils = list(pupils_of(school_class)) if school_class else []
    return ItemChoices(
        paliers=paliers,
        palier=palier,
        piliers=piliers,
        pilier=pilier,
        domaines=domaines,
        chosen_domaines=_some_of(domaines, wishes["domaine"]),
        classes=classes,
        school_class=school_class,
        pupils=pupils,
        chosen_pupils=_some_of(pupils, wishes["eleve"]),
    )


def pupils_of(school_class: SchoolClass) -> QuerySet[Account]:
    """The active pupils of a class, in the order of names; of each his names alone, which is all that a grid shows."""
    pupils: QuerySet[Account] = Account.objects.pupils().active().filter(school_class=school_class).in_name_order()
    return pupils.only("last_name", "first_name")


def are_of_this_school(wishes: Mapping[str, Sequence[int]]) -> bool:
    """Whether the classes and pupils that an address names are all known in the open school."""
    return _are_known(SchoolClass.objects.all(), wishes["classe"]) and _are_known(
        Account.objects.pupils(), wishes["eleve"]
    )


def _are_known(rows: QuerySet[Any], ids: Sequence[int]) -> bool:
    return not ids or rows.filter(pk__in=set(ids)).count() == len(set(ids))


def _one_of(offered: Sequence[Any], wished: Sequence[int], *, or_only: bool = False) -> Any:
    for thing in offered:
        if thing.pk in wished:
            return thing
    return offered[0] if or_only and not wished and len(offered) == 1 else None


def _some_of(offered: Sequence[Any], wished: Sequence[int]) -> Sequence[Any]:
    named = set(wished)
    return [thing for thing in offered if thing.pk in named] or offered


# --- The grid ---------------------------------------------------------------------------------------------------------

# A state and, when it is stored, the number of its (date, author) in the decisions of the grid.
Cell = tuple[int, int | None]
_BLANK: Cell = (State.UNDECIDED.value, None)


@dataclass(frozen=True)
class ItemRow:
    item: Item
    cells: Sequence[Cell]


@dataclass(frozen=True)
class DomaineRows:
    domaine: Domaine
    rows: Sequence[ItemRow]


@dataclass(frozen=True)
class ItemGrid:
    """A grid as it is displayed: one row per item, one cell per pupil, in the order given."""

    pilier: Pilier
    pupils: Sequence[Account]
    domaines: Sequence[DomaineRows]
    decisions: Sequence[tuple[str, str]]

    @property
    def has_languages(self) -> bool:
        return self.pilier.pk in LANGUAGE_PILIERS


def item_grid(*, pilier: Pilier, domaines: Sequence[Domaine], pupils: Sequence[Account]) -> ItemGrid:
    """The decisions of these pupils on the items of these domaines of a compétence; three queries whatever the size."""
    items = list(Item.objects.filter(domaine__in=domaines))
    cells, decisions = _stored_cells(items, pupils)
    by_domaine = [(domaine, [item for item in items if item.domaine_id == domaine.pk]) for domaine in domaines]
    return ItemGrid(
        pilier=pilier,
        pupils=pupils,
        domaines=[
            DomaineRows(
                domaine,
                [ItemRow(item, [cells.get((item.pk, pupil.pk), _BLANK) for pupil in pupils]) for item in its_items],
            )
            for domaine, its_items in by_domaine
        ],
        decisions=decisions,
    )


def _stored_cells(
    items: Sequence[Item], pupils: Sequence[Account]
) -> tuple[dict[tuple[int, int], Cell], list[tuple[str, str]]]:
    """The stored cells by (item, pupil), and the few (date, author) that they share."""
    stored = ItemValidation.objects.filter(pupil__in=pupils, item__in=items)
    numbers: dict[tuple[str, str], int] = {}
    cells: dict[tuple[int, int], Cell] = {}
    facts = ("state", as_text("decided_on"), "author_label")
    for item, pupil, state, on, by in stored.values_list("item_id", "pupil_id", *facts):
        cells[item, pupil] = (state, numbers.setdefault((on, by), len(numbers)))
    return cells, list(numbers)


# --- What remains to be done ------------------------------------------------------------------------------------------


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
    active = Q(pupils__profile=Profile.ELV) & (Q(pupils__left_on=None) | Q(pupils__left_on__gt=today()))
    concerned = (
        SchoolClass.objects.filter(pk__in=[each.pk for each in classes], niveau__reference__in=PALIER_OF_NIVEAU)
        .annotate(
            palier_id=Case(
                *(When(niveau__reference=niveau, then=Value(palier)) for niveau, palier in PALIER_OF_NIVEAU.items()),
                output_field=IntegerField(),
            ),
            pupil_count=Count("pupils", filter=active),
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
