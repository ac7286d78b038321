"""What people send about the socle: the choice of a grid, of paliers, of languages, of a compétence to cancel."""

from socle.forms.cancelling import CancelForm
from socle.forms.harvest import AUTOMATIC, MANUAL, read_harvest
from socle.forms.languages import LanguagesForm
from socle.forms.paliers import HelpForm, LpcForm, PaliersForm
from socle.forms.selection import ItemSelectionForm, PilierSelectionForm, SelectionForm, read_wishes

__all__ = [
    "AUTOMATIC",
    "MANUAL",
    "CancelForm",
    "HelpForm",
    "ItemSelectionForm",
    "LanguagesForm",
    "LpcForm",
    "PaliersForm",
    "PilierSelectionForm",
    "SelectionForm",
    "read_harvest",
    "read_wishes",
]
