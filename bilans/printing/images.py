"""A stamp or a signature: an image drawn anew."""

from sacoche.kit.pictures import BadPicture, redrawn

MAX_BYTES = 200 * 1024
# Five centimetres at 300 points an inch, and half of it high.
BOX = (600, 300)
UnreadableSignature = BadPicture


def redrawn_signature(content: bytes) -> bytes:
    """The image as a small PNG. Raises UnreadableSignature for anything but a PNG of a decent size."""
    if len(content) > MAX_BYTES:
        raise UnreadableSignature("Cette image dépasse 200 ko : réduisez-la, puis recommencez.")
    return redrawn(content, box=BOX, formats=("PNG",), noun="le tampon ou la signature")
