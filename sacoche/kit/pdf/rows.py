"""Cells side by side, laid out before they are drawn: as high as the highest, cut when no page is high enough."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from sacoche.kit.pdf.brush import PLAIN, RULE, THIN, Align, Brush, Colour, Picture, Text
from sacoche.kit.pdf.fonts import CAPITAL, drawable, fitting_size, width_of, wrapped
from sacoche.kit.pdf.tags import Tag, words

Content = str | Text | Picture | Sequence[Text | Picture]
# Between the border of a cell and what it holds.
PADDING_X, PADDING_Y = 1.5, 1.1
_POINT = 25.4 / 72
# How much smaller than asked a text may be written, so that none of its words is cut.
_SMALLEST = 0.7


@dataclass(frozen=True)
class Line:
    """One line of a text, or one picture, ready to be drawn."""

    height: float
    text: str = ""
    like: Text = PLAIN
    picture: Picture | None = None
    # That of the whole text that the line is a part of.
    tag: Tag | None = None

    def draw(self, brush: Brush, left: float, top: float, width: float) -> None:
        if self.picture is not None:
            align = self.like.align or Align.LEFT
            _draw_picture(brush, self.picture, left + (width - self.picture.width) * align.value, top)
            return
        # The baseline that centres capitals in the line.
        baseline = top + self.height / 2 + CAPITAL / 2 * self.like.size * _POINT
        with brush.inside(self.tag):
            brush.text_in(left, width, baseline, self.text, self.like)


def _draw_picture(brush: Brush, picture: Picture, left: float, top: float) -> None:
    with _read_as(brush, picture, left, top):
        picture.draw(brush, left, top)


def _read_as(brush: Brush, picture: Picture, left: float, top: float) -> AbstractContextManager[None]:
    if picture.alt:
        return brush.figure(picture.alt, left, top, picture.width, picture.height)
    return brush.said(picture.said) if picture.said else nullcontext()


def lines_of(content: Content, *, width: float, like: Text = PLAIN) -> list[Line]:
    """The lines of a content at that width; `like` says how a bare string is written, and where a text stands."""
    if isinstance(content, str):
        content = replace(like, text=content)
    lines: list[Line] = []
    for piece in [content] if isinstance(content, Text | Picture) else content:
        if isinstance(piece, Picture):
            lines.append(Line(piece.height, like=like, picture=piece))
        else:
            written = replace(piece, align=piece.align or like.align, size=_size_of_words(piece, width))
            cut = wrapped(piece.text, width=width, size=written.size, name=written.font)
            tag = words(piece.level)
            lines += [Line(written.line_height, line, written, tag=tag) for line in cut]
    return lines


def _size_of_words(text: Text, width: float) -> float:
    """The size at which no word has to be cut, unless it would be too small to read: « 12,5 » in a narrow column."""
    longest = max(drawable(text.text).split(" "), key=len)
    size = fitting_size(longest, width=width, size=text.size, name=text.font)
    return size if size >= _SMALLEST * text.size else text.size


@dataclass(frozen=True)
class LaidCell:
    """A cell that knows its place in the row, its lines and its look."""

    left: float
    width: float
    lines: Sequence[Line]
    fill: Colour | None = None
    stroke: Colour | None = RULE
    thickness: float = THIN
    is_middle: bool = False
    padding_x: float = PADDING_X
    padding_y: float = PADDING_Y
    # Written from bottom to top: a long name at the head of a narrow column.
    is_turned: bool = False
    tag: Tag | None = None

    @property
    def height(self) -> float:
        if self.is_turned:
            widths = [width_of(line.text, size=line.like.size, name=line.like.font) for line in self.lines]
            return max(widths, default=0) + 2 * self.padding_x
        return sum(line.height for line in self.lines) + 2 * self.padding_y

    def draw(self, brush: Brush, left: float, top: float, height: float) -> None:
        left += self.left
        brush.box(left, top, self.width, height, fill=self.fill, stroke=self.stroke, thickness=self.thickness)
        with brush.inside(self.tag):
            self._write(brush, left, top, height)

    def _write(self, brush: Brush, left: float, top: float, height: float) -> None:
        if self.is_turned:
            self._draw_turned(brush, left, top + height)
            return
        y = top + (max(height - self.height, 0) / 2 if self.is_middle else 0) + self.padding_y
        for line in self.lines:
            line.draw(brush, left + self.padding_x, y, self.width - 2 * self.padding_x)
            y += line.height

    def _draw_turned(self, brush: Brush, left: float, bottom: float) -> None:
        block = sum(line.height for line in self.lines)
        x = left + (self.width - block) / 2
        for line in self.lines:
            baseline = x + line.height / 2 + CAPITAL / 2 * line.like.size * _POINT
            brush.turned_text(baseline, bottom - self.padding_x, line.text, line.like)
            x += line.height

    def cut(self, height: float) -> "tuple[LaidCell, LaidCell]":
        """What fits in that height, and the rest."""
        room, fitting = height - 2 * self.padding_y, 0
        while fitting < len(self.lines) and self.lines[fitting].height <= room + 1e-6:
            room -= self.lines[fitting].height
            fitting += 1
        return replace(self, lines=self.lines[:fitting]), replace(self, lines=self.lines[fitting:])


@dataclass(frozen=True)
class LaidRow:
    """Cells side by side."""

    cells: Sequence[LaidCell]
    # A heading of rows is not left alone at the foot of a page.
    is_heading: bool = False
    least: float = 0

    @property
    def height(self) -> float:
        return max([self.least, *(cell.height for cell in self.cells)])

    def draw(self, brush: Brush, left: float, top: float) -> None:
        height = self.height
        for cell in self.cells:
            cell.draw(brush, left, top, height)

    def cut(self, height: float) -> "tuple[LaidRow, LaidRow] | None":
        """What fits in that height, and the rest; None when not a line fits, or nothing would be left."""
        parts = [cell.cut(height) for cell in self.cells]
        if not any(first.lines for first, _ in parts) or not any(rest.lines for _, rest in parts):
            return None
        return replace(self, cells=[first for first, _ in parts]), replace(self, cells=[rest for _, rest in parts])
