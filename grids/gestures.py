"""What makes a change: the gestures of every grid, and those that a subject names after its rows and columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CELL, PASTE, UNDO, IMPORT, MERGE = "cell", "paste", "undo", "import", "merge"
# Written by the server for many pupils at once: no grid shows them as they come, no save undoes them.
BY_THE_SERVER = (IMPORT, MERGE)
_OF_EVERY_GRID = {
    CELL: "case par case",
    PASTE: "collage",
    UNDO: "annulation",
    IMPORT: "import d'un fichier",
    MERGE: "fusion de deux comptes",
}
UNDO_OF_A_SAVE = "annulation d'un enregistrement"


@dataclass(frozen=True)
class Named:
    """A gesture that a subject names: its code in the history, its words."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Gestures:
    """The gestures of a subject.

    The arrows and « tout … sauf » are told by what they govern: what they leave in the history is recognised by it.
    `of_part` is the arrow of all the pupils of a part of the grid. `proposal` fills cells after the figures that stand
    in them, where there are some. `quiet` is a whole save of which nobody is told. `others` are never a page's (their
    code, their words).
    """

    of_pupil: Named
    of_thing: Named
    of_part: Named
    all_but_pupil: Named
    all_but_thing: Named
    proposal: Named | None = None
    quiet: Named | None = None
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def _named(self) -> tuple[Named, ...]:
        of_lines = (self.of_pupil, self.of_thing, self.of_part, self.all_but_pupil, self.all_but_thing)
        return (*of_lines, *(each for each in (self.proposal, self.quiet) if each))

    @property
    def of_a_page(self) -> frozenset[str]:
        """Those that a page may send."""
        return frozenset({CELL, PASTE, UNDO, *(each.code for each in self._named)})

    def label(self, code: str) -> str:
        """The words of a gesture of the history."""
        return {**_OF_EVERY_GRID, **self.others, **{each.code: each.label for each in self._named}}[code]

    def as_data(self) -> dict[str, str]:
        """What a page is given: the codes by what each gesture governs."""
        return {
            "pupil": self.of_pupil.code,
            "thing": self.of_thing.code,
            "part": self.of_part.code,
            "allButPupil": self.all_but_pupil.code,
            "allButThing": self.all_but_thing.code,
            "proposal": self.proposal.code if self.proposal else "",
        }
