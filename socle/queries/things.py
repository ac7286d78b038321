"""What a line of history is about, in words, from the national grids: no query."""

from dataclasses import dataclass
from functools import cache

from socle.grids import GridItem, grid_items
from socle.models import ValidationChange
from socle.subjects import ITEMS, PILIERS, Subject


@dataclass(frozen=True)
class Thing:
    """An item or a compétence: its compétence, and the part of the grid (domaine, palier) that holds it."""

    subject: Subject
    id: int
    label: str
    competence: str
    part_id: int
    part: str
    palier_id: int
    position: int


def thing_of(change: ValidationChange) -> Thing:
    """The item or the compétence of a line."""
    return thing_about(change.item_id, change.pilier_id)


def thing_about(item_id: int | None, pilier_id: int | None) -> Thing:
    """The item of this id, or the compétence when there is no item."""
    return _items()[item_id] if item_id else _piliers()[pilier_id or 0]


@cache
def _items() -> dict[int, Thing]:
    return {
        line.id: Thing(
            subject=ITEMS,
            id=line.id,
            label=line.label,
            competence=_competence(line),
            part_id=line.domaine_id,
            part=line.domaine_label,
            palier_id=line.palier_id,
            position=line.position,
        )
        for line in grid_items()
    }


@cache
def _piliers() -> dict[int, Thing]:
    firsts: dict[int, GridItem] = {}
    for line in grid_items():
        firsts.setdefault(line.pilier_id, line)
    return {
        pilier_id: Thing(
            subject=PILIERS,
            id=pilier_id,
            label=_competence(line),
            competence=_competence(line),
            part_id=line.palier_id,
            part=line.palier_label,
            palier_id=line.palier_id,
            position=line.position,
        )
        for pilier_id, line in firsts.items()
    }


def _competence(line: GridItem) -> str:
    return f"Compétence {line.pilier_ref} – {line.pilier_label}"
