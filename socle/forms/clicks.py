"""The clicks made on a grid, as its page sends them."""

import json
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

from sacoche.kit.text import count
from socle.models import Gesture
from socle.services import CellChange, RefusedSave

MAX_CELLS = 20_000
_MAX_ID = 2**63 - 1
_INCOHERENT = "Les validations reçues sont incohérentes : rien n'a été enregistré. Rechargez la page."
_TOO_MANY = f"Plus de {count(MAX_CELLS, 'case', 'cases')} à la fois : affichez moins d'élèves. Rien n'a été enregistré."
_GESTURES_OF_THE_PAGE = frozenset(Gesture.values) - {Gesture.IMPORT, Gesture.MERGE, Gesture.CANCEL}


class SentClicks(NamedTuple):
    """A save: its cells, and the number that its page gave it, if any."""

    changes: list[CellChange]
    number: uuid.UUID | None


def read_clicks(body: bytes) -> SentClicks:
    """A save, from `{"save": number, "gestures": [{"gesture": code, "cells": [cell, …]}]}`; `save` may be left out.

    A cell is `[pupil, about, displayed, wanted]`, where `about` is the id of an item, or of a compétence.

    Raises RefusedSave for anything else, for a cell sent twice with two states, and beyond MAX_CELLS.
    """
    try:
        sent = json.loads(body)
        number = uuid.UUID(sent["save"]) if "save" in sent else None
        return SentClicks(_cells(sent["gestures"]), number)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise RefusedSave(_INCOHERENT) from None


def _cells(gestures: Any) -> list[CellChange]:
    cells: dict[tuple[int, int], CellChange] = {}
    for number, change in enumerate(_read_cells(gestures)):
        if number >= MAX_CELLS:
            raise RefusedSave(_TOO_MANY)
        known = cells.setdefault(change.key, change)
        if (known.displayed, known.wanted) != (change.displayed, change.wanted):
            raise RefusedSave(_INCOHERENT)
    if not cells:
        raise RefusedSave(_INCOHERENT)
    return list(cells.values())


def _read_cells(gestures: Any) -> Iterator[CellChange]:
    for group in gestures:
        if group["gesture"] not in _GESTURES_OF_THE_PAGE:
            raise RefusedSave(_INCOHERENT)
        for cell in group["cells"]:
            yield _read_cell(cell, group["gesture"])


def _read_cell(cell: Any, gesture: str) -> CellChange:
    pupil, about, displayed, wanted = cell
    is_sound = all(type(number) is int for number in cell) and 0 < pupil <= _MAX_ID and 0 < about <= _MAX_ID
    if not is_sound or {displayed, wanted} - {0, 1, 2}:
        raise RefusedSave(_INCOHERENT)
    return CellChange(pupil_id=pupil, about_id=about, displayed=displayed, wanted=wanted, gesture=gesture)
