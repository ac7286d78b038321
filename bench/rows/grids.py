"""« Valider les items »: the form, the grid, its saving."""

from collections.abc import Iterator
from functools import partial

from bench.browser import Browser
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.world import Visitor, add_class, decide, new_school, palier_items
from schools.models import School, SchoolClass
from socle.models import Gesture, State

PILIER = 8
_ITEMS = [item for item in palier_items() if item.pilier_id == PILIER]
_UNDECIDED, _VALIDATED, _REFUSED = State.UNDECIDED.value, State.VALIDATED.value, State.REFUSED.value


def _decided_class(size: int) -> tuple[School, SchoolClass, list[int]]:
    school = new_school()
    its_class, pupil_ids = add_class(school, children(size), reference="CM2")
    decide(school, pupil_ids, _ITEMS)
    return school, its_class, pupil_ids


def _read(path: str, expected: bytes, browser: Browser) -> None:
    assert expected in browser.get(path).body


def _forms(count: int) -> Iterator[Scene]:
    school, _, _ = _decided_class(30)
    read = partial(_read, "/socle/items/", b"Afficher le tableau des validations")
    yield from [Scene(Visitor(school, "head"), read)] * count


def _grids(size: int, count: int) -> Iterator[Scene]:
    school, its_class, pupil_ids = _decided_class(size)
    path = f"/socle/items/grille/?palier=2&competence={PILIER}&classe={its_class.pk}"
    path += "".join(f"&domaine={domaine}" for domaine in dict.fromkeys(item.domaine_id for item in _ITEMS))
    path += "".join(f"&eleve={pupil}" for pupil in pupil_ids)
    yield from [Scene(Visitor(school, "head"), partial(_read, path, b'id="grid-decisions"'))] * count


def _save(gesture: str, cells: list[list[int]], browser: Browser) -> None:
    answer = browser.post_json("/socle/items/enregistrer/", {"gestures": [{"gesture": gesture, "cells": cells}]})
    assert answer["saved"] == len(cells), answer


def _new_saves(size: int, count: int) -> Iterator[Scene]:
    """Each run validates the whole grid of another class, blue until then."""
    school = new_school()
    for number in range(count):
        _, pupil_ids = add_class(school, children(size), reference=f"CM2-{number}")
        cells = [[pupil, item.id, _UNDECIDED, _VALIDATED] for pupil in pupil_ids for item in _ITEMS]
        yield Scene(Visitor(school, "head"), partial(_save, Gesture.DOMAINE_ARROW.value, cells))


def _single_saves(size: int, count: int) -> Iterator[Scene]:
    """Each run changes another cell of a grid that is wholly validated."""
    school, _, pupil_ids = _decided_class(size)
    for number in range(count):
        cell = [pupil_ids[number], _ITEMS[0].id, _VALIDATED, _REFUSED]
        yield Scene(Visitor(school, "head"), partial(_save, Gesture.CELL.value, [cell]))


rows.register(Row("grid_form", _forms, runs=20, workers="grids"))
for _size in (30, 150):
    rows.register(Row(f"grid_{_size}x{len(_ITEMS)}", partial(_grids, _size), runs=20, workers="grids"))
for _size in (30, 150):
    rows.register(Row(f"save_{_size * len(_ITEMS)}_new", partial(_new_saves, _size), workers="grids"))
    rows.register(Row(f"save_{_size * len(_ITEMS)}_one", partial(_single_saves, _size), runs=20, workers="grids"))
