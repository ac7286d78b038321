"""The logo of a school: an image drawn anew."""

from sacoche.kit.pictures import BadPicture, redrawn

MAX_BYTES = 1024 * 1024
# Twice what pages show, for fine screens.
BOX = (480, 160)
UnreadableLogo = BadPicture


def redrawn_logo(content: bytes) -> bytes:
    """The image as a small PNG. Raises UnreadableLogo for anything but a PNG, JPEG or WebP image of a decent size."""
    return redrawn(content, box=BOX, formats=("PNG", "JPEG", "WEBP"), noun="le logo")
