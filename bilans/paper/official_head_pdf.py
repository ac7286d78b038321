"""The head of the first page of a relevé or a bulletin: the school, the title, the pupil, and room for an address.

Imports the drawing of PDF, which is slow to load: import this module inside functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bilans.paper.envelopes import FREE, Area
from bilans.paper.official import Letterhead, OfficialSheet
from sacoche.kit.pdf.brush import BLACK, FAINT, Align, Brush, Colour, Text
from sacoche.kit.pdf.document import Flow
from sacoche.kit.pdf.fonts import drawable, fitting_size
from sacoche.kit.pdf.rows import lines_of

_CURRENT: Colour = (35, 64, 122)
_WHITE: Colour = (255, 255, 255)
_LOGO = 18.0


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages of a print are: margins in millimetres, where the address goes, if one does.

    `overlooked` is what the window of an envelope may show: only the address is written there.
    """

    margin: int = 10
    is_grey: bool = False
    address: Area | None = None
    overlooked: Area | None = None


def put_head(flow: Flow, sheet: OfficialSheet, head: Letterhead, look: Look) -> None:
    """Put it at the top of the flow."""
    _Head(flow, sheet, head, look).put()


class _Head:
    def __init__(self, flow: Flow, sheet: OfficialSheet, head: Letterhead, look: Look) -> None:
        self.flow, self._sheet, self._head, self._look = flow, sheet, head, look

    def put(self) -> None:
        over = self._look.overlooked
        margin = self._look.margin
        if over is not None:
            # Everything stands on the left of what the window may show; the table begins under it.
            width = over.left - margin - 2
            height = max(over.bottom - margin, self._school_height(width) + self._named_height(width)) + 2
            self.flow.draw(height, lambda brush, left, top, _wide: self._beside(brush, left, top, width))
            return
        width = FREE.left - margin - 4 if self._look.address else self.flow.width
        height = self._school_height(width)
        if self._look.address:
            height = max(height, FREE.bottom - margin)
        self.flow.draw(height + 2, lambda brush, left, top, _wide: self._school(brush, left, top, width))
        self._title()

    def _beside(self, brush: Brush, left: float, top: float, width: float) -> None:
        self._school(brush, left, top, width)
        y = top + self._school_height(width)
        for line in lines_of(self._named(), width=width):
            line.draw(brush, left, y, width)
            y += line.height

    def _title(self) -> None:
        sheet = self._sheet
        self.flow.rule()
        left = [Text(sheet.title, size=14, is_bold=True, level=1), Text(sheet.about, size=8, ink=FAINT)]
        details = " · ".join(sheet.details)
        right = [
            Text(sheet.person, size=13, is_bold=True, align=Align.RIGHT, level=2),
            Text(details, size=8, ink=FAINT, align=Align.RIGHT),
        ]
        half = self.flow.width / 2 - 2
        columns = [lines_of(left, width=half), lines_of(right, width=half)]
        height = max(sum(line.height for line in column) for column in columns)

        def draw(brush: Brush, at: float, top: float, width: float) -> None:
            for start, column in zip((at, at + width / 2 + 2), columns, strict=True):
                y = top
                for line in column:
                    line.draw(brush, start, y, half)
                    y += line.height

        self.flow.draw(height + 1, draw)
        self.flow.rule()
        self.flow.space(1.5)

    def _named(self) -> list[Text]:
        sheet = self._sheet
        details = [Text(each, size=8, ink=FAINT) for each in sheet.details]
        about = Text(sheet.about, size=8, ink=FAINT)
        return [
            Text(sheet.title, size=12, is_bold=True, level=1),
            about,
            Text(" ", size=4),
            Text(sheet.person, size=12, is_bold=True, level=2),
            *details,
        ]

    def _named_height(self, width: float) -> float:
        return sum(line.height for line in lines_of(self._named(), width=width))

    def _school_texts(self) -> list[Text]:
        lines = [Text(each, size=8) for each in self._head.lines]
        return [Text(self._head.name, size=11, is_bold=True), *lines] if self._head.name else lines

    def _school_height(self, width: float) -> float:
        said = sum(line.height for line in lines_of(self._school_texts(), width=width - self._logo_width))
        strip = 7.5 if self._head.strip else 0
        return max(said + strip, _LOGO if self._head.logo else 0) + 3

    @property
    def _logo_width(self) -> float:
        return _LOGO + 12 if self._head.logo else 0

    def _school(self, brush: Brush, left: float, top: float, width: float) -> None:
        if self._head.logo:
            brush.image(
                self._head.logo, left, top, _LOGO + 10, _LOGO, alt=f"Logo : {self._head.name or 'établissement'}"
            )
        at, y = left + self._logo_width, top
        for line in lines_of(self._school_texts(), width=width - self._logo_width):
            line.draw(brush, at, y, width - self._logo_width)
            y += line.height
        _strip(brush, self._head.strip, at, y + 2, width - self._logo_width)


def _strip(brush: Brush, strip: Sequence[tuple[str, bool]], left: float, top: float, width: float) -> None:
    """The niveaux side by side, that of the pupil in white on black."""
    if not strip:
        return
    wide = min(12.0, width / len(strip))
    current = next((label for label, is_current in strip if is_current), "")
    with brush.figure(f"Niveau : {current}" if current else "Niveaux", left, top, wide * len(strip), 5):
        _boxes(brush, strip, left, top, wide)


def _boxes(brush: Brush, strip: Sequence[tuple[str, bool]], left: float, top: float, wide: float) -> None:
    for rank, (label, is_current) in enumerate(strip):
        at = left + rank * wide
        brush.box(at, top, wide, 5, fill=_CURRENT if is_current else None, stroke=BLACK)
        text = drawable(label)
        size = fitting_size(text, width=wide - 1.5, size=8)
        ink = _WHITE if is_current else BLACK
        brush.text_in(at, wide, top + 3.5, text, Text("", size=size, is_bold=True, ink=ink, align=Align.CENTRE))
