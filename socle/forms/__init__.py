"""What people send about the socle: the choice of a grid, of paliers, of languages, of a compétence to cancel."""

from socle.forms.cancelling import CancelForm
from socle.forms.languages import LanguagesForm
from socle.forms.paliers import PaliersForm
from socle.forms.selection import ItemSelectionForm, PilierSelectionForm, SelectionForm, read_wishes

__all__ = [
    "CancelForm",
    "ItemSelectionForm",
    "LanguagesForm",
    "PaliersForm",
    "PilierSelectionForm",
    "SelectionForm",
    "read_wishes",
]
