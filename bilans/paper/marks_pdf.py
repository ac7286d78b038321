"""Codes and states on paper: a sigle on its fill, and under that of a code as many full bars as its rank.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bilans.computing.levels import Level
from bilans.paper.pieces import Grid, Marks, Piece
from evaluations.scale.codes import SPECIAL_CODES, Code
from evaluations.scale.whole import Scale
from evaluations.scoring.series import Result
from sacoche.kit.pdf.brush import BLACK, FAINT, RULE, Align, Brush, Colour, Picture, Text
from sacoche.kit.pdf.rows import Content

_HEIGHT = 5.2
_BEFORE: Colour = (226, 222, 212)
_SPECIAL: Colour = (239, 237, 230)
_FAINT_BAR: Colour = (150, 150, 150)
_CELL: Colour = (200, 200, 200)


def colour_of(written: str) -> Colour:
    """« #d3f4da »."""
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)


class Painter:
    """The codes and the states of a school; without ground, their frames alone."""

    def __init__(self, scale: Scale, *, has_ground: bool) -> None:
        self._scale, self._has_ground = scale, has_ground
        self._codes = {str(code.number): code for code in scale.codes}
        self._fills = [colour_of(scale.fill_of_state(state).light) for state in scale.states]
        self._ranks = {state: rank for rank, state in enumerate(scale.states)}

    def state_fill(self, rank: int) -> Colour | None:
        return self._fills[rank] if self._has_ground else None

    def fill(self, level: Level) -> Colour | None:
        """The fill of a cell that has this level."""
        return (
            self.state_fill(self._ranks[level.state])
            if level.state is not None and level.state in self._ranks
            else None
        )

    def level(self, level: Level) -> Content:
        """« VA 56 » on its fill."""
        if level.state is None:
            return "–"
        said = level.state.sigle if level.score is None else f"{level.state.sigle} {level.score}"
        return [self._box(said, self.fill(level), 15.5)]

    def marks(self, marks: Marks, width: float, cells: int) -> Content:
        """The results side by side, oldest first; the last ones when there is no room for all."""
        results = marks.results[-cells:] if cells else ()

        def draw(brush: Brush, left: float, top: float) -> None:
            for rank in range(cells):
                self._cell(
                    brush, marks, results[rank] if rank < len(results) else None, left + rank * width, top, width
                )

        return [Picture(width * cells, _HEIGHT, draw, said=self._told(marks, results))]

    def _cell(self, brush: Brush, marks: Marks, result: Result | None, left: float, top: float, width: float) -> None:
        """One result in its cell; an empty cell is for a hand to fill."""
        is_before = result is not None and marks.is_before(result)
        fill = _BEFORE if is_before and self._has_ground else None

        def draw(once: Brush) -> None:
            once.box(0, 0, width, _HEIGHT + 1, fill=fill, stroke=_CELL, thickness=0.15, is_dashed=is_before)

        brush.stamp(f"cell-{width:.1f}-{fill}-{is_before}", left, top - 0.5, draw)
        if result is not None:
            wide = min(width - 0.8, 7.2)
            self._code(result.code, wide).draw(brush, left + (width - wide) / 2, top)

    def _told(self, marks: Marks, results: Sequence[Result]) -> str:
        """« avant la période : R, V ; puis VV »: what is read of results."""
        before = ", ".join(self._sigle(each) for each in results if marks.is_before(each))
        since = ", ".join(self._sigle(each) for each in results if not marks.is_before(each))
        if not before:
            return since
        return f"avant la période : {before}{f' ; puis {since}' if since else ''}"

    def _sigle(self, result: Result) -> str:
        code = self._codes.get(result.code)
        return result.code if code is None else code.sigle

    def _code(self, written: str, width: float = 7.2) -> Picture:
        code = self._codes.get(written)
        if code is None:
            return self._box(written, _SPECIAL if self._has_ground else None, width, ink=FAINT)
        fill = colour_of(self._scale.fill_of_code(code).light) if self._has_ground else None
        return self._box(code.sigle, fill, width, bars=self._bars(code))

    def _bars(self, code: Code) -> tuple[int, int]:
        return self._scale.rank_of(code), len(self._scale.active) - 1

    def _box(
        self, said: str, fill: Colour | None, width: float, *, ink: Colour = BLACK, bars: tuple[int, int] = (0, 0)
    ) -> Picture:
        """A sigle in its box, drawn once in a document whatever the number of times that it comes."""
        name = f"box-{said}-{fill}-{width:.1f}-{bars}"

        def draw(brush: Brush, left: float, top: float) -> None:
            brush.stamp(name, left, top, lambda once: _draw_box(once, said, fill, width, ink, bars))

        return Picture(width, _HEIGHT, draw)

    # --- Legend -------------------------------------------------------------------------------------------------------

    def legend_of_codes(self, pieces: Iterable[Piece]) -> list[tuple[Picture | None, str]]:
        """The codes that are typed, the special ones that the document has, and the ground of what came before."""
        marks = [
            cell
            for piece in pieces
            if isinstance(piece, Grid)
            for row in piece.rows
            for cell in row.cells
            if isinstance(cell, Marks)
        ]
        if not marks:
            return []
        used = {result.code for one in marks for result in one.results}
        said: list[tuple[Picture | None, str]] = [
            (self._named(str(code.number), code.sigle), code.legend) for code in self._scale.active
        ]
        said += [(self._named(each.sigle, each.sigle), each.legend) for each in SPECIAL_CODES if each.sigle in used]
        if any(one.is_before(result) for one in marks for result in one.results):
            said.append((self._ground(), "avant la période, compté"))
        return said

    def legend_of_states(self) -> list[tuple[Picture | None, str]]:
        said: list[tuple[Picture | None, str]] = []
        for rank, state in enumerate(self._scale.states):
            picture = replace(self._box(state.sigle, self.state_fill(rank), 9), said=state.sigle)
            said.append((picture, f"{state.legend}, {state.low} à {state.high}"))
        return said

    def _named(self, code: str, sigle: str) -> Picture:
        """A code of the legend, which is read with what it means."""
        return replace(self._code(code), said=sigle)

    def _ground(self) -> Picture:
        def draw(brush: Brush, left: float, top: float) -> None:
            fill = _BEFORE if self._has_ground else None
            brush.box(left, top, 7.2, _HEIGHT, fill=fill, stroke=RULE, is_dashed=True)

        return Picture(7.2, _HEIGHT, draw)


def _draw_box(brush: Brush, said: str, fill: Colour | None, width: float, ink: Colour, bars: tuple[int, int]) -> None:
    full, count = bars
    brush.box(0, 0, width, _HEIGHT, fill=fill, stroke=RULE, thickness=0.25, radius=0.8)
    like = Text("", size=7, is_bold=True, ink=ink, align=Align.CENTRE)
    brush.text_in(0, width, 3.1 if count else 3.5, said, like)
    wide = min(1.2, (width - 1.5) / count - 0.4) if count else 0
    start = (width - count * (wide + 0.4) + 0.4) / 2
    for rank in range(count):
        ground = BLACK if rank < full else None
        brush.box(start + rank * (wide + 0.4), 4, wide, 0.6, fill=ground, stroke=_FAINT_BAR, thickness=0.1)
