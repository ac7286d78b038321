"""What the structure takes of a school that comes from another program: its logo."""

import hashlib

from sacoche.kit.parts.moved import (
    TAKEN,
    MovedFrom,
    MovedPart,
    MovedTo,
    NothingOutside,
    Row,
    Verdict,
    aside,
    parts,
    picture_of,
)
from sacoche.kit.pictures import BadPicture
from schools.logo import BOX
from schools.models import School, SchoolLogo


class _Logo(NothingOutside):
    def __init__(self) -> None:
        self._image = b""

    def take(self, table: str, row: Row) -> Verdict:
        if self._image:
            return aside("un établissement n'a qu'un logo")
        try:
            self._image = picture_of(row, box=BOX, noun="le logo")
        except BadPicture as error:
            return aside(str(error))
        return TAKEN

    def write(self, to: MovedTo) -> None:
        """A logo that the space already has stays."""
        if not self._image or to.school.logo:
            return
        digest = hashlib.sha256(self._image).hexdigest()[:16]
        SchoolLogo(school=to.school, digest=digest, content=self._image).save()
        School.objects.filter(pk=to.school.pk).update(logo=digest)
        to.school.logo = digest


def _begin(source: MovedFrom) -> _Logo:
    return _Logo()


parts.register(
    MovedPart(
        code="schools.logo",
        label="logo",
        tables={"image": ("image_objet", "image_contenu")},
        begin=_begin,
        counted=lambda: SchoolLogo.objects.count(),
        wants=lambda row: row["image_objet"] == "logo",
        asked="Reprendre le logo de l'établissement",
    )
)
