"""« Identité de l'établissement »: what the school says of itself, and its logo."""

import contextlib
import hashlib
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from sacoche.kit.journal import record
from sacoche.kit.private import open_private, private_dir, write_private
from schools.logo import redrawn
from schools.models import School

FIELDS = (
    "name",
    "town",
    "uai",
    "address",
    "postal_code",
    "phone",
    "email",
    "website",
    "contact_last_name",
    "contact_first_name",
    "contact_email",
    "year_switch_month",
)


class UaiTaken(Exception):
    """Another school of the server has this UAI."""


def update_identity(*, actor: Any, school: School, values: dict[str, Any]) -> None:
    """Write those of FIELDS that `values` changes, and name them in the journal; nothing is written when none does.

    Raises UaiTaken.
    """
    try:
        with transaction.atomic():
            stored = School.objects.select_for_update(no_key=True).get(pk=school.pk)
            changed = [name for name in FIELDS if values[name] != getattr(stored, name)]
            if not changed:
                return
            for name in changed:
                setattr(stored, name, values[name])
            stored.save(update_fields=[*changed, "search_text", "place_key"])
            labels = ", ".join(str(School._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
            record("schools.update_identity", actor=actor, school=school, fields=labels)
    except IntegrityError as error:
        raise UaiTaken from error


def set_logo(*, actor: Any, school: School, content: bytes) -> None:
    """Keep the logo in the private folder of the school. Raises schools.logo.UnreadableLogo, having kept nothing."""
    image = redrawn(content)
    digest = hashlib.sha256(image).hexdigest()[:16]
    write_private(_folder(school) / f"{digest}.png", image)
    _save_logo(actor=actor, school=school, digest=digest, verb="schools.set_logo")


def remove_logo(*, actor: Any, school: School) -> None:
    """The school has no logo any more; harmless when it has none."""
    if school.logo:
        _save_logo(actor=actor, school=school, digest="", verb="schools.remove_logo")


def logo_content(school: School, digest: str) -> bytes | None:
    """The PNG of the logo of that digest, or None when it is not, or no longer, that of the school."""
    stream = open_private(_folder(school) / f"{digest}.png") if digest and digest == school.logo else None
    if stream is None:
        return None
    with stream:
        return stream.read()


def _save_logo(*, actor: Any, school: School, digest: str, verb: str) -> None:
    with transaction.atomic():
        School.objects.filter(pk=school.pk).update(logo=digest)
        record(verb, actor=actor, school=school)
    school.logo = digest
    for old in _folder(school).glob("*.png"):
        if old.stem != digest:
            with contextlib.suppress(FileNotFoundError):
                old.unlink()


def _folder(school: School) -> Path:
    return private_dir("logos", str(school.pk))
