"""What is remembered of the choice of a grid."""

from collections.abc import Sequence

from accounts.models import Account
from accounts.own.services import set_preference
from socle.queries.choices import LAST_PALIER
from socle.queries.things import thing_about
from socle.services.cells import CellChange
from socle.subjects import ITEMS, Subject


def remember_palier(*, account: Account, subject: Subject, changes: Sequence[CellChange]) -> None:
    """The palier worked on last is the one proposed next time; written only when it is another."""
    about = changes[0].about_id
    thing = thing_about(about, None) if subject is ITEMS else thing_about(None, about)
    if account.preferences.get(LAST_PALIER) != thing.palier_id:
        set_preference(account=account, name=LAST_PALIER, value=thing.palier_id)
