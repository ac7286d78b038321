"""The national grids of the socle commun (arrêté du 14 juin 2010), read from the data file of the project.

No database here: what reads or writes files needs the national numbers and nothing else.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA_FILE = Path(__file__).parent / "data" / "socle_2010.csv"


@dataclass(frozen=True, slots=True)
class GridItem:
    """One line of the data file: an item with the domaine, the compétence and the palier that hold it.

    `position` is the rank of the item in the order of the grids; `id_since_2015` the number it has in files
    written after 9 June 2015 (the same as `id`, but for one item).
    """

    position: int
    palier_id: int
    palier_label: str
    pilier_id: int
    pilier_ref: str
    pilier_label: str
    domaine_id: int
    domaine_order: int
    domaine_label: str
    id: int
    id_since_2015: int
    order: int
    label: str


@cache
def grid_items() -> tuple[GridItem, ...]:
    """The 254 items in the order of the grids: palier, compétence, domaine, item."""
    with DATA_FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(_read(stream))


def _read(lines: Iterator[str]) -> Iterator[GridItem]:
    for position, row in enumerate(csv.DictReader(lines)):
        yield GridItem(
            position=position,
            palier_id=int(row["palier_id"]),
            palier_label=row["palier_label"],
            pilier_id=int(row["pilier_id"]),
            pilier_ref=row["pilier_ref"],
            pilier_label=row["pilier_label"],
            domaine_id=int(row["domaine_id"]),
            domaine_order=int(row["domaine_order"]),
            domaine_label=row["domaine_label"],
            id=int(row["item_id"]),
            id_since_2015=int(row["item_id_since_2015"]),
            order=int(row["item_order"]),
            label=row["item_label"],
        )


@cache
def items_by_file_id() -> dict[int, GridItem]:
    """Every number that a file may give to an item, old or new, and the item it means."""
    return {number: item for item in grid_items() for number in (item.id, item.id_since_2015)}


# Colleagues share a grid by its compétence, or by this and its palier when they have the whole of it open.
WHOLE_PALIER = 1000


def whole_palier(palier_id: int) -> int:
    """The number of the grid of all the items of a palier, which is that of no compétence."""
    return WHOLE_PALIER + palier_id


@cache
def palier_of_pilier() -> dict[int, int]:
    """The palier of each compétence; the compétences come in the order of the grids."""
    return {item.pilier_id: item.palier_id for item in grid_items()}


@cache
def palier_of_item() -> dict[int, int]:
    """The palier of each item."""
    return {item.id: item.palier_id for item in grid_items()}
