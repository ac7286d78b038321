"""A form of a part of the scale: rows as they were typed, faults in French, and the scale that they ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import QueryDict  # noqa: TID251 (what a page sends, with its repeated fields)

from evaluations.scale.whole import Scale
from sacoche.kit.names import clean_text

# What says what to do with the form; the rest is what the form says.
STEP = "etape"
ACTIONS = frozenset({STEP, "monter", "descendre", "retirer", "csrfmiddlewaretoken", "confirme"})
Pairs = list[tuple[str, str]]
# The fields of every row, by our names.
_COMMON = {"sigle": "sigle", "legend": "legende", "value": "valeur", "light": "clair", "dark": "sombre"}
# The colours of a new row, until others are chosen.
NEW_FILL: dict[str, Any] = {"light": "#d3f4da", "dark": "#13331e"}


class Coloured(Protocol):
    """A row that has a fill."""

    @property
    def light(self) -> str: ...

    @property
    def dark(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent."""

    data: QueryDict

    def text(self, name: str) -> str:
        return clean_text(self.data.get(name, ""))

    def row(self, number: int, **names: str) -> dict[str, Any]:
        """What a row of the form says, by our names; `names` are those that a kind of rows has besides the common."""
        return {name: self.text(f"{said}-{number}") for name, said in (_COMMON | names).items()}

    def ticked(self, name: str) -> bool:
        return name in self.data

    def numbers(self, name: str, allowed: range) -> list[int]:
        """The values of a repeated field that are numbers of this range, each once, in their order."""
        found = (int(value) for value in self.data.getlist(name) if value.isascii() and value.isdigit())
        return list(dict.fromkeys(number for number in found if number in allowed))

    @property
    def version(self) -> int:
        """The version of the scale that the page showed; one that no scale has when it does not say."""
        value = self.data.get("version", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1

    @property
    def pairs(self) -> Pairs:
        """Everything that the form said, to be said again."""
        return [(name, value) for name in self.data if name not in ACTIONS for value in self.data.getlist(name)]


class ScaleForm:
    """What forms of the scale share. `faults` are those found once `read` was called."""

    def __init__(self, present: Scale) -> None:
        self.present = present
        self.faults: list[str] = []
        self.own_colours = False

    def fill(self, row: Coloured) -> dict[str, str]:
        """The colours of a row; none of its own unless the school chose its own."""
        own = self.own_colours
        return {"light": row.light.lower() if own else "", "dark": row.dark.lower() if own else ""}

    def number(self, said: str, name: str, what: str, highest: int = 9999) -> int:
        """A whole number that was typed; 0 and a fault for anything else."""
        if said.isascii() and said.isdigit() and int(said[:6]) <= highest:
            return int(said)
        self.faults.append(f"« {name} », {what} : écrivez un nombre entier{f', pas « {said[:20]} »' if said else ''}.")
        return 0


def moved(order: Sequence[int], number: int, by: int) -> list[int]:
    """The order with one of its numbers `by` places further; the same at an end."""
    kept = list(order)
    if number in kept:
        at = kept.index(number)
        kept.remove(number)
        kept.insert(max(at + by, 0), number)
    return kept
