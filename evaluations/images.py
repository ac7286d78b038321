"""Images of codes: 20 × 10 points, drawn anew, so that nothing of the file sent is ever served."""

import io

SIZE = (20, 10)
MAX_BYTES = 100 * 1024
_WANTED = f"{SIZE[0]} × {SIZE[1]}"
_BY_CONTENT = ((b"\xff\xd8", "JPEG"), (b"GIF8", "GIF"), (b"RIFF", "WebP"), (b"BM", "BMP"), (b"%PDF", "PDF"))


class UnusableImage(Exception):
    """The file cannot be the symbol of a code; the message says why and what to do, in French."""


def redrawn(content: bytes) -> bytes:
    """The image as a PNG of 20 × 10 points where only the pixels remain. Raises UnusableImage."""
    from PIL import Image  # slow to import

    _check_kind(content)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            if image.size != SIZE:
                width, height = image.size
                raise UnusableImage(
                    f"Cette image a {width} × {height} points ; il en faut {_WANTED}. Réduisez-la, puis recommencez."
                )
            drawn = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusableImage("Ce fichier n'est pas une image PNG lisible : choisissez-en une autre.") from error
    clean = Image.new("RGBA", SIZE)
    clean.paste(drawn)
    stream = io.BytesIO()
    clean.save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def _check_kind(content: bytes) -> None:
    if b"<svg" in content[:4096].lower():
        raise UnusableImage(
            f"Un fichier SVG peut contenir un programme : enregistrez l'image en PNG de {_WANTED} points."
        )
    for mark, kind in _BY_CONTENT:
        if content.startswith(mark):
            raise UnusableImage(f"C'est un fichier {kind} : enregistrez l'image en PNG de {_WANTED} points.")
