"""« Derniers enregistrements » of the socle."""

from grids.views.saves import SavesScreen
from socle.subjects import SUBJECTS

SCREEN = SavesScreen(
    path="Validation du socle",
    thing="Item ou compétence",
    subjects=SUBJECTS,
    right="socle.review_saves",
    list_url="socle:saves",
    undo_url="socle:undo",
)
