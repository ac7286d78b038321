"""« Trombinoscope » on paper: thirty pupils on a page, each with the name under the photo."""

import io
from collections.abc import Sequence
from functools import partial

from accounts.photos.queries import Portrait
from sacoche.kit.clock import today
from sacoche.kit.pdf.brush import SHADE, Align, Brush, Colour, Text
from sacoche.kit.pdf.document import Document, Footer, Header
from sacoche.kit.pdf.fonts import drawable, fitting_size
from sacoche.kit.text import count

_A_ROW, _GAP = 5, 3.0
_PHOTO, _ROW = 30.0, 41.0
_FACE: Colour = (168, 168, 168)


def trombinoscope_pdf(portraits: Sequence[Portrait], *, place: str, school: str) -> bytes:
    """The PDF of these pupils, in the order given; `place` is their class or group."""
    buffer = io.BytesIO()
    document = Document(buffer, title=f"Trombinoscope, {place}")
    header = Header(
        left=[Text("Trombinoscope", size=13, is_bold=True), Text(place, size=11)],
        right=[Text(school, align=Align.RIGHT), Text(count(len(portraits), "élève", "élèves"), align=Align.RIGHT)],
    )
    footer = Footer(left=f"Édité le {today():%d/%m/%Y}", centre="À ne donner à personne hors de l'établissement")
    with document.part(header=header, footer=footer) as flow:
        if not portraits:
            flow.text("Aucun élève.")
        for start in range(0, len(portraits), _A_ROW):
            flow.draw(_ROW, partial(_draw_row, portraits[start : start + _A_ROW]))
    document.close()
    return buffer.getvalue()


def _draw_row(row: Sequence[Portrait], brush: Brush, left: float, top: float, width: float) -> None:
    wide = (width - _GAP * (_A_ROW - 1)) / _A_ROW
    for rank, portrait in enumerate(row):
        _draw_portrait(brush, left + rank * (wide + _GAP), top, wide, portrait)


def _draw_portrait(brush: Brush, left: float, top: float, width: float, portrait: Portrait) -> None:
    photo = portrait.photo
    if photo is None:
        _draw_face(brush, left + (width - _PHOTO * 0.75) / 2, top)
    else:
        scale = min(width / photo.width, _PHOTO / photo.height)
        wide, high = photo.width * scale, photo.height * scale
        brush.image(
            bytes(photo.content),
            left + (width - wide) / 2,
            top + _PHOTO - high,
            wide,
            high,
            alt=f"Photo de {portrait.pupil.full_name}",
        )
    names = ((portrait.pupil.last_name, True, 4.0), (portrait.pupil.first_name, False, 7.8))
    for name, is_bold, below in names:
        said = Text(drawable(name), size=8.5, is_bold=is_bold, align=Align.CENTRE)
        size = fitting_size(said.text, width=width, size=said.size, name=said.font)
        like = Text("", size=size, is_bold=is_bold, align=Align.CENTRE)
        brush.text_in(left, width, top + _PHOTO + below, said.text, like)


def _draw_face(brush: Brush, left: float, top: float) -> None:
    """Nobody in particular: a head and shoulders, in grey."""
    width = _PHOTO * 0.75
    middle = left + width / 2
    brush.box(left, top, width, _PHOTO, fill=SHADE, stroke=None)
    brush.box(middle - 5, top + 5.5, 10, 10, fill=_FACE, stroke=None, radius=5)
    brush.box(middle - 8.5, top + 17.5, 17, _PHOTO - 17.5, fill=_FACE, stroke=None, radius=6)
    brush.box(middle - 8.5, top + 24, 17, _PHOTO - 24, fill=_FACE, stroke=None)
