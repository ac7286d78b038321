"""What a page sends of a tick grid: `{"cells": [[row, column, "on"], …]}`."""

import json
from typing import Any

from accounts.grids.links import Tick
from sacoche.kit.text import count

MAX_CELLS = 20_000
_LARGEST_ID = 2**63 - 1
_INCOHERENT = "Ce que la page a envoyé est incohérent : rechargez-la, puis recommencez."
_TOO_MANY = f"Plus de {count(MAX_CELLS, 'case', 'cases')} à la fois : affichez moins de lignes."


class RefusedCells(Exception):
    """What was sent makes no sense, or is too much; `sentence` says so to the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_cells(body: bytes) -> dict[tuple[int, int], Tick]:
    """What to do with each box, by ids of its row and of its column. Raises RefusedCells for anything else."""
    try:
        sent = json.loads(body)["cells"]
        cells = {_pair(row, column): Tick(tick) for row, column, tick in sent}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise RefusedCells(_INCOHERENT) from None
    if not cells or len(cells) != len(sent):
        raise RefusedCells(_INCOHERENT)
    if len(cells) > MAX_CELLS:
        raise RefusedCells(_TOO_MANY)
    return cells


def _pair(row: Any, column: Any) -> tuple[int, int]:
    if not all(type(number) is int and 0 <= number <= _LARGEST_ID for number in (row, column)):
        raise ValueError(row, column)
    return row, column
