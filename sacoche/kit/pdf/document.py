"""Documents of pages: header, footer with « page n / N », paragraphs, frames, tables, one part for each pupil."""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from sacoche.kit.pdf.brush import BLACK, FAINT, PLAIN, RULE, THICK, THIN, Align, Brush, Colour, Text
from sacoche.kit.pdf.file import VERSION, describe, end_page, write_file
from sacoche.kit.pdf.fonts import FONT, drawable, fitting_size, font
from sacoche.kit.pdf.rows import Content, LaidCell, LaidRow, Line, lines_of
from sacoche.kit.pdf.table import Table
from sacoche.kit.pdf.tags import Structure

A4_PORTRAIT, A4_LANDSCAPE = (210.0, 297.0), (297.0, 210.0)
Drawing = Callable[[Brush], None]
_NOTHING: Mapping[int, Drawing] = MappingProxyType({})
_FOOTER_SIZE = 7
# Between the baseline of the footer, which stands on the margin, and what is above.
_FOOTER_ROOM = 6.0
_AUTHOR, _LANGUAGE = "SACoche", "fr-FR"
# Under the title of the document and the name of the pupil.
_FRAME_LEVEL = 3


@dataclass(frozen=True)
class Header:
    """What stands at the top of each page, over a line: on the left and on the right."""

    left: Content = ""
    right: Content = ""


@dataclass(frozen=True)
class Footer:
    """What stands at the foot of each page; « page n / N » ends its right."""

    left: str = ""
    centre: str = ""
    right: str = ""


NO_FOOTER = Footer()


@dataclass(frozen=True)
class Frame:
    """A bordered box: a heading, then texts. A strong one has a darker border."""

    content: Content
    heading: str = ""
    share: float = 1
    is_strong: bool = False
    fill: Colour | None = None

    def lines(self, width: float) -> list[Line]:
        said = lines_of(self.content, width=width)
        heading = Text(self.heading, size=9.5, is_bold=True, level=_FRAME_LEVEL)
        return [*lines_of(heading, width=width), *said] if self.heading else said


class Flow:
    """One part of a document: what is put in it goes down the page, and on to the next one."""

    def __init__(
        self, size: tuple[float, float], margin: float, header: Header | None, footer: Footer, header_from: int = 1
    ) -> None:
        self._size, self.margin = size, margin
        self._header = self._laid_header(header) if header else None
        self._header_from = header_from
        self.footer = footer
        self.pages: list[list[Drawing]] = []
        self._y = 0.0
        self.new_page()

    @property
    def width(self) -> float:
        """How wide what is put in the page may be, in millimetres."""
        return self._size[0] - 2 * self.margin

    @property
    def left_on_page(self) -> float:
        """How much room is left on this page."""
        return self._size[1] - self.margin - _FOOTER_ROOM - self._y

    def new_page(self) -> None:
        """Go on at the top of another page."""
        self.pages.append([])
        self._y = self.margin
        if self._header and len(self.pages) >= self._header_from:
            self._put_header(self._header)
        self._top = self._y

    def space(self, height: float) -> None:
        """Leave room; none at the top of a page."""
        if not self._is_at_top:
            self._y += height

    def make_room(self, height: float) -> None:
        """Go on at the top of another page when less than that is left on this one."""
        if height > self.left_on_page + 1e-6 and not self._is_at_top:
            self.new_page()

    def draw(self, height: float, draw: Callable[[Brush, float, float, float], None]) -> None:
        """Something of one's own, in one piece: `draw(brush, left, top, width)`."""
        self.make_room(height)
        top = self._y
        self._put(lambda brush: draw(brush, self.margin, top, self.width), height)

    def text(self, content: Content, *, like: Text = PLAIN) -> None:
        """Paragraphs over the width of the page, cut between two lines at its foot."""
        for line in lines_of(content, width=self.width, like=like):
            self.draw(line.height, line.draw)

    def heading(self, text: str, *, size: float = 10.5, level: int = 2) -> None:
        """A heading, with room for a few lines under it."""
        self.space(3)
        self.make_room(20)
        self.text(Text(text, size=size, is_bold=True, level=level))
        self.space(1)

    def rule(self, *, thickness: float = THICK) -> None:
        """A line from one margin to the other."""
        self.draw(1.5, lambda brush, left, top, width: brush.line(left, top, left + width, top, thickness=thickness))

    def frames(self, *frames: Frame, gap: float = 3) -> None:
        """Frames side by side, as high as the highest; cut in two when they are higher than a page."""
        wide = self.width - gap * (len(frames) - 1)
        shares = sum(frame.share for frame in frames)
        cells, left = [], 0.0
        for frame in frames:
            width = wide * frame.share / shares
            stroke, thickness = (BLACK, THICK) if frame.is_strong else (RULE, THIN)
            lines = frame.lines(width - 5)
            cells.append(LaidCell(left, width, lines, frame.fill, stroke, thickness, padding_x=2.5, padding_y=2))
            left += width + gap
        self._row(LaidRow(cells))

    def table(self, table: Table) -> None:
        """A table, its heads again at the top of each page."""
        heads, rows = table.laid_heads(self.width), table.laid_rows(self.width)
        tall = sum(head.height for head in heads)
        self.make_room(tall + _height_with_next(rows, 0))
        self._rows(heads)
        for rank, row in enumerate(rows):
            if _height_with_next(rows, rank) > self.left_on_page + 1e-6 and self._y > self._top + tall + 1e-6:
                self.new_page()
                self._repeat(heads)
            self._row(row, heads)

    def _rows(self, rows: Sequence[LaidRow]) -> None:
        for row in rows:
            self._place(row)

    def _repeat(self, rows: Sequence[LaidRow]) -> None:
        """The same again, at the top of another page: read once."""
        for row in rows:
            self._place(row, is_read=False)

    def _row(self, row: LaidRow, heads: Sequence[LaidRow] = ()) -> None:
        """One row, whole when a page can hold it; else line by line, over as many pages as it needs."""
        if not heads:
            self.make_room(row.height)
        while row.height > self.left_on_page + 1e-6 and (parts := row.cut(self.left_on_page)):
            self._place(parts[0])
            self.new_page()
            self._repeat(heads)
            row = parts[1]
        self._place(row)

    def _place(self, row: LaidRow, *, is_read: bool = True) -> None:
        top = self._y

        def draw(brush: Brush) -> None:
            row.draw(brush, self.margin, top)

        self._put(draw if is_read else _silent(draw), row.height)

    def _put(self, drawing: Drawing, height: float) -> None:
        self.pages[-1].append(drawing)
        self._y += height

    @property
    def _is_at_top(self) -> bool:
        return self._y <= self._top + 1e-6

    def _laid_header(self, header: Header) -> LaidRow:
        half = self.width / 2
        sides = [(0.0, header.left, Align.LEFT), (half, header.right, Align.RIGHT)]
        cells = [
            LaidCell(left, half, lines_of(said, width=half, like=Text("", align=align)), stroke=None, padding_x=0)
            for left, said, align in sides
        ]
        return LaidRow(cells)

    def _put_header(self, header: LaidRow) -> None:
        self._place(header, is_read=len(self.pages) == 1)
        y, right = self._y, self.margin + self.width
        self._put(lambda brush: brush.line(self.margin, y, right, y, thickness=THICK), 4)


def _silent(draw: Drawing) -> Drawing:
    def silent(brush: Brush) -> None:
        with brush.silence():
            draw(brush)

    return silent


def _height_with_next(rows: Sequence[LaidRow], rank: int) -> float:
    """The height of a row, with that of what a heading must not be parted from."""
    height = 0.0
    for row in rows[rank:]:
        height += row.height
        if not row.is_heading:
            break
    return height


class Document:
    """A PDF of A4 pages, in colour or in grey, made of parts whose pages are numbered each from 1."""

    def __init__(
        self, stream: BinaryIO, *, title: str, is_landscape: bool = False, is_grey: bool = False, margin: float = 10
    ) -> None:
        self._size = A4_LANDSCAPE if is_landscape else A4_PORTRAIT
        self._margin, self._is_grey = margin, is_grey
        font(FONT)
        # invariant: the same document gives the same bytes, with no date inside.
        self._canvas = Canvas(
            stream,
            pagesize=[side * mm for side in self._size],
            invariant=1,
            lang=_LANGUAGE,
            pageCompression=1,
            pdfVersion=VERSION,
            # A font of ours from the first operator on: the usual one is not in the file.
            initialFontName=FONT,
        )
        describe(self._canvas, title=title, author=_AUTHOR, language=_LANGUAGE)
        self._stream, self._structure = stream, Structure()
        # The names of the pages that have marks.
        self._pages: list[str] = []
        self._part_count = 0

    @contextmanager
    def part(self, *, name: str = "", header: Header | None = None, footer: Footer = NO_FOOTER) -> Iterator[Flow]:
        """What is put in the flow is one part; `name` is its line in the outline that PDF readers show aside."""
        flow = self.flow(header=header, footer=footer)
        yield flow
        self.add(flow, name=name)

    def flow(self, *, header: Header | None = None, footer: Footer = NO_FOOTER, header_from: int = 1) -> Flow:
        """A part to be filled, that this document or another one of the same size then adds.

        The header stands on its pages from that number on, counted from 1.
        """
        return Flow(self._size, self._margin, header, footer, header_from)

    def add(
        self, flow: Flow, *, name: str = "", over: Mapping[int, Drawing] = _NOTHING, under: Drawing | None = None
    ) -> None:
        """Draw a part that was filled; as often as one likes, in one document or in several.

        `over` is drawn besides on some of its pages, numbered from 1: the address of one copy; `under` on each of them,
        before anything else.
        """
        self._part_count += 1
        self._structure.begin_part()
        for number, drawings in enumerate(flow.pages, start=1):
            if name and number == 1:
                self._canvas.bookmarkPage(f"part-{self._part_count}")
                self._canvas.addOutlineEntry(name, f"part-{self._part_count}")
            before, after = [under] if under else [], [over[number]] if number in over else []
            self._draw_page(flow, [*before, *drawings, *after], number)

    def add_blank_page(self) -> None:
        """A page with nothing on it: the back of a sheet."""
        self._canvas.showPage()

    def _draw_page(self, flow: Flow, drawings: Sequence[Drawing], number: int) -> None:
        rank = self._structure.begin_page()
        brush = Brush(self._canvas, self._structure, height=self._size[1], is_grey=self._is_grey)
        for draw in drawings:
            draw(brush)
        with brush.silence():
            self._draw_footer(brush, flow, f"page {number} / {len(flow.pages)}")
        brush.end()
        self._pages.append(end_page(self._canvas, rank))

    def _draw_footer(self, brush: Brush, flow: Flow, page: str) -> None:
        footer = flow.footer
        right = f"{footer.right} – {page}" if footer.right else page
        said = [(footer.left, Align.LEFT), (footer.centre, Align.CENTRE), (right, Align.RIGHT)]
        said = [(words, align) for words, align in said if words or align is not Align.CENTRE]
        wide = flow.width / len(said)
        for rank, (words, align) in enumerate(said):
            text = drawable(words)
            size = fitting_size(text, width=wide - 2, size=_FOOTER_SIZE)
            like = Text("", size=size, ink=FAINT, align=align)
            brush.text_in(flow.margin + rank * wide, wide, self._size[1] - flow.margin, text, like)

    def close(self) -> None:
        """Write the document to its stream. One without any part has one blank page."""
        if not self._part_count:
            with self.part():
                pass
        write_file(self._canvas, self._structure, self._pages, self._stream)
