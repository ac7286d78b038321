"""What is decided on the socle: verbs that write, one transaction each."""

from socle.services.cancelling import ValidatedSince, cancel_pilier
from socle.services.cells import CellChange, Stored
from socle.services.choices import remember_palier
from socle.services.languages import choose_language
from socle.services.refusals import OutsideClasses, RefusedSave, UnknownPupil, lock_pupils
from socle.services.saving import Conflict, SaveOutcome, save_validations
from socle.services.undoing import UndoOutcome, undo_save

__all__ = [
    "CellChange",
    "Conflict",
    "OutsideClasses",
    "RefusedSave",
    "SaveOutcome",
    "Stored",
    "UndoOutcome",
    "UnknownPupil",
    "ValidatedSince",
    "cancel_pilier",
    "choose_language",
    "lock_pupils",
    "remember_palier",
    "save_validations",
    "undo_save",
]
