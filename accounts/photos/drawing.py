"""A photo as it is kept: 200 points at most, nothing left of what the camera wrote in it (EXIF: place, day, device)."""

import hashlib
import io
from dataclasses import dataclass

from sacoche.kit.pictures import MOST_OF_A_TELEPHONE, BadPicture, redrawn

SIDE = 200
MAX_BYTES = 10 * 1024 * 1024
UnreadablePhoto = BadPicture


@dataclass(frozen=True)
class DrawnPhoto:
    """The bytes of a JPEG, and its size in points."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]


def drawn_photo(content: bytes) -> DrawnPhoto:
    """The photo as it is kept. Raises UnreadablePhoto, in French, for what is no photo or is too heavy."""
    from PIL import Image

    if len(content) > MAX_BYTES:
        raise UnreadablePhoto("Cette photo dépasse 10 Mo : réduisez-la, puis recommencez.")
    small = redrawn(
        content,
        box=(SIDE, SIDE),
        formats=("JPEG", "PNG"),
        noun="la photo",
        kept_as="JPEG",
        most_of_a_jpeg=MOST_OF_A_TELEPHONE,
    )
    with Image.open(io.BytesIO(small)) as image:
        return DrawnPhoto(small, *image.size)
