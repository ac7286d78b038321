"""Sheets of equal labels on A4."""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from sacoche.kit.factor.qr import qr_squares
from sacoche.kit.pdf.fonts import BOLD, CAPITAL, FONT, drawable, fitting_size, font, wrapped

_QUIET = 4


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


# School, address to type and its QR code beside login and password: cut along the lines.
WIDE_LABELS = LabelSheet(
    columns=2,
    rows=8,
    width=98,
    height=34,
    margin=7,
    gap_x=0,
    gap_y=1.5,
    padding=3,
    font_size=10,
    line_height=5,
    fill_grey=255,
    border_grey=145,
)
# Below, nobody copies a password without a slip: a longer text goes on over several lines.
LEAST_SIZE = 7.0
_LARGE_ENOUGH = 9.0
_MOST_LINES = 2


@dataclass(frozen=True)
class Line:
    """A line of a label; `lead` (« Identifiant ») stands before it, in a column of its own."""

    text: str
    size: float = 0
    is_bold: bool = False
    lead: str = ""


@dataclass(frozen=True)
class Label:
    """What one label says; `code` is what its QR code holds, empty without one."""

    lines: Sequence[Line]
    code: str = ""


def labels(texts: Iterable[Sequence[str]], *, sheet: LabelSheet, title: str) -> bytes:
    """The PDF of one label per group of lines, in the order given; no label gives one blank sheet."""
    return label_sheets((Label([Line(text) for text in lines]) for lines in texts), sheet=sheet, title=title)


def label_sheets(every: Iterable[Label], *, sheet: LabelSheet, title: str) -> bytes:
    """The PDF of these labels, in the order given; none gives one blank sheet."""
    font(FONT)
    font(BOLD)
    buffer = io.BytesIO()
    # invariant: the same labels give the same bytes, with no date inside.
    canvas = Canvas(buffer, pagesize=A4, invariant=1, lang="fr-FR")
    canvas.setTitle(title)
    canvas.setAuthor("SACoche")
    drawn = list(every)
    for start in range(0, max(len(drawn), 1), sheet.count):
        for position, label in enumerate(drawn[start : start + sheet.count]):
            _draw_label(canvas, label, sheet=sheet, corner=sheet.corner(position))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def fitted(text: str, *, width: float, size: float, name: str = FONT) -> tuple[list[str], float]:
    """The lines of a text and their size in points: one line while it stays large, else two, never under LEAST_SIZE."""
    alone = fitting_size(text, width=width, size=size, name=name)
    # A login, a password, an address are read in one piece, or they are copied with a space.
    if alone >= min(size, _LARGE_ENOUGH) or (" " not in text and alone >= LEAST_SIZE):
        return [text], alone
    for smaller in _sizes(size):
        lines = wrapped(text, width=width, size=smaller, name=name)
        if len(lines) <= _MOST_LINES:
            return lines, smaller
    return wrapped(text, width=width, size=LEAST_SIZE, name=name), LEAST_SIZE


def _sizes(size: float) -> list[float]:
    """From that size down to the least, by half points."""
    steps = int((size - LEAST_SIZE) * 2)
    return [size - step / 2 for step in range(steps + 1)]


_LEAD = 22.0


def _draw_label(canvas: Canvas, label: Label, *, sheet: LabelSheet, corner: tuple[float, float]) -> None:
    left, bottom = corner
    canvas.setFillGray(sheet.fill_grey / 255)
    canvas.setStrokeGray(sheet.border_grey / 255)
    canvas.rect(left, bottom, sheet.width * mm, sheet.height * mm, stroke=1, fill=1)
    side = sheet.height - 3 * sheet.padding if label.code else 0
    if label.code:
        draw_qr(
            canvas, label.code, left + (sheet.width - sheet.padding - side) * mm, bottom + sheet.padding * mm, side * mm
        )
    canvas.setFillGray(0)
    laid = _laid(label.lines, sheet, sheet.width - 2 * sheet.padding - side)
    # As far apart as the sheet says, nearer when long names take more lines.
    step = min(sheet.line_height, (sheet.height - 1) / max(len(laid), 1))
    top = bottom + (sheet.height + len(laid) * step) / 2 * mm
    for number, (lead, text, size, name) in enumerate(laid):
        baseline = top - (number + 0.5) * step * mm - CAPITAL / 2 * size
        if lead:
            canvas.setFont(FONT, LEAST_SIZE + 1)
            canvas.drawString(left + sheet.padding * mm, baseline, lead)
        canvas.setFont(name, size)
        canvas.drawString(left + (sheet.padding + (_LEAD if lead is not None else 0)) * mm, baseline, text)


def _laid(lines: Sequence[Line], sheet: LabelSheet, width: float) -> list[tuple[str | None, str, float, str]]:
    """Each line as it is drawn: what stands before it (None: nothing ever), its text, its size, its font."""
    laid: list[tuple[str | None, str, float, str]] = []
    for line in lines:
        name = BOLD if line.is_bold else FONT
        room = width - (_LEAD if line.lead else 0)
        pieces, size = fitted(drawable(line.text), width=room, size=line.size or sheet.font_size, name=name)
        leads: Sequence[str | None] = [line.lead, *[""] * (len(pieces) - 1)] if line.lead else [None] * len(pieces)
        laid += [(lead, piece, size, name) for lead, piece in zip(leads, pieces, strict=True)]
    return laid


def draw_qr(canvas: Canvas, text: str, left: float, bottom: float, width: float) -> None:
    """A QR code with its white margin, in a square whose corner and side are in points."""
    rows = qr_squares(text)
    side = width / (len(rows) + 2 * _QUIET)
    canvas.setFillGray(0)
    for number, row in enumerate(rows):
        y = bottom + width - (number + 1 + _QUIET) * side
        # Squares of one row side by side are one rectangle: printers leave no white between them.
        for start, length in _runs(row):
            canvas.rect(left + (start + _QUIET) * side, y, length * side, side, stroke=0, fill=1)


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where black squares begin, and how many follow each other."""
    runs: list[tuple[int, int]] = []
    for at, is_black in enumerate(row):
        if is_black and runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_black:
            runs.append((at, 1))
    return runs
