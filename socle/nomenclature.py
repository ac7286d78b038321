"""The national grids of the data file, in the database, and without it where a page only shows them."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from referentiels.socle import Entry
from referentiels.socle import load as load_version
from sacoche.kit.bulk import sync_rows
from socle.grids import GridItem, grid_items
from socle.models import Domaine, Item, Palier, Pilier


def load() -> int:
    """Make the four tables say what the data file says; return how many rows had to be written (0 when none).

    Référentiels are linked to these items as to any other version of the socle.
    """
    load_version("2006", "Socle de 2006", map(_entry, grid_items()), order=1, is_single=True, is_usual=True)
    return (
        sync_rows(Palier, _rows(_palier), key="id")
        + sync_rows(Pilier, _piliers(), key="id")
        + sync_rows(Domaine, _rows(_domaine), key="id")
        + sync_rows(Item, _rows(_item), key="id")
    )


def _entry(item: GridItem) -> Entry:
    """An item as a version of the socle holds it, under its palier, its compétence and its domaine."""
    path = f"{item.palier_label} › {item.pilier_ref} – {item.pilier_label} › {item.domaine_label}"
    return Entry(0, item.id, item.position, item.label, path)


@cache
def national_paliers() -> Sequence[Palier]:
    """Every palier, in order, as the tables say it, with no query."""
    return [Palier(**row) for row in _rows(_palier)]


@cache
def national_piliers(palier_id: int) -> Sequence[Pilier]:
    """The compétences of a palier, in order, as the tables say them, with no query."""
    return [Pilier(**row) for row in _piliers() if row["palier_id"] == palier_id]


def _rows(read: Callable[[GridItem], dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per thing, in the order of the grids, read from the items that it holds."""
    return list({row["id"]: row for row in map(read, grid_items())}.values())


def _palier(item: GridItem) -> dict[str, Any]:
    return {"id": item.palier_id, "label": item.palier_label}


def _piliers() -> list[dict[str, Any]]:
    """Compétences, numbered inside their palier: 3a and 3b are two of them."""
    ranks: dict[int, int] = {}
    rows = []
    for row in _rows(_pilier):
        ranks[row["palier_id"]] = ranks.get(row["palier_id"], 0) + 1
        rows.append(row | {"order": ranks[row["palier_id"]]})
    return rows


def _pilier(item: GridItem) -> dict[str, Any]:
    return {"id": item.pilier_id, "palier_id": item.palier_id, "ref": item.pilier_ref, "label": item.pilier_label}


def _domaine(item: GridItem) -> dict[str, Any]:
    return {
        "id": item.domaine_id,
        "pilier_id": item.pilier_id,
        "order": item.domaine_order,
        "label": item.domaine_label,
    }


def _item(item: GridItem) -> dict[str, Any]:
    return {"id": item.id, "domaine_id": item.domaine_id, "order": item.order, "label": item.label}
