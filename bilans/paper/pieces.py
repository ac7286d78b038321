"""What documents are made of. A report lays its figures out as pieces; pages, PDF and files draw the same ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import overload

from bilans.computing.figures import Share
from bilans.computing.levels import Level
from evaluations.scoring.series import Result


@dataclass(frozen=True, slots=True)
class Label:
    """Words; `notes` stand beside, smaller; `link` is where they lead, outside the product."""

    text: str
    notes: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Results, oldest first; those given before `start` stand on another ground."""

    results: tuple[Result, ...] = ()
    start: date | None = None

    def is_before(self, result: Result) -> bool:
        return self.start is not None and result.given_on < self.start


@dataclass(frozen=True, slots=True)
class Reached:
    """The level of a pupil on an item, by their keys, so that it can be explained; a state alone shows no score."""

    level: Level
    pupil: int
    item: int

    @property
    def can_be_explained(self) -> bool:
        return self.level.score is not None


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean or a percentage with the state that colours it, what follows it (« soit 13,8 / 20 »), how it was made."""

    level: Level
    unit: str = ""
    also: str = ""
    sentence: str = ""


Cell = Label | Marks | Reached | Figure | str | int | None


class Kind(Enum):
    """What stands in a column."""

    TEXT = auto()
    MARKS = auto()
    # A state and its score, or a figure with its colour.
    LEVEL = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `turned` writes its head from bottom to top, `detail` stands under its label.

    `width` is in millimetres on paper, None for a share of what is left; `cells` is how many results it has room for.
    """

    label: str
    kind: Kind = Kind.TEXT
    detail: str = ""
    is_turned: bool = False
    width: float | None = None
    cells: int = 0
    # What names its line of a table in a spreadsheet, when « label » is not enough.
    key: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from left to right. A heading has one alone, over the whole width; a foot stands under a rule."""

    cells: tuple[Cell, ...]
    is_heading: bool = False
    is_foot: bool = False
    # The pupil of the row, when it can be ticked.
    key: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines under heads. A matrix has narrow columns of levels, and can be sorted by each of them.

    `sorts_by_state`: scores of several matières are not compared, their states are.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_matrix: bool = False
    sorts_by_state: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """The states of a domaine or of a matière, as parts of one bar; `detail` is what it unfolds."""

    label: str
    share: Share
    note: str = ""
    is_total: bool = False
    detail: Grid | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars one under the other; `shows_percent` when the figure may be read."""

    bars: tuple[Bar, ...]
    shows_percent: bool = True


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart: a figure for each place of its axis, None where there is nothing."""

    label: str
    figures: tuple[int | None, ...]

    def sentence(self, places: Sequence[str]) -> str:
        """« septembre 44, octobre 45, novembre 77 »: what is read aloud."""
        said = [f"{place} {figure}" for place, figure in zip(places, self.figures, strict=True) if figure is not None]
        return ", ".join(said) or "aucun point"


@dataclass(frozen=True, slots=True)
class Curves:
    """A chart of figures from 0 to 100 over places, « sept. », « oct. »; on a fixed axis or on the one that fits."""

    places: tuple[str, ...]
    series: tuple[Series, ...]
    is_fixed: bool = True
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of its own: what is missing, what was left out."""

    text: str
    tone: str = ""


Piece = Grid | Bars | Curves | Note


class Later(Sequence[Piece]):
    """The pieces of a sheet, laid when they are first asked for: a page shows one sheet of a whole class."""

    def __init__(self, lay: Callable[[], Sequence[Piece]]) -> None:
        self._lay = lay
        self._laid: Sequence[Piece] | None = None

    def _pieces(self) -> Sequence[Piece]:
        if self._laid is None:
            self._laid = self._lay()
        return self._laid

    @overload
    def __getitem__(self, index: int) -> Piece: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Piece]: ...
    def __getitem__(self, index: int | slice) -> Piece | Sequence[Piece]:
        return self._pieces()[index]

    def __len__(self) -> int:
        return len(self._pieces())


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part of a document: a pupil, an item, a class. `key` names it in the address of the page."""

    key: str
    title: str
    pieces: Sequence[Piece]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its title, what it is about, its sheets, and what should be known before it is read."""

    title: str
    about: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()
    # What a sheet is about, at the head of its column in a spreadsheet.
    subject: str = "Élève"
    # What the legend explains.
    has_codes: bool = True
    has_states: bool = True
    is_landscape: bool = False
    names: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not self.sheets
