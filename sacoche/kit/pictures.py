"""Images that people send, drawn anew: nothing of the file sent is ever served, no script, no place, no author."""

import io
from collections.abc import Sequence
from typing import Any

_MAX_SIDE = 4000
# A telephone of today. JPEG alone is read at less than its size, so that its points are never all in memory.
MOST_OF_A_TELEPHONE = 8200


class BadPicture(Exception):
    """The file is not an image that can be kept; the message says why and what to do, in French."""


def redrawn(
    content: bytes,
    *,
    box: tuple[int, int],
    formats: tuple[str, ...],
    noun: str,
    kept_as: str = "PNG",
    most_of_a_jpeg: int = _MAX_SIDE,
) -> bytes:
    """The image no larger than `box`, in points: only its pixels remain.

    `formats` are those of Pillow that are accepted (PNG, JPEG, WEBP); `noun` names it in a sentence (« le logo »). It
    is `kept_as` PNG, or as JPEG, on white, ten times lighter for a photograph. `most_of_a_jpeg` is the longest side of
    a JPEG. Raises BadPicture, before a single pixel is drawn when there are too many.
    """
    from PIL import Image, ImageOps  # slow to import

    if b"<svg" in content[:4096].lower():
        raise BadPicture(f"Un fichier SVG peut contenir un programme : enregistrez {noun} au format PNG.")
    try:
        with Image.open(io.BytesIO(content), formats=formats) as image:
            most = most_of_a_jpeg if image.format == "JPEG" else _MAX_SIDE
            if max(image.size) > most:
                raise BadPicture(_too_large(most))
            image.draft("RGB", (2 * box[0], 2 * box[1]))
            drawn = ImageOps.exif_transpose(image).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture(_too_large(_MAX_SIDE)) from error
    except (OSError, ValueError, SyntaxError) as error:
        named = " ou ".join(filter(None, (", ".join(_named(formats[:-1])), *_named(formats[-1:]))))
        raise BadPicture(f"Ce fichier n'est pas une image {named} lisible : choisissez-en une autre.") from error
    drawn.thumbnail(box)
    return _saved(drawn, kept_as)


def _saved(drawn: Any, kept_as: str) -> bytes:
    """A new image: what the file said of itself (EXIF, comments, profiles) stays behind."""
    from PIL import Image

    is_jpeg = kept_as == "JPEG"
    clean = Image.new("RGB" if is_jpeg else "RGBA", drawn.size, "white" if is_jpeg else 0)
    clean.paste(drawn, mask=drawn if is_jpeg else None)
    stream = io.BytesIO()
    clean.save(stream, format=kept_as, optimize=True)
    return stream.getvalue()


def _named(formats: Sequence[str]) -> list[str]:
    return ["WebP" if each == "WEBP" else each for each in formats]


def _too_large(most: int) -> str:
    return f"Cette image est trop grande : {most} points de côté au plus."
