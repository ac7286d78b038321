"""How a person likes her grids: kept with her account, the same for every grid and every device."""

from dataclasses import asdict, dataclass, replace

from accounts.models import Account
from accounts.own.services import set_preference

# Under this name in the preferences of an account.
PREFERENCE = "grids"


@dataclass(frozen=True)
class Comfort:
    """Without a choice: as many cells in sight as the screen holds, arrows that change every cell that they govern.

    `is_airy`: higher rows, whole labels. `has_panel`: the panel stands beside the table, not folded in a line under it.
    `fills_only`: an arrow changes nothing that is decided. `moves_on`: a key that decides goes on to the next cell.
    """

    is_airy: bool = False
    has_panel: bool = False
    fills_only: bool = False
    moves_on: bool = False


CHOICES = tuple(asdict(Comfort()))


def comfort_of(account: Account) -> Comfort:
    """What this person chose; a choice that is no more is forgotten."""
    kept = account.preferences.get(PREFERENCE, {})
    return Comfort(**{name: kept[name] is True for name in CHOICES if name in kept})


def choose_comfort(account: Account, **chosen: bool) -> None:
    """Keep some of these choices; the others stay."""
    set_preference(account=account, name=PREFERENCE, value=asdict(replace(comfort_of(account), **chosen)))
