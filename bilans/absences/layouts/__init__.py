"""The files of absences that are read, each declared as data in a TOML of this folder: to read one more, add one more.

A layout names what its columns, attributes or elements are called; several names for one are tried in turn, whatever
their capitals and accents. What software writes changes with its versions: a name is then added here, nowhere else.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path


class Shape(StrEnum):
    """What a file is made of."""

    TABLE = "table"
    DOCUMENT = "document"


class Counts(StrEnum):
    """What a row tells: the totals of a pupil, one absence of his, one late arrival, or one day that has either."""

    TOTALS = "totals"
    ABSENCES = "absences"
    LATES = "lates"
    DAYS = "days"


# The figures that each sort of row speaks of, as Figures names them: those that a file does not tell are left alone.
_TOLD = {
    Counts.ABSENCES: ("half_days", "unjustified"),
    Counts.LATES: ("lates", "unjustified_lates"),
    Counts.DAYS: ("half_days", "unjustified", "lates", "unjustified_lates"),
}


@dataclass(frozen=True)
class Layout:
    """A file that some software writes. `columns`: the names in the file, by what each holds.

    `identified_by`: the sets of columns of which one is enough to know a pupil; `places`: the columns in their order,
    when a file has exactly as many and no known title; `unsettled`: what says that something is not justified;
    `others_have_none`: a pupil whom the file does not name has no absence; `says_its_school`: it should name its
    school; `file`: what it is called, for whoever looks for it.
    """

    code: str
    order: int
    label: str
    file: str
    shape: Shape
    counts: Counts
    columns: Mapping[str, Sequence[str]]
    identified_by: Sequence[Sequence[str]]
    required: Sequence[str]
    header: Mapping[str, Sequence[str]] = field(default_factory=dict)
    places: Sequence[str] = ()
    unsettled: Sequence[str] = ()
    others_have_none: bool = False
    says_its_school: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """The figures that this file may tell."""
        totals = _TOLD[Counts.DAYS]
        return _TOLD.get(self.counts) or tuple(name for name in totals if name in self.columns)

    def title_of(self, column: str) -> str:
        """What the file calls a column, for a sentence."""
        return self.columns[column][0]

    @property
    def titles(self) -> list[str]:
        """The columns that the file has, as it calls them, those that must be there first."""
        wanted = [name for group in self.identified_by for name in group]
        return [self.title_of(name) for name in dict.fromkeys([*wanted, *self.required])]


@cache
def layouts() -> Mapping[str, Layout]:
    """Every layout by its code, ours first."""
    read = [_read(path) for path in Path(__file__).parent.glob("*.toml")]
    return {layout.code: layout for layout in sorted(read, key=lambda each: each.order)}


def _read(path: Path) -> Layout:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Layout(**told | {"code": path.stem, "shape": Shape(told["shape"]), "counts": Counts(told["counts"])})
