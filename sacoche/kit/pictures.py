"""Images that people send, drawn anew: nothing of the file sent is ever served, no script, no place, no author."""

import io
from collections.abc import Sequence

_MAX_SIDE = 4000


class BadPicture(Exception):
    """The file is not an image that can be kept; the message says why and what to do, in French."""


def redrawn(content: bytes, *, box: tuple[int, int], formats: tuple[str, ...], noun: str) -> bytes:
    """The image as a PNG no larger than `box`, in points: only its pixels remain.

    `formats` are those of Pillow that are accepted (PNG, JPEG, WEBP); `noun` names it in a sentence (« le logo »).
    Raises BadPicture, before a single pixel is drawn when there are too many.
    """
    from PIL import Image, ImageOps  # slow to import

    if b"<svg" in content[:4096].lower():
        raise BadPicture(f"Un fichier SVG peut contenir un programme : enregistrez {noun} au format PNG.")
    try:
        with Image.open(io.BytesIO(content), formats=formats) as image:
            if max(image.size) > _MAX_SIDE:
                raise BadPicture(_too_large())
            drawn = ImageOps.exif_transpose(image).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture(_too_large()) from error
    except (OSError, ValueError, SyntaxError) as error:
        named = " ou ".join(filter(None, (", ".join(_named(formats[:-1])), *_named(formats[-1:]))))
        raise BadPicture(f"Ce fichier n'est pas une image {named} lisible : choisissez-en une autre.") from error
    drawn.thumbnail(box)
    # A new image: what the file said of itself (EXIF, comments, profiles) stays behind.
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    stream = io.BytesIO()
    clean.save(stream, format="PNG", optimize=True)
    return stream.getvalue()


def _named(formats: Sequence[str]) -> list[str]:
    return ["WebP" if each == "WEBP" else each for each in formats]


def _too_large() -> str:
    return f"Cette image est trop grande : {_MAX_SIDE} points de côté au plus."
