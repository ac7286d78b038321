"""« Valider les items »: the form, the grid, its saving."""

import datetime
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlencode

from bench.browser import Browser
from bench.invented import children
from bench.rows.base import Row, Scene, rows
from bench.world import Visitor, add_class, change_again, decide, decide_piliers, new_school, palier_items
from sacoche.kit.clock import today
from schools.models import School, SchoolClass
from socle.models import Gesture, State

PILIER = 8
_ITEMS = [item for item in palier_items() if item.pilier_id == PILIER]
_PILIERS = list(dict.fromkeys(item.pilier_id for item in palier_items()))
_UNDECIDED, _VALIDATED, _REFUSED = State.UNDECIDED.value, State.VALIDATED.value, State.REFUSED.value


def decided_class(size: int) -> tuple[School, SchoolClass, list[int]]:
    """A class of so many pupils, everything decided on compétence 1: its school, itself, its pupils."""
    school = new_school()
    its_class, pupil_ids = add_class(school, children(size), reference="CM2")
    decide(school, pupil_ids, _ITEMS)
    return school, its_class, pupil_ids


def _read(path: str, expected: bytes, browser: Browser) -> None:
    assert expected in browser.get(path).body


def _forms(count: int) -> Iterator[Scene]:
    school, _, _ = decided_class(30)
    read = partial(_read, "/socle/items/", b"Afficher le tableau des validations")
    yield from [Scene(Visitor(school, "head"), read)] * count


def _grids(size: int, count: int) -> Iterator[Scene]:
    school, its_class, pupil_ids = decided_class(size)
    path = f"/socle/items/grille/?{grid_choice(its_class, pupil_ids)}"
    yield from [Scene(Visitor(school, "head"), partial(_read, path, b'id="grid-decisions"'))] * count


def grid_choice(its_class: SchoolClass, pupil_ids: list[int]) -> str:
    """What follows « ? » in the address of the whole grid of compétence 1 for these pupils."""
    domaines = dict.fromkeys(item.domaine_id for item in _ITEMS)
    choice = [("palier", 2), ("competence", PILIER), ("classe", its_class.pk)]
    choice += [("domaine", domaine) for domaine in domaines] + [("eleve", pupil) for pupil in pupil_ids]
    return urlencode(choice)


def _past_grids(size: int, count: int) -> Iterator[Scene]:
    """The grid of yesterday, whose every cell was changed twice today."""
    school, its_class, pupil_ids = decided_class(size)
    change_again(school, pupil_ids, _ITEMS)
    path = f"/socle/items/grille/au/?{grid_choice(its_class, pupil_ids)}&au={today() - datetime.timedelta(days=1)}"
    yield from [Scene(Visitor(school, "head"), partial(_read, path, b"Lecture seule"))] * count


def _histories(count: int) -> Iterator[Scene]:
    school, _, pupil_ids = decided_class(30)
    change_again(school, pupil_ids, _ITEMS)
    path = f"/socle/items/histoire/?eleve={pupil_ids[0]}&ligne={_ITEMS[0].id}"
    yield from [Scene(Visitor(school, "head"), partial(_read, path, b"2 changements"))] * count


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
    school, _, pupil_ids = decided_class(size)
    for number in range(count):
        cell = [pupil_ids[number], _ITEMS[0].id, _VALIDATED, _REFUSED]
        yield Scene(Visitor(school, "head"), partial(_save, Gesture.CELL.value, [cell]))


def _pilier_grids(size: int, count: int) -> Iterator[Scene]:
    """The eight compétences of the palier, one in two validated."""
    school, its_class, pupil_ids = decided_class(size)
    decide_piliers(school, pupil_ids, _PILIERS[::2])
    path = f"/socle/competences/grille/?palier=2&classe={its_class.pk}"
    path += "".join(f"&competence={pilier}" for pilier in _PILIERS)
    path += "".join(f"&eleve={pupil}" for pupil in pupil_ids)
    yield from [Scene(Visitor(school, "head"), partial(_read, path, b'id="grid-decisions"'))] * count


def _whole_paliers(count: int) -> Iterator[Scene]:
    """Every item of the palier for thirty pupils, on one page: 3,300 cells, all decided."""
    school, its_class, pupil_ids = decided_class(30)
    decide(school, pupil_ids, [item for item in palier_items() if item.pilier_id != PILIER])
    path = f"/socle/items/grille/?palier=2&competence=0&classe={its_class.pk}&tout=1"
    yield from [Scene(Visitor(school, "head"), partial(_read, path, b'id="grid-decisions"'))] * count


def _overviews(count: int) -> Iterator[Scene]:
    """Ten classes of the last level, an item in four decided: 250 pupils, as the biggest primary schools."""
    school = new_school()
    for number in range(10):
        _, pupil_ids = add_class(school, children(25), reference=f"CM2-{number}")
        decide(school, pupil_ids, _ITEMS)
    yield from [Scene(Visitor(school, "head"), partial(_read, "/socle/avancement/", b"Cases bleues"))] * count


rows.register(Row("grid_form", _forms, runs=20, workers="grids"))
rows.register(Row("history_of_a_cell", _histories, runs=20, workers="grids"))
rows.register(Row(f"grid_on_30x{len(_ITEMS)}", partial(_past_grids, 30), runs=20, workers="grids"))
for _size in (30, 150):
    rows.register(Row(f"grid_{_size}x{len(_ITEMS)}", partial(_grids, _size), runs=20, workers="grids"))
for _size in (30, 150):
    rows.register(Row(f"piliers_{_size}x{len(_PILIERS)}", partial(_pilier_grids, _size), runs=20, workers="grids"))
rows.register(Row("palier_110x30", _whole_paliers, runs=20, workers="grids"))
rows.register(Row("overview_250", _overviews, runs=20, workers="grids"))
for _size in (30, 150):
    rows.register(Row(f"save_{_size * len(_ITEMS)}_new", partial(_new_saves, _size), workers="grids"))
    rows.register(Row(f"save_{_size * len(_ITEMS)}_one", partial(_single_saves, _size), runs=20, workers="grids"))
