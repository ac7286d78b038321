"""What people send about the socle: the choice of a grid, the clicks made on it."""

from socle.forms.cancelling import CancelForm
from socle.forms.clicks import MAX_CELLS, read_clicks
from socle.forms.languages import LanguagesForm
from socle.forms.paliers import PaliersForm
from socle.forms.past import AskedCell, PastDayForm, read_author, read_cell
from socle.forms.selection import ItemSelectionForm, PilierSelectionForm, SelectionForm, read_wishes

__all__ = [
    "MAX_CELLS",
    "AskedCell",
    "CancelForm",
    "ItemSelectionForm",
    "LanguagesForm",
    "PaliersForm",
    "PastDayForm",
    "PilierSelectionForm",
    "SelectionForm",
    "read_author",
    "read_cell",
    "read_clicks",
    "read_wishes",
]
