"""Write the layout, the stamp and the signatures."""

import hashlib
import io
from typing import Any

from django.db import transaction

from accounts.models import Account
from bilans.models import PageSetup, SignatureImage
from bilans.printing.images import redrawn_signature
from sacoche.kit.journal import record
from schools.models import School


@transaction.atomic
def set_page(*, actor: Account, school: School, setup: PageSetup) -> None:
    """Keep the layout of the school, new or changed."""
    # Of two who save the first one at once, the second waits here.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    kept = PageSetup.objects.first()
    setup.pk, setup._state.adding = (kept.pk, False) if kept else (None, True)
    setup.save()
    record("bilans.set_page", actor=actor, school=school)


def set_signature(*, actor: Account, school: School, content: bytes, of: Account | None) -> None:
    """Keep the signature of somebody, or the stamp of the school. Raises UnreadableSignature, having kept nothing."""
    from PIL import Image  # slow to import

    image = redrawn_signature(content)
    with Image.open(io.BytesIO(image)) as drawn:
        width, height = drawn.size
    said: dict[str, Any] = {"content": image, "digest": _digest(image), "width": width, "height": height}
    with transaction.atomic():
        School.objects.select_for_update(no_key=True).get(pk=school.pk)
        SignatureImage.objects.filter(account=of).delete()
        SignatureImage.objects.create(account=of, **said)
        record("bilans.set_signature" if of else "bilans.set_stamp", actor=actor, school=school)


@transaction.atomic
def remove_signature(*, actor: Account, school: School, of: Account | None) -> None:
    """What is printed from now on is without it; what is archived does not change. Harmless when there is none."""
    if not SignatureImage.objects.filter(account=of).delete()[0]:
        return
    if of:
        record("bilans.remove_signature", actor=actor, school=school, who=of.full_name)
    else:
        record("bilans.remove_stamp", actor=actor, school=school)


def _digest(image: bytes) -> str:
    return hashlib.sha256(image).hexdigest()[:16]
