"""A space that was filled from a backup becomes the empty one that it was."""

from collections.abc import Callable, Collection
from typing import Any

from accounts.models import Account, JournalEntry
from imports.models import ImportRun, MoveIn
from sacoche.kit.parts.saved import in_order
from sacoche.kit.tenancy import SchoolOwned, SharedOrOwned
from schools.models import School, SchoolLogo

# What a move changes of the school itself.
SCHOOL_COLUMNS = (
    *("name", "town", "uai", "address", "postal_code", "phone", "email", "website"),
    *("year_switch_month", "access", "logo"),
)
# The journal is only ever added to; the history of moves and imports stays to be read.
_KEPT = (School, JournalEntry, MoveIn, ImportRun)


def school_before(school: School) -> dict[str, Any]:
    """What is needed to give the empty space back."""
    return {
        "school": {column: getattr(school, column) for column in SCHOOL_COLUMNS},
        "accounts": sorted(Account.objects.values_list("pk", flat=True)),
    }


def empty_space(kept_accounts: Collection[int], logo: str, *, progress: Callable[[int, int], None]) -> None:
    """Delete all that the open school holds, but these accounts and the logo of that digest; tables that point at
    others go first.

    The order is that of a restoration, backwards: a new table is in it by itself.
    """
    parts = [
        part
        for part in reversed(in_order())
        if part.model not in _KEPT and issubclass(part.model, SchoolOwned | SharedOrOwned)
    ]
    for rank, part in enumerate(parts):
        progress(rank, len(parts))
        model: Any = part.model
        rows = model.objects.all()
        if model is Account:
            rows = rows.exclude(pk__in=kept_accounts)
        elif model is SchoolLogo and logo:
            rows = rows.exclude(digest=logo)
        # Of a list that every school has and adds to, `delete` takes what this one added.
        rows.delete()
