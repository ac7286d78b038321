"""The cards of a class on paper: sheets of twenty-four to cut out, then the pictures of each, for the teacher alone."""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

import io
from collections.abc import Callable, Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from accounts.cards.pictures import BY_CODE, SIDE, Circle, Picture, Polygon
from accounts.cards.services import MadeCard
from sacoche.kit.pdf.fonts import FONT, drawable, fitting_size, font
from sacoche.kit.pdf.labels import CREDENTIAL_LABELS as SHEET
from sacoche.kit.pdf.labels import draw_qr

_QR = 27 * mm
_ROWS, _ROW_HEIGHT, _PICTURE = 24, 10.4 * mm, 9 * mm
_LEFT, _TOP = 15 * mm, A4[1] - 30 * mm


def cards_pdf(cards: Sequence[MadeCard], *, place: str, address: Callable[[MadeCard], str]) -> bytes:
    """The PDF of these cards, in the order given; `place` is the class, `address` what the QR code of each holds."""
    font(FONT)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, lang="fr-FR")
    canvas.setTitle(f"Cartes de connexion, {place}")
    canvas.setAuthor("SACoche")
    for start in range(0, len(cards), SHEET.count):
        for position, card in enumerate(cards[start : start + SHEET.count]):
            _draw_card(canvas, card, place=place, address=address(card), corner=SHEET.corner(position))
        canvas.showPage()
    for start in range(0, len(cards), _ROWS):
        _draw_pictures_page(canvas, cards[start : start + _ROWS], place=place)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_card(canvas: Canvas, card: MadeCard, *, place: str, address: str, corner: tuple[float, float]) -> None:
    left, bottom = corner
    canvas.setStrokeGray(SHEET.border_grey / 255)
    canvas.rect(left, bottom, SHEET.width * mm, SHEET.height * mm, stroke=1, fill=0)
    draw_qr(canvas, address, left + 1.5 * mm, bottom + 1.5 * mm, _QR)
    canvas.setFillGray(0)
    text_left, width = left + _QR + 3 * mm, SHEET.width - _QR / mm - 5
    for text, size, height in (
        (card.pupil.first_name, 13, 19),
        (card.pupil.last_name, 10, 13),
        (place, 8, 6),
    ):
        line = drawable(text)
        canvas.setFont(FONT, fitting_size(line, width=width, size=size))
        canvas.drawString(text_left, bottom + height * mm, line)


def _draw_pictures_page(canvas: Canvas, cards: Sequence[MadeCard], *, place: str) -> None:
    canvas.setFillGray(0)
    canvas.setFont(FONT, 13)
    canvas.drawString(_LEFT, A4[1] - 18 * mm, drawable(f"Les images de chacun – {place}"))
    canvas.setFont(FONT, 9)
    canvas.drawString(
        _LEFT, A4[1] - 24 * mm, drawable("À garder par l'enseignant, loin des cartes. L'ordre compte : 1, 2, 3.")
    )
    for number, card in enumerate(cards):
        bottom = _TOP - (number + 1) * _ROW_HEIGHT
        name = drawable(card.pupil.full_name)
        canvas.setFillGray(0)
        canvas.setFont(FONT, fitting_size(name, width=75, size=11))
        canvas.drawString(_LEFT, bottom + 3.5 * mm, name)
        for place_of, code in enumerate(card.pictures):
            _draw_named(canvas, BY_CODE[code], place_of, _LEFT + (80 + place_of * 34) * mm, bottom + 0.7 * mm)
        canvas.setStrokeGray(0.8)
        canvas.line(_LEFT, bottom, A4[0] - _LEFT, bottom)


def _draw_named(canvas: Canvas, picture: Picture, rank: int, left: float, bottom: float) -> None:
    """A picture with its rank and its name: it is told aloud, and copied on black and white printers."""
    canvas.setFillGray(0)
    canvas.setFont(FONT, 8)
    canvas.drawString(left, bottom + 2.5 * mm, str(rank + 1))
    canvas.drawString(left + _PICTURE + 4 * mm, bottom + 2.5 * mm, drawable(picture.name))
    draw_picture(canvas, picture, left + 3 * mm, bottom)


def draw_picture(canvas: Canvas, picture: Picture, left: float, bottom: float, side: float = _PICTURE) -> None:
    """A picture, in a square whose corner and side are in points."""
    canvas.saveState()
    # Pictures are drawn from the top, pages from the bottom.
    canvas.translate(left, bottom + side)
    canvas.scale(side / SIDE, -side / SIDE)
    canvas.setLineWidth(4)
    canvas.setLineJoin(1)
    canvas.setStrokeGray(0.12)
    for shape in picture.shapes:
        canvas.setFillColor(HexColor(shape.fill))
        _draw_shape(canvas, shape)
    canvas.restoreState()


def _draw_shape(canvas: Canvas, shape: Circle | Polygon) -> None:
    if isinstance(shape, Circle):
        canvas.circle(shape.x, shape.y, shape.radius, stroke=1, fill=1)
        return
    path = canvas.beginPath()
    path.moveTo(*shape.points[0])
    for point in shape.points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)
