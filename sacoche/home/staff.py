"""The home page of staff: where one left, their classes, and what remains to decide in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, DateField, Exists, OuterRef, Q

from accounts.enums import Profile
from accounts.models import Account, TeachingAssignment
from accounts.present import present
from accounts.queries import HAVE_EVERYTHING, ONLY_PP, classes_given_to
from sacoche.kit.access import may, restrictions_on
from sacoche.kit.clock import today
from sacoche.kit.prepared import Given, Prepared
from schools.models import SchoolClass, SchoolClassQuerySet
from socle.models import Palier
from socle.queries import BlueCount, Resumed, blue_cells_by_class, last_grid

# A head has forty classes: beyond this, they are lines of a list, counted once the page is there.
_TILES = 8


@dataclass(frozen=True)
class ClassTile:
    """A class of the reader: its pupils, and what remains to decide (None when no palier ends in its level)."""

    school_class: SchoolClass
    pupils: int
    is_pp: bool
    can_validate: bool
    blue: BlueCount | None


@dataclass(frozen=True)
class StaffHome:
    """`tiles` of a few classes; `is_long` says that there are more, which `home_classes` lists."""

    resumed: Resumed | None
    tiles: Sequence[ClassTile]
    is_long: bool
    sees_classes: bool


@dataclass(frozen=True)
class PalierLine:
    """The classes whose level ends a palier, the latest first, and what to do next."""

    palier: Palier
    tiles: Sequence[ClassTile]

    @property
    def undecided(self) -> int:
        return sum(tile.blue.undecided for tile in self.tiles if tile.blue)

    @property
    def total(self) -> int:
        return sum(tile.blue.total for tile in self.tiles if tile.blue)

    @property
    def decided(self) -> int:
        return self.total - self.undecided

    @property
    def late(self) -> int:
        return sum(bool(tile.blue and tile.blue.undecided) for tile in self.tiles)


@dataclass(frozen=True)
class ClassLines:
    """Palier after palier; then the classes where none ends."""

    paliers: Sequence[PalierLine]
    others: Sequence[ClassTile]


def staff_home(account: Account) -> StaffHome:
    """The classes of a teacher or of the director; beyond a few, what remains in each is counted by `class_lines`."""
    classes = _classes(account)
    sees_classes = may(account, "socle.see_class")
    is_long = sees_classes and len(classes) > _TILES
    return StaffHome(
        resumed=last_grid(account) if may(account, "socle.validate_items") else None,
        tiles=[] if is_long else _tiles(account, classes),
        is_long=is_long,
        sees_classes=sees_classes,
    )


def class_lines(account: Account) -> ClassLines:
    """The classes, those with the most left to decide first."""
    tiles = _tiles(account, _classes(account))
    ending = [tile for tile in tiles if tile.blue]
    ending.sort(key=lambda tile: -(tile.blue.undecided / tile.blue.total) if tile.blue and tile.blue.total else 1)
    paliers = {tile.blue.palier.pk: tile.blue.palier for tile in ending if tile.blue}
    lines = [
        PalierLine(paliers[pk], [tile for tile in ending if tile.blue and tile.blue.palier.pk == pk])
        for pk in sorted(paliers)
    ]
    return ClassLines(lines, [tile for tile in tiles if tile.blue is None])


def _tiles(account: Account, classes: list[Any]) -> list[ClassTile]:
    blue = blue_cells_by_class(classes)
    validated = _validated_classes(account, classes)
    return [
        ClassTile(
            school_class=each,
            pupils=each.pupil_count,
            is_pp=each.is_principal,
            can_validate=each.pk in validated,
            blue=blue.get(each.pk),
        )
        for each in classes
    ]


def _classes(account: Account) -> list[Any]:
    """His classes, each with its number of pupils and whether he is its professeur principal."""
    read = _every_class if account.profile in HAVE_EVERYTHING else _given_classes
    return read(school=account.school_id, account=account.pk, day=today())


def _counted(classes: SchoolClassQuerySet) -> SchoolClassQuerySet:
    is_present = Q(pupils__profile=Profile.ELV) & present("pupils", on=Given("day", DateField()))
    principal = TeachingAssignment.objects.filter(teacher=_ACCOUNT, is_pp=True, school_class=OuterRef("pk"))
    return classes.filter(school=Given("school", BigIntegerField())).annotate(
        pupil_count=Count("pupils", filter=is_present), is_principal=Exists(principal)
    )


_ACCOUNT = Given("account", BigIntegerField())
_every_class = Prepared(lambda: _counted(SchoolClass.objects.in_level_order()))
_given_classes = Prepared(lambda: _counted(classes_given_to(_ACCOUNT)))


def _validated_classes(account: Account, classes: list[Any]) -> set[int]:
    if not may(account, "socle.validate_items"):
        return set()
    is_reserved = ONLY_PP in restrictions_on(account, "socle.validate_items")
    return {each.pk for each in classes if each.is_principal or not is_reserved}
