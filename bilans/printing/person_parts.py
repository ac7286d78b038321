"""What is put on paper holds of one person: the image of her signature."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from bilans.models import PageSetup, SignatureImage
from sacoche.kit.parts.person import Erased, about_nobody, person

about_nobody(PageSetup)


def _images(rows: Any) -> Iterator[tuple[str, BinaryIO | None]]:
    for row in rows:
        yield f"signature/{row.digest}.png", io.BytesIO(bytes(row.content))


person(
    SignatureImage,
    "account",
    section="signature",
    label="image de sa signature",
    fate=Erased.GONE,
    columns={"image": "digest"},
    files=_images,
)
