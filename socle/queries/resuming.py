"""« Reprendre »: the grid that somebody left last, at the cell where he left it."""

from dataclasses import dataclass

from accounts.models import Account
from accounts.queries import open_pupils
from socle.grids import grid_items
from socle.models import SchoolPalier
from socle.subjects import ITEMS

# The preference of an account that holds the pupil and the item of the last cell that he saved.
LAST_CELL = "socle_last_cell"


@dataclass(frozen=True)
class Resumed:
    """Where to go on. `class_id` names the grid with the compétence, `pupil_id` and `item_id` the cell."""

    class_id: int
    class_label: str
    palier_id: int
    pilier_id: int
    pilier_ref: str
    pilier_label: str
    pupil_id: int
    item_id: int
    item_label: str
    pupil_name: str


def last_grid(account: Account) -> Resumed | None:
    """Where he left; None when he never saved, or when the pupil or the palier is not open any more."""
    pupil_id, item_id = account.preferences.get(LAST_CELL) or (0, 0)
    line = next((each for each in grid_items() if each.id == item_id), None)
    if line is None or not SchoolPalier.objects.filter(palier=line.palier_id).exists():
        return None
    pupil = Account.objects.pupils().active().select_related("school_class").filter(pk=pupil_id).first()
    if pupil is None or pupil.school_class is None or not open_pupils(account, ITEMS.right, [pupil]):
        return None
    return Resumed(
        class_id=pupil.school_class.pk,
        class_label=pupil.school_class.label,
        palier_id=line.palier_id,
        pilier_id=line.pilier_id,
        pilier_ref=line.pilier_ref,
        pilier_label=line.pilier_label,
        pupil_id=pupil.pk,
        item_id=line.id,
        item_label=line.label,
        pupil_name=pupil.full_name,
    )
