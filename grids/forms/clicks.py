"""The clicks made on a grid, as its page sends them."""

import json
import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

from grids.services.cells import CellChange
from grids.services.refusals import RefusedSave
from grids.subject import Subject
from sacoche.kit.text import count

MAX_CELLS = 20_000
_MAX_ID = 2**63 - 1
_INCOHERENT = "Les cases reçues sont incohérentes : rien n'a été enregistré. Rechargez la page."
_TOO_MANY = f"Plus de {count(MAX_CELLS, 'case', 'cases')} à la fois : affichez moins d'élèves. Rien n'a été enregistré."


class SentClicks(NamedTuple):
    """A save: its cells, and the number that its page gave it, if any."""

    changes: list[CellChange]
    number: uuid.UUID | None


def read_clicks(body: bytes, subject: Subject) -> SentClicks:
    """A save, from `{"save": number, "gestures": [{"gesture": code, "cells": [cell, …]}]}`; `save` may be left out.

    A cell is `[pupil, about, displayed, wanted]`, where `about` is the id of a thing of `subject`.

    Raises RefusedSave for anything else, for a cell sent twice with two states, and beyond MAX_CELLS.
    """
    try:
        sent = json.loads(body)
        number = uuid.UUID(sent["save"]) if "save" in sent else None
        return SentClicks(_cells(sent["gestures"], subject), number)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise RefusedSave(_INCOHERENT) from None


def _cells(gestures: Any, subject: Subject) -> list[CellChange]:
    cells: dict[tuple[int, int], CellChange] = {}
    for number, change in enumerate(_read_cells(gestures, subject)):
        if number >= MAX_CELLS:
            raise RefusedSave(_TOO_MANY)
        known = cells.setdefault(change.key, change)
        if (known.displayed, known.wanted) != (change.displayed, change.wanted):
            raise RefusedSave(_INCOHERENT)
    if not cells:
        raise RefusedSave(_INCOHERENT)
    return list(cells.values())


def _read_cells(gestures: Any, subject: Subject) -> Iterator[CellChange]:
    for group in gestures:
        if group["gesture"] not in subject.gestures.of_a_page:
            raise RefusedSave(_INCOHERENT)
        for cell in group["cells"]:
            yield _read_cell(cell, group["gesture"], subject)


def _read_cell(cell: Any, gesture: str, subject: Subject) -> CellChange:
    pupil, about, displayed, wanted = cell
    are_ids = all(type(number) is int and 0 < number <= _MAX_ID for number in (pupil, about))
    if not (are_ids and subject.accepts(about, displayed) and subject.accepts(about, wanted)):
        raise RefusedSave(_INCOHERENT)
    if wanted != displayed and subject.is_retired(about, wanted):
        word = subject.state(about, wanted).word
        raise RefusedSave(f"« {word} » n'est plus utilisé : rien n'a été enregistré.", pupil_ids=[pupil])
    return CellChange(pupil_id=pupil, about_id=about, displayed=displayed, wanted=wanted, gesture=gesture)
