"""What may stand beside the decisions of a grid: a figure in each cell, which helps to decide and decides nothing.

A subject that has such figures gives its screen a source of them. The engine asks it, draws them, and lets the person
fill what is not decided after them; it knows nothing of what they are made of.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict  # noqa: TID251 (a type: what a page sends is read from it)

from accounts.models import Account
from grids.alphabet import Value
from grids.queries import Grid


class RefusedChoice(ValueError):
    """What a person chose of the figures cannot be; the argument is the sentence to show."""


@dataclass(frozen=True, slots=True)
class FigureLevel:
    """Where a figure stands, from the lowest level: its letters and its word, said beside the colour.

    `proposed` is the value that « proposer » gives to a cell of this level where nothing is decided; None for none.
    """

    sigle: str
    word: str
    proposed: Value | None = None


# By pupil and thing: a figure, and the rank of its level. A cell that is not there has nothing to say.
FigureCells = Mapping[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Figures:
    """The figures of a grid.

    `unit` follows a figure, « % d'items acquis », and `nothing` stands for none; `enough` completes « 12 cases
    bleues… » for those of the best level; `told` says what they are made of when it is not the usual; `style` is the
    address of the colours of their levels.
    """

    levels: Sequence[FigureLevel]
    cells: FigureCells
    unit: str
    nothing: str
    enough: str
    told: str
    style: str

    def said(self, place: tuple[int, int]) -> str:
        """The figure of a cell in words: « 67 % d'items acquis, Acquis »."""
        found = self.cells.get(place)
        return f"{found[0]} {self.unit}, {self.levels[found[1]].word}" if found else self.nothing

    def as_data(self) -> dict[str, Any]:
        """What a page needs to read the cells that it already shows."""
        levels = [{"sigle": one.sigle, "word": one.word, "proposed": one.proposed} for one in self.levels]
        words = {"unit": self.unit, "nothing": self.nothing, "enough": self.enough, "told": self.told}
        return {"levels": levels, "style": self.style, **words}

    def with_cells(self) -> dict[str, Any]:
        """The same, and every cell: pupil, thing, figure, level."""
        return self.as_data() | {"cells": [[*place, *found] for place, found in self.cells.items()]}


@dataclass(frozen=True, kw_only=True)
class FigureSource:
    """The figures of a screen.

    `draw` makes them, as they were at the end of a day when one is given. `is_shown` says whether this person left them
    shown; `remember` keeps that and what else was chosen, from the fields of a form, and raises RefusedChoice.
    `options` is what `template`, the choice of what they are made of, needs. `proposes` says whether the school lets
    them fill cells.
    """

    draw: Callable[[Account, Grid, datetime.date | None], Figures]
    is_shown: Callable[[Account], bool]
    remember: Callable[[Account, QueryDict], None]
    options: Callable[[Account], dict[str, Any]]
    template: str
    proposes: Callable[[], bool]
