"""What helps to decide on the socle: what the évaluations of a pupil say of it.

The room that reads évaluations stands above this one, and plugs its adviser in; see docs/adr/0047.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from accounts.models import Account
from grids.figures import Figures

# The items of the socle that each thing of a grid is made of: itself, or those of a compétence.
Fed = Mapping[int, Collection[int]]


@dataclass(frozen=True)
class Harvest:
    """« Items récoltés »: the matières whose items count, None for « automatique »."""

    matieres: frozenset[int] | None = None


class Adviser(Protocol):
    """Percentages of a grid, and what is behind one of them."""

    # Draws what `panel` answers.
    panel_template: str

    def figures(self, pupils: Sequence[int], fed: Fed, harvest: Harvest, day: datetime.date | None) -> Figures:
        """The percentage of each pupil and thing, from the results given up to a day."""

    def panel(self, reader: Account, pupil: Account, items: Collection[int], harvest: Harvest) -> Any:
        """What is behind a percentage, down to the results; `reader` is given the links that he may follow."""


_plugged: list[Adviser] = []


def plug_adviser(adviser: Adviser) -> None:
    """Called once, by the room that reads évaluations."""
    _plugged[:] = [adviser]


def adviser() -> Adviser:
    """The adviser of the product."""
    return _plugged[0]
