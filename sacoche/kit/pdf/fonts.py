"""The product's fonts, embedded in every PDF: how wide a text is, where it is cut in lines, what can be drawn of it."""

# ruff: noqa: TID253 (nothing that is loaded at start-up imports this module)

import functools
import re
import unicodedata
from collections.abc import Iterator

from django.conf import settings
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"
# Printed in place of a character that the font cannot draw, so that the gap is seen and not guessed.
MISSING_GLYPH = "□"
# The height of a capital of DejaVu, in em.
CAPITAL = 0.73
# White space where a line may be cut: not the unbroken ones of French typography.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


@functools.cache
def font(name: str) -> TTFont:
    """Load an embedded font once for the process, and return it."""
    loaded = TTFont(name, settings.BASE_DIR / "static" / "fonts" / f"{name}.ttf")
    pdfmetrics.registerFont(loaded)
    return loaded


def width_of(text: str, *, size: float, name: str = FONT) -> float:
    """How wide the text is, in millimetres, at `size` points."""
    font(name)
    return float(pdfmetrics.stringWidth(text, name, size)) / mm


def fitting_size(text: str, *, width: float, size: float, name: str = FONT) -> float:
    """The font size, `size` points at most, at which the text is no wider than `width`: nothing is ever cut."""
    natural = width_of(text, size=size, name=name)
    return size if natural <= width else size * width / natural


def drawable(text: str) -> str:
    """The text as the font can draw it: accents composed, white space single, unknown characters shown as □."""
    known = font(FONT).face.charToGlyph
    composed = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    return "".join(letter if ord(letter) in known else MISSING_GLYPH for letter in composed)


def wrapped(text: str, *, width: float, size: float, name: str = FONT) -> list[str]:
    """The lines of a text no wider than `width`, one at least; a line break of the text is one, a long word is cut."""
    # A text that was made as wide as the line, to the rounding of numbers, is not cut.
    room = width + 1e-6
    return [line for paragraph in text.splitlines() or [""] for line in _lines(drawable(paragraph), room, size, name)]


def _lines(text: str, width: float, size: float, name: str) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size=size, name=name) <= width:
            line = longer
            continue
        if line:
            yield line
        *pieces, line = _pieces(word, width, size, name)
        yield from pieces
    yield line


def _pieces(word: str, width: float, size: float, name: str) -> list[str]:
    """A word in pieces no wider than `width`, of one letter at least."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size=size, name=name) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
