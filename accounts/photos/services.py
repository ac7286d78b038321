"""Photos placed and removed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from accounts.models import Account, PupilPhoto
from accounts.photos.drawing import DrawnPhoto, UnreadablePhoto, drawn_photo
from accounts.photos.masks import Homonyms, Mask, matched
from accounts.photos.sent import sent_photos
from sacoche.kit.journal import record


@dataclass(frozen=True)
class Placed:
    """What became of each file of a sending. `unreadable` are names and sentences; `others` are no photos."""

    pupils: Collection[Account]
    replaced: int
    homonyms: Collection[Homonyms]
    unknown: Collection[str]
    twice: Collection[str]
    unreadable: Collection[tuple[str, str]]
    others: Collection[str]

    @property
    def left(self) -> int:
        """How many files placed nothing."""
        kinds = (self.homonyms, self.unknown, self.twice, self.unreadable, self.others)
        return sum(len(kind) for kind in kinds)


def place_all(*, actor: Account, file: BinaryIO, mask: Mask, pupils: Collection[Account]) -> Placed:
    """Give these pupils the photos of a ZIP whose names follow a mask; what has no sure owner is left, and told.

    Raises BadArchive, having changed nothing.
    """
    drawn: dict[int, DrawnPhoto] = {}
    unreadable = []
    with sent_photos(file) as sent:
        found = matched(sent.members, pupils, mask)
        for name, pupil in found.files.items():
            try:
                drawn[pupil.pk] = drawn_photo(sent.read(name))
            except UnreadablePhoto as error:
                unreadable.append((name, str(error)))
    return Placed(
        pupils=[pupil for pupil in pupils if pupil.pk in drawn],
        replaced=_place(actor=actor, photos=drawn),
        homonyms=found.homonyms,
        unknown=found.unknown,
        twice=found.twice,
        unreadable=unreadable,
        others=sent.others,
    )


def place_one(*, actor: Account, pupil: Account, content: bytes) -> None:
    """Give a pupil this photo, in the place of the one that he has. Raises UnreadablePhoto."""
    _place(actor=actor, photos={pupil.pk: drawn_photo(content)})


@transaction.atomic
def _place(*, actor: Account, photos: Mapping[int, DrawnPhoto]) -> int:
    """Keep these photos, by pupil; answers how many had another one."""
    if not photos:
        return 0
    before, _ = PupilPhoto.objects.filter(pupil__in=photos).delete()
    PupilPhoto.objects.bulk_create(
        PupilPhoto(pupil_id=pupil, content=photo.content, digest=photo.digest, width=photo.width, height=photo.height)
        for pupil, photo in photos.items()
    )
    record("accounts.place_photos", actor=actor, school=actor.school, photos=len(photos))
    return before


@transaction.atomic
def remove_photos(*, actor: Account, pupils: Collection[Account]) -> int:
    """Take their photos away; answers how many there were."""
    number, _ = PupilPhoto.objects.filter(pupil__in=[pupil.pk for pupil in pupils]).delete()
    if number:
        record("accounts.remove_photos", actor=actor, school=actor.school, photos=number)
    return number
