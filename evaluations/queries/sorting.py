"""In which order a list of évaluations is shown, by the word of its address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.queries.lists import Line
from sacoche.kit.text import unaccent

_KEYS: dict[str, tuple[str, Callable[[Line], Any]]] = {
    "titre": ("Évaluation", lambda line: unaccent(line.evaluation.title)),
    "classe": ("Classe / groupe", lambda line: unaccent(line.target)),
    "date": ("Date", lambda line: line.evaluation.given_on),
    "visible": ("Visible", lambda line: line.evaluation.visible_on),
    "items": ("Items", lambda line: line.items),
    "taux": ("Taux de saisie", lambda line: (line.rate.percent, line.rate.is_finished)),
}
# Dates come the latest first: « -date » until asked otherwise.
USUAL = "-date"


@dataclass(frozen=True)
class Head:
    """The head of a column: what it is asked by, `sort` what is said of the order (« ascending »), empty for none."""

    code: str
    label: str
    asked: str
    sort: str
    is_number: bool


def in_order(lines: Sequence[Line], asked: str) -> list[Line]:
    """The lines in that order, the latest first among equals; the usual order for a word that means nothing."""
    code, is_down = _read(asked)
    return sorted(lines, key=_KEYS[code][1], reverse=is_down)


def heads_of(asked: str) -> list[Head]:
    """The heads of the columns; the one of the order, asked again, turns it round."""
    code, is_down = _read(asked)
    return [
        Head(
            code=each,
            label=label,
            asked=f"-{each}" if (each == code and not is_down) or (each != code and each == "date") else each,
            sort=("descending" if is_down else "ascending") if each == code else "",
            is_number=each == "items",
        )
        for each, (label, _key) in _KEYS.items()
    ]


def _read(asked: str) -> tuple[str, bool]:
    code = asked.removeprefix("-")
    if code not in _KEYS:
        return USUAL.removeprefix("-"), True
    return code, asked.startswith("-")
