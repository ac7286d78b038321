"""Images that a school gives to its codes."""

import hashlib
from typing import Any

from django.db import transaction

from evaluations import queries
from evaluations.images import redrawn
from evaluations.models import SymbolImage
from sacoche.kit.journal import record
from schools.models import School

MOST = 30


class TooManyImages(Exception):
    """The school keeps as many images as it may; the message says so in French."""


class ImageInUse(Exception):
    """A code of the scale bears the image; the message names it, in French."""


def add_image(*, actor: Any, school: School, content: bytes) -> None:
    """Keep an image for the codes; one that is there already stays. Raises UnusableImage, TooManyImages."""
    image = redrawn(content)
    digest = hashlib.sha256(image).hexdigest()[:16]
    with transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        present = queries.images()
        if digest in present:
            return
        if len(present) >= MOST:
            raise TooManyImages(f"L'établissement a déjà {MOST} images : retirez-en une, puis recommencez.")
        SymbolImage(school=school, digest=digest, content=image).save()
        record("evaluations.add_image", actor=actor, school=school)


def remove_image(*, actor: Any, school: School, digest: str) -> None:
    """Take an image away, that no code bears any more. Raises ImageInUse."""
    with transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        bearers = [code.sigle for code in queries.current_scale().codes if code.image == digest]
        if bearers:
            raise ImageInUse(f"« {', '.join(bearers)} » porte cette image : donnez-lui d'abord un autre symbole.")
        if SymbolImage.objects.filter(digest=digest).delete()[0]:
            record("evaluations.remove_image", actor=actor, school=school)
