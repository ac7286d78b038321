"""What draws on one page, measured from its top left corner; in grey, every colour becomes the grey of its light."""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

import hashlib
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from sacoche.kit.pdf.fonts import BOLD, FONT, font, width_of
from sacoche.kit.pdf.marking import Marker
from sacoche.kit.pdf.tags import Structure, Tag

# Red, green and blue, 0 to 255.
Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
FAINT: Colour = (85, 85, 85)
RULE: Colour = (145, 145, 145)
SHADE: Colour = (230, 230, 230)
# How thick a line is, in millimetres.
THIN, THICK = 0.2, 0.4
_JPEG = b"\xff\xd8\xff"


class Align(Enum):
    """Where a text stands in its width."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True)
class Text:
    """A paragraph, wrapped at the width that it is given; `size` in points, `level` that of a heading, from 1."""

    text: str
    size: float = 8.5
    is_bold: bool = False
    ink: Colour = BLACK
    align: Align | None = None
    level: int = 0

    @property
    def font(self) -> str:
        return BOLD if self.is_bold else FONT

    @property
    def line_height(self) -> float:
        """In millimetres."""
        return self.size * 1.25 / mm


PLAIN = Text("")


@dataclass(frozen=True)
class Picture:
    """Something drawn, of a known size: `draw(brush, left, top)`. A symbol of the scale, a logo.

    With `alt` it is a figure, read so; with `said`, its words are read so; else as they are drawn.
    """

    width: float
    height: float
    draw: "Callable[[Brush, float, float], None]"
    alt: str = ""
    said: str = ""


class Brush:
    """Draws on the page that a canvas has open, and marks what is read of it: texts, stamps, figures."""

    def __init__(self, canvas: Canvas, structure: Structure, *, height: float, is_grey: bool) -> None:
        self._canvas, self._height, self._is_grey = canvas, height, is_grey
        self._marker = Marker(canvas, structure)

    def inside(self, tag: Tag | None) -> AbstractContextManager[None]:
        """What is written inside has that tag."""
        return self._marker.inside(tag)

    def figure(self, alt: str, left: float, top: float, width: float, height: float) -> AbstractContextManager[None]:
        """All that is drawn inside, in that rectangle, is one figure; `alt` is read in its place."""
        return self._marker.figure(alt, (left * mm, self._y(top + height), (left + width) * mm, self._y(top)))

    def said(self, words: str) -> AbstractContextManager[None]:
        """All that is drawn inside is read as these words: letters that are drawn apart are not one word."""
        return self._marker.said(words)

    def silence(self) -> AbstractContextManager[None]:
        """What is drawn inside is not read: it was already, on another page."""
        return self._marker.silence()

    def end(self) -> None:
        """The page is drawn."""
        self._marker.close()

    def text(self, left: float, baseline: float, text: str, like: Text) -> None:
        """A text on one line, from its left and its baseline."""
        self._marker.words()
        self._write_with(like)
        self._canvas.drawString(left * mm, self._y(baseline), text)

    def text_in(self, left: float, width: float, baseline: float, text: str, like: Text) -> None:
        """A text on one line, where its alignment puts it in a width."""
        align = like.align or Align.LEFT
        spare = width - width_of(text, size=like.size, name=like.font)
        self.text(left + spare * align.value, baseline, text, like)

    def turned_text(self, right: float, bottom: float, text: str, like: Text) -> None:
        """A text written from bottom to top: `right` is its baseline."""
        self._marker.words()
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(right * mm, self._y(bottom))
        canvas.rotate(90)
        self._write_with(like)
        canvas.drawString(0, 0, text)
        canvas.restoreState()

    def slanted_text(self, centre: float, middle: float, angle: float, text: str, like: Text) -> None:
        """A text whose centre is there, turned by some degrees, from bottom to top: what stands across a page."""
        self._marker.words()
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(centre * mm, self._y(middle))
        canvas.rotate(angle)
        self._write_with(like)
        canvas.drawCentredString(0, 0, text)
        canvas.restoreState()

    def box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = RULE,
        thickness: float = THIN,
        radius: float = 0,
        is_dashed: bool = False,
    ) -> None:
        """A rectangle, filled, outlined or both; `radius` rounds its corners."""
        self._marker.decoration()
        canvas = self._canvas
        if fill is not None:
            self._fill(fill)
        if stroke is not None:
            self._stroke(stroke, thickness, is_dashed=is_dashed)
        shape = (left * mm, self._y(top + height), width * mm, height * mm)
        painted = {"fill": int(fill is not None), "stroke": int(stroke is not None)}
        if radius:
            canvas.roundRect(*shape, radius * mm, **painted)
        else:
            canvas.rect(*shape, **painted)

    def line(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        ink: Colour = BLACK,
        thickness: float = THIN,
        is_dashed: bool = False,
    ) -> None:
        """A line from one point to another."""
        self._marker.decoration()
        self._stroke(ink, thickness, is_dashed=is_dashed)
        self._canvas.line(left * mm, self._y(top), right * mm, self._y(bottom))

    def stamp(self, name: str, left: float, top: float, draw: "Callable[[Brush], None]") -> None:
        """What is drawn many times in a document, under a name: drawn once from the corner of the page, put anywhere.

        It is read where it is put. Ten times as fast as drawing it each time, and ten times as small.
        """
        canvas = self._canvas
        # A name in a PDF takes no space, and no letter of an alphabet of ours.
        form = hashlib.sha256(name.encode()).hexdigest()[:16]
        if not canvas.hasForm(form):
            canvas.beginForm(form)
            with self._marker.apart():
                draw(self)
            canvas.endForm()
        self._marker.words()
        canvas.saveState()
        canvas.translate(left * mm, -top * mm)
        canvas.doForm(form)
        canvas.restoreState()

    def image(self, content: bytes, left: float, top: float, width: float, height: float, *, alt: str) -> None:
        """A PNG, JPEG or GIF as large as it can be in a rectangle, its shape kept, on the left of it."""
        place = (left * mm, self._y(top + height), width * mm, height * mm)
        with self.figure(alt, left, top, width, height):
            self._marker.decoration()
            picture = self._image_of(content)
            self._canvas.drawImage(picture, *place, mask="auto", preserveAspectRatio=True, anchor="nw")

    def _image_of(self, content: bytes) -> ImageReader:
        from PIL import Image

        if content.startswith(_JPEG) and not self._is_grey:
            # Put in the document as it is: drawn anew, a photograph would weigh ten times as much.
            return ImageReader(io.BytesIO(content))
        opened = Image.open(io.BytesIO(content)).convert("RGBA")
        return ImageReader(opened.convert("LA").convert("RGBA") if self._is_grey else opened)

    def _write_with(self, like: Text) -> None:
        font(like.font)
        self._fill(like.ink)
        self._canvas.setFont(like.font, like.size)

    def _fill(self, colour: Colour) -> None:
        if self._is_grey:
            self._canvas.setFillGray(_light(colour))
        else:
            self._canvas.setFillColorRGB(*(part / 255 for part in colour))

    def _stroke(self, colour: Colour, thickness: float, *, is_dashed: bool) -> None:
        if self._is_grey:
            self._canvas.setStrokeGray(_light(colour))
        else:
            self._canvas.setStrokeColorRGB(*(part / 255 for part in colour))
        self._canvas.setLineWidth(thickness * mm)
        self._canvas.setDash([1 * mm, 0.8 * mm] if is_dashed else [])

    def _y(self, top: float) -> float:
        return (self._height - top) * mm


def _light(colour: Colour) -> float:
    """The light of a colour, as ITU-R BT.601 weighs it."""
    red, green, blue = (part / 255 for part in colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue
