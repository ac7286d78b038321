"""What a line of history is about, in words, from the national grids: no query."""

from functools import cache

from grids.subject import Thing
from socle.grids import GridItem, grid_items


def item_thing(item_id: int) -> Thing:
    """An item: its compétence is what it is a piece of, its domaine the part of the grid that holds it."""
    return _items()[item_id]


def pilier_thing(pilier_id: int) -> Thing:
    """A compétence: its palier is the part of the grid that holds it."""
    return _piliers()[pilier_id]


@cache
def _items() -> dict[int, Thing]:
    return {
        line.id: Thing(
            id=line.id,
            label=line.label,
            whole=_competence(line),
            part_id=line.domaine_id,
            part=line.domaine_label,
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
            id=pilier_id,
            label=_competence(line),
            whole=_competence(line),
            part_id=line.palier_id,
            part=line.palier_label,
            position=line.position,
        )
        for pilier_id, line in firsts.items()
    }


def _competence(line: GridItem) -> str:
    return f"Compétence {line.pilier_ref} – {line.pilier_label}"
