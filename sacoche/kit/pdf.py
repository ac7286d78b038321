"""PDF drawing: the product's fonts and sheets of labels. Imports reportlab, so import this module inside functions."""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

import functools
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "DejaVuSans"
# Printed in place of a character that the font cannot draw, so that the gap is seen and not guessed.
MISSING_GLYPH = "□"


@dataclass(frozen=True)
class LabelSheet:
    """A sheet of equal labels, in millimetres: `columns` × `rows` of `width` × `height` on a portrait A4."""

    columns: int
    rows: int
    width: float
    height: float
    margin: float
    gap_x: float
    gap_y: float
    padding: float
    font_size: float
    line_height: float
    fill_grey: int
    border_grey: int

    @property
    def count(self) -> int:
        """How many labels one sheet holds."""
        return self.columns * self.rows

    def corner(self, position: int) -> tuple[float, float]:
        """Left and bottom, in points, of the label at this position of the sheet (left to right, then down)."""
        row, column = divmod(position, self.columns)
        left = self.margin + column * (self.width + self.gap_x)
        top = self.margin + row * (self.height + self.gap_y)
        return left * mm, A4[1] - (top + self.height) * mm


CREDENTIAL_LABELS = LabelSheet(
    columns=3,
    rows=8,
    width=60,
    height=30,
    margin=5,
    gap_x=7,
    gap_y=5,
    padding=1.5,
    font_size=11,
    line_height=6,
    fill_grey=245,
    border_grey=145,
)


@functools.cache
def register_font() -> TTFont:
    """Load the embedded font once for the process, and return it."""
    font = TTFont(FONT, settings.BASE_DIR / "static" / "fonts" / "DejaVuSans.ttf")
    pdfmetrics.registerFont(font)
    return font


def labels(texts: Iterable[Sequence[str]], *, sheet: LabelSheet, title: str) -> bytes:
    """The PDF of one label per group of lines, in the order given; no label gives one blank sheet."""
    register_font()
    buffer = io.BytesIO()
    # invariant: the same labels give the same bytes, with no date inside.
    canvas = Canvas(buffer, pagesize=A4, invariant=1, lang="fr-FR")
    canvas.setTitle(title)
    canvas.setAuthor("SACoche")
    every = list(texts)
    for start in range(0, max(len(every), 1), sheet.count):
        for position, lines in enumerate(every[start : start + sheet.count]):
            _draw_label(canvas, lines, sheet=sheet, corner=sheet.corner(position))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_label(canvas: Canvas, lines: Sequence[str], *, sheet: LabelSheet, corner: tuple[float, float]) -> None:
    left, bottom = corner
    canvas.setFillGray(sheet.fill_grey / 255)
    canvas.setStrokeGray(sheet.border_grey / 255)
    canvas.rect(left, bottom, sheet.width * mm, sheet.height * mm, stroke=1, fill=1)
    canvas.setFillGray(0)
    block = len(lines) * sheet.line_height
    top = bottom + (sheet.height + block) / 2 * mm
    for number, line in enumerate(lines):
        _draw_line(canvas, drawable(line), sheet=sheet, left=left, top=top - number * sheet.line_height * mm)


def _draw_line(canvas: Canvas, text: str, *, sheet: LabelSheet, left: float, top: float) -> None:
    size = fitting_size(text, width=(sheet.width - 2 * sheet.padding) * mm, size=sheet.font_size)
    canvas.setFont(FONT, size)
    # The baseline that centres capitals (0.73 em high in DejaVu) in the line.
    baseline = top - sheet.line_height * mm / 2 - 0.365 * size
    canvas.drawString(left + sheet.padding * mm, baseline, text)


def fitting_size(text: str, *, width: float, size: float) -> float:
    """The font size, `size` points at most, at which the text is no wider than `width` points: nothing is ever cut."""
    register_font()
    natural = pdfmetrics.stringWidth(text, FONT, size)
    return size if natural <= width else size * width / natural


def drawable(text: str) -> str:
    """The text as the font can draw it: accents composed, white space single, unknown characters shown as □."""
    known = register_font().face.charToGlyph
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter if ord(letter) in known else MISSING_GLYPH for letter in composed)
