"""What printing takes of a school that comes from another program: its stamp and its signatures."""

import hashlib
import io
from typing import Any

from bilans.models import SignatureImage
from bilans.printing.images import BOX
from sacoche.kit.parts.moved import (
    TAKEN,
    MovedFrom,
    MovedPart,
    MovedTo,
    NothingOutside,
    Row,
    Verdict,
    aside,
    number_of,
    parts,
    picture_of,
)
from sacoche.kit.pictures import BadPicture

# The number of nobody: the stamp of the school.
_SCHOOL = 0


class _Signatures(NothingOutside):
    def __init__(self, source: MovedFrom) -> None:
        self._source = source
        self._images: dict[int, bytes] = {}

    def take(self, table: str, row: Row) -> Verdict:
        """Those of people who still are in post, and the stamp."""
        person = number_of(row["user_id"])
        if person != _SCHOOL and (person not in self._source.present or person in self._source.pupils):
            return aside("cette personne n'est plus en poste")
        if person in self._images:
            return aside("une personne n'a qu'une signature")
        try:
            self._images[person] = picture_of(row, box=BOX, noun="la signature")
        except BadPicture as error:
            return aside(str(error))
        return TAKEN

    def write(self, to: MovedTo) -> None:
        for person, image in self._images.items():
            SignatureImage(school=to.school, account_id=to.accounts.get(person), **_described(image)).save()


def _described(image: bytes) -> dict[str, Any]:
    from PIL import Image  # slow to import

    with Image.open(io.BytesIO(image)) as drawn:
        width, height = drawn.size
    return {"content": image, "digest": hashlib.sha256(image).hexdigest()[:16], "width": width, "height": height}


parts.register(
    MovedPart(
        code="bilans.signatures",
        label="tampon et signatures",
        tables={"image": ("user_id", "image_objet", "image_contenu")},
        begin=_Signatures,
        counted=lambda: SignatureImage.objects.count(),
        wants=lambda row: row["image_objet"] == "signature",
        asked="Reprendre le tampon et les signatures des personnes encore en poste",
    )
)
