"""What is remembered of the choice of a grid."""

from collections.abc import Sequence

from accounts.models import Account
from accounts.own.services import set_preference
from grids.services import CellChange
from socle.advice import Harvest
from socle.grids import palier_of_item, palier_of_pilier
from socle.queries.choices import LAST_PALIER, PERCENTAGES, harvest_of, shows_percentages
from socle.queries.resuming import LAST_CELL


def remember_palier_of_items(account: Account, changes: Sequence[CellChange]) -> None:
    """The palier worked on last is the one proposed next time, the last cell where « Reprendre » leads."""
    last = changes[-1]
    _remember(account, palier_of_item()[last.about_id])
    cell = [last.pupil_id, last.about_id]
    if account.preferences.get(LAST_CELL) != cell:
        set_preference(account=account, name=LAST_CELL, value=cell)


def remember_palier_of_piliers(account: Account, changes: Sequence[CellChange]) -> None:
    """The palier of a save of compétences; written only when it is another."""
    _remember(account, palier_of_pilier()[changes[0].about_id])


def remember_percentages(account: Account, *, is_shown: bool, harvest: Harvest | None) -> None:
    """Whether somebody looks at percentages, and of which items (None: as before); written when it is another."""
    kept = harvest or harvest_of(account)
    if is_shown == shows_percentages(account) and kept == harvest_of(account):
        return
    matieres = None if kept.matieres is None else sorted(kept.matieres)
    set_preference(account=account, name=PERCENTAGES, value={"shown": is_shown, "matieres": matieres})


def _remember(account: Account, palier_id: int) -> None:
    if account.preferences.get(LAST_PALIER) != palier_id:
        set_preference(account=account, name=LAST_PALIER, value=palier_id)
