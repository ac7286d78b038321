"""Sheets of equal labels on A4."""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from sacoche.kit.pdf.fonts import CAPITAL, FONT, drawable, fitting_size, font


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


def labels(texts: Iterable[Sequence[str]], *, sheet: LabelSheet, title: str) -> bytes:
    """The PDF of one label per group of lines, in the order given; no label gives one blank sheet."""
    font(FONT)
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
    size = fitting_size(text, width=sheet.width - 2 * sheet.padding, size=sheet.font_size)
    canvas.setFont(FONT, size)
    # The baseline that centres capitals in the line.
    baseline = top - sheet.line_height * mm / 2 - CAPITAL / 2 * size
    canvas.drawString(left + sheet.padding * mm, baseline, text)
