"""QR codes: as an image in a page, as squares for a PDF."""

import segno
from django.utils.safestring import SafeString, mark_safe

# A code on paper is read with a smudge on it.
_ERROR_LEVEL = "m"


def qr_svg(text: str, *, scale: int = 5) -> SafeString:
    """The code as SVG to be put in a page, black on white whatever the colours of the page, with its margin."""
    code = segno.make(text, error=_ERROR_LEVEL, micro=False)
    return mark_safe(code.svg_inline(scale=scale, dark="#000", light="#fff", border=4))  # noqa: S308 (drawn here)


def qr_squares(text: str) -> list[list[bool]]:
    """The rows of the code, from the top, without its margin: whether each square is black."""
    code = segno.make(text, error=_ERROR_LEVEL, micro=False)
    return [[bool(square) for square in row] for row in code.matrix]
