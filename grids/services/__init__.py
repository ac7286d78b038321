"""Verbs that write what a grid decided, one transaction each."""

from grids.services.cells import CellChange, Stored, Verdict, lock_stored
from grids.services.refusals import (
    OutsideClasses,
    RefusedSave,
    UnknownPupil,
    check_things,
    lock_pupils,
    lock_pupils_open_to,
)
from grids.services.saving import Conflict, SaveOutcome, save_cells
from grids.services.undoing import UndoOutcome, undo_save
from grids.services.writing import write_batch

__all__ = [
    "CellChange",
    "Conflict",
    "OutsideClasses",
    "RefusedSave",
    "SaveOutcome",
    "Stored",
    "UndoOutcome",
    "UnknownPupil",
    "Verdict",
    "check_things",
    "lock_pupils",
    "lock_pupils_open_to",
    "lock_stored",
    "save_cells",
    "undo_save",
    "write_batch",
]
