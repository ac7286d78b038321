"""« Identité de l'établissement »: what the school says of itself, and its logo."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from sacoche.kit.journal import record
from schools.logo import redrawn_logo
from schools.models import School, SchoolLogo

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


CONTACT_FIELDS = frozenset({"contact_last_name", "contact_first_name", "contact_email"})
Watch = Callable[[School], None]
_watch: Watch = lambda school: None  # noqa: E731


def plug_contact_watch(watch: Watch) -> None:
    """Give what is told, in the same transaction, of a school that has just changed whom the operator writes to."""
    global _watch
    _watch = watch


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
            if CONTACT_FIELDS.intersection(changed):
                _watch(stored)
    except IntegrityError as error:
        raise UaiTaken from error


def set_logo(*, actor: Any, school: School, content: bytes) -> None:
    """Keep the logo. Raises schools.logo.UnreadableLogo, having kept nothing."""
    image = redrawn_logo(content)
    digest = hashlib.sha256(image).hexdigest()[:16]
    with transaction.atomic():
        _let_go(actor=actor, school=school, digest=digest, verb="schools.set_logo")
        SchoolLogo(school=school, digest=digest, content=image).save()
    school.logo = digest


def remove_logo(*, actor: Any, school: School) -> None:
    """The school has no logo any more; harmless when it has none."""
    if school.logo:
        with transaction.atomic():
            _let_go(actor=actor, school=school, digest="", verb="schools.remove_logo")
        school.logo = ""


def logo_content(school: School, digest: str) -> bytes | None:
    """The PNG of the logo of that digest, or None when it is not, or no longer, that of the open school."""
    kept = SchoolLogo.objects.filter(digest=digest).first() if digest == school.logo else None
    return bytes(kept.content) if kept else None


def _let_go(*, actor: Any, school: School, digest: str, verb: str) -> None:
    """The logo of before goes; the one of `digest` takes its place."""
    # Of two administrators who send one at once, the second waits here: a school has one logo.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    SchoolLogo.objects.all().delete()
    School.objects.filter(pk=school.pk).update(logo=digest)
    record(verb, actor=actor, school=school)
