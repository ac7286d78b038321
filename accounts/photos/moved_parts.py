"""What photos take of a school that comes from another program: those of its pupils, when the school asks for them."""

from accounts.models import PupilPhoto
from accounts.photos.drawing import DrawnPhoto, UnreadablePhoto, drawn_photo
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
    sent_picture,
)


class _Photos(NothingOutside):
    def __init__(self, source: MovedFrom) -> None:
        self._source = source
        self._photos: dict[int, DrawnPhoto] = {}

    def take(self, table: str, row: Row) -> Verdict:
        """Those of the pupils who are there: the face of somebody who has left is no use to anybody."""
        person = number_of(row["user_id"])
        if person not in self._source.pupils:
            return aside("seuls les élèves ont une photo ici")
        if person not in self._source.present:
            return aside("cet élève n'est plus là")
        if person in self._photos:
            return aside("un élève n'a qu'une photo")
        try:
            self._photos[person] = drawn_photo(sent_picture(row, noun="la photo"))
        except UnreadablePhoto as error:
            return aside(str(error))
        return TAKEN

    def write(self, to: MovedTo) -> None:
        PupilPhoto.objects.bulk_create(
            PupilPhoto(
                school=to.school,
                pupil_id=to.accounts[person],
                content=photo.content,
                digest=photo.digest,
                width=photo.width,
                height=photo.height,
            )
            for person, photo in self._photos.items()
        )


parts.register(
    MovedPart(
        code="accounts.photos",
        label="photos d'élèves",
        tables={"image": ("user_id", "image_objet", "image_contenu")},
        begin=_Photos,
        counted=lambda: PupilPhoto.objects.count(),
        wants=lambda row: row["image_objet"] == "photo",
        asked="Reprendre les photos des élèves présents (seulement si votre établissement en a encore l'usage)",
        # Faces of children: a school that says nothing does not bring them along.
        is_default=False,
    )
)
