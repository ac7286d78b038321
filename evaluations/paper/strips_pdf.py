"""The strips of « cartouche » on paper, one under the other, each in one piece.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

import io
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evaluations.paper.colours import colour_of
from evaluations.paper.sheet import SheetItem
from evaluations.paper.strips import Strip
from evaluations.scale.whole import Scale
from sacoche.kit.pdf.brush import FAINT, RULE, SHADE, Align, Brush, Colour, Text
from sacoche.kit.pdf.document import Document, Flow
from sacoche.kit.pdf.fonts import drawable, fitting_size
from sacoche.kit.pdf.rows import LaidRow
from sacoche.kit.pdf.table import Cell, Column, Row, Table
from sacoche.kit.pdf.tags import words

_SIZE = 8.5
_HEADING, _LEGEND, _GAP = 6.0, 5.0, 6.0
# The narrowest cell that holds a reference.
_REFERENCE = 22.0
_OTHER = "autre"


@dataclass(frozen=True)
class Look:
    """How strips are drawn."""

    is_full: bool = True
    # One cell to fill, or one for each code to tick and a last one for any other.
    has_boxes: bool = False
    # All as high as the highest, for who cuts them at one stroke.
    is_even: bool = False
    is_landscape: bool = False
    is_grey: bool = False
    is_shaded: bool = False
    margin: int = 10
    has_legend: bool = True
    has_references: bool = True
    has_coefficients: bool = False
    has_socle: bool = True


def write_strips_pdf(strips: Sequence[Strip], look: Look, scale: Scale, *, title: str) -> bytes:
    """The PDF. A strip that is higher than a page goes on in another one."""
    stream = io.BytesIO()
    document = Document(stream, title=title, is_landscape=look.is_landscape, is_grey=look.is_grey, margin=look.margin)
    with document.part() as page:
        drawn = [each for strip in strips for each in _pieces(strip, look, scale, page)]
        least = max((each.height for each in drawn), default=0) if look.is_even else 0
        for each in drawn:
            page.draw(max(each.height, least) + _GAP, each.draw)
    document.close()
    return stream.getvalue()


def _pieces(strip: Strip, look: Look, scale: Scale, page: Flow) -> "list[_Drawn]":
    """The strip laid out, in as many pieces as its items need pages."""
    room, lines = page.left_on_page - _GAP, list(strip.lines)
    whole = _Drawn(strip, look, scale, page)
    if whole.height <= room:
        return [whole]

    def height(number: int) -> float:
        return _Drawn(replace(strip, lines=lines[:number]), look, scale, page).height

    most = max(1, bisect_right(range(1, len(lines)), room, key=height))
    pieces = [lines[first : first + most] for first in range(0, len(lines), most)]
    headings = [strip.heading, *[f"{strip.heading} (suite)"] * (len(pieces) - 1)]
    made = [Strip(heading, piece) for heading, piece in zip(headings, pieces, strict=True)]
    return [_Drawn(each, look, scale, page) for each in made]


class _Drawn:
    """A strip laid out at the width of its page."""

    def __init__(self, strip: Strip, look: Look, scale: Scale, page: Flow) -> None:
        self._strip, self._look, self._scale = strip, look, scale
        self._fills = _fills(scale, look)
        tables = [self._full_table()] if look.is_full else self._short_tables(page.width)
        self._rows: list[LaidRow] = []
        for table in tables:
            self._rows += [*table.laid_heads(page.width), *table.laid_rows(page.width)]

    @property
    def height(self) -> float:
        legend = _LEGEND if self._look.has_legend else 0
        return _HEADING + sum(row.height for row in self._rows) + legend

    def draw(self, brush: Brush, left: float, top: float, width: float) -> None:
        """On the page, with a dashed line to cut along."""
        heading = drawable(self._strip.heading.removesuffix(" - "))
        like = Text("", size=fitting_size(heading, width=width, size=10), is_bold=True)
        with brush.inside(words(level=1)):
            brush.text(left, top + _HEADING - 2, heading, like)
        y = top + _HEADING
        for row in self._rows:
            row.draw(brush, left, y)
            y += row.height
        if self._look.has_legend:
            told = drawable(_legend(self._scale))
            size = fitting_size(told, width=width, size=7)
            brush.text(left, y + _LEGEND - 1.5, told, Text("", size=size, ink=FAINT))
        cut = y + (_LEGEND if self._look.has_legend else 0) + _GAP / 2
        brush.line(left, cut, left + width, cut, ink=RULE, is_dashed=True)

    @property
    def _boxes(self) -> list[str]:
        """What may be ticked."""
        return [*(code.sigle for code in self._scale.active), _OTHER]

    def _full_table(self) -> Table:
        look = self._look
        columns = [Column("", width=30)] if look.has_references else []
        columns.append(Column("", share=1))
        columns += [Column("", width=14, align=Align.CENTRE)] if look.has_coefficients else []
        columns += (
            [Column(sigle, width=11, align=Align.CENTRE) for sigle in self._boxes]
            if look.has_boxes
            else [Column("", width=16, align=Align.CENTRE)]
        )
        return Table(columns, [Row(self._line(item, mark)) for item, mark in self._strip.lines], size=_SIZE, least=6.5)

    def _line(self, item: SheetItem, mark: str) -> list[Cell]:
        look = self._look
        fill: Colour | None = SHADE if look.is_shaded else None
        cells = [Cell(item.reference, fill=fill)] if look.has_references else []
        cells.append(Cell(item.words if look.has_socle else item.name, fill=fill))
        cells += [Cell(f"coef. {item.coefficient}", fill=fill)] if look.has_coefficients else []
        return cells + self._marks(mark)

    def _marks(self, mark: str) -> list[Cell]:
        if not self._look.has_boxes:
            return [Cell(mark, fill=self._fills.get(mark), is_bold=True)]
        ticked = mark if mark in self._boxes else _OTHER if mark else ""
        return [
            Cell("X" if sigle == ticked else "", fill=self._fills.get(sigle) if ticked == sigle else None)
            for sigle in self._boxes
        ]

    def _short_tables(self, width: float) -> list[Table]:
        """The references, as many abreast as there is room for, what stands in their cells under them."""
        most = max(1, int((width - 12) // _REFERENCE))
        lines = list(self._strip.lines)
        return [self._short_table(lines[first : first + most]) for first in range(0, len(lines), most)]

    def _short_table(self, lines: Sequence[tuple[SheetItem, str]]) -> Table:
        fill: Colour | None = SHADE if self._look.is_shaded else None
        columns = [
            *([Column("", width=12)] if self._look.has_boxes else []),
            *(Column("", width=_REFERENCE, align=Align.CENTRE) for _ in lines),
        ]
        first = [Cell("")] if self._look.has_boxes else []
        head = Row([*first, *(Cell(self._named(item), fill=fill) for item, _mark in lines)])
        marks = [self._marks(mark) for _item, mark in lines]
        labels = [[Cell(sigle)] for sigle in self._boxes] if self._look.has_boxes else [[]]
        rows = [Row([*label, *(each[rank] for each in marks)]) for rank, label in enumerate(labels)]
        return Table(columns, [head, *rows], size=_SIZE - 1, least=6)

    def _named(self, item: SheetItem) -> str:
        more = f" ({item.coefficient})" if self._look.has_coefficients else ""
        socle = " [S]" if self._look.has_socle and item.is_of_socle else ""
        return f"{item.reference}{more}{socle}"


def _fills(scale: Scale, look: Look) -> Mapping[str, Colour]:
    """The colour of each sigle; none on a grey page, where the sigle says it."""
    if look.is_grey:
        return {}
    return {code.sigle: colour_of(scale.fill_of_code(code).light) for code in scale.active}


def _legend(scale: Scale) -> str:
    return " · ".join(f"{code.sigle} : {code.legend}" for code in scale.active)
