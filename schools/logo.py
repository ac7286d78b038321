"""The logo of a school: an image drawn anew, so that nothing of the file sent is ever served."""

import io

MAX_BYTES = 1024 * 1024
_MAX_SIDE = 4000
# Twice what pages show, for fine screens.
_BOX = (480, 160)
_NO_IMAGE = "Ce fichier n'est pas une image PNG, JPEG ou WebP lisible : choisissez-en une autre."


class UnreadableLogo(Exception):
    """The file is not an image that can be kept; the message says why and what to do, in French."""


def redrawn(content: bytes) -> bytes:
    """The image as a small PNG: only its pixels remain, neither script, nor place, nor author.

    Raises UnreadableLogo for anything but a PNG, JPEG or WebP image of a decent size.
    """
    from PIL import Image, ImageOps  # slow to import

    if b"<svg" in content[:4096].lower():
        raise UnreadableLogo("Un fichier SVG peut contenir un programme : enregistrez le logo au format PNG.")
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as image:
            if max(image.size) > _MAX_SIDE:
                raise UnreadableLogo(f"Cette image est trop grande : {_MAX_SIDE} points de côté au plus.")
            drawn = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableLogo(_NO_IMAGE) from error
    drawn.thumbnail(_BOX)
    # A new image: what the file said of itself (EXIF, comments, profiles) stays behind.
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    stream = io.BytesIO()
    clean.save(stream, format="PNG", optimize=True)
    return stream.getvalue()
