"""The niveaux of the school's own: made, renamed, deleted."""

from typing import Any

from django.db import IntegrityError, transaction

from sacoche.kit.journal import record
from schools.models import OWN_CATEGORY, OWN_FAMILY, Niveau, SchoolNiveau
from schools.services.structure import NiveauInUse, standing_on

# After every niveau of the national list.
OWN_ORDER = 1000


class NiveauReferenceTaken(Exception):
    """Another niveau, of the national list or of the school, has this reference."""


def save_own_niveau(*, actor: Any, niveau: Niveau) -> None:
    """Save a niveau of the school's own, renamed, or new and then used at once. Raises NiveauReferenceTaken."""
    is_new = niveau.pk is None
    niveau.family, niveau.category, niveau.order, niveau.holds_classes = OWN_FAMILY, OWN_CATEGORY, OWN_ORDER, True
    try:
        with transaction.atomic():
            # The database tells apart the national list and the school's own: a name would stand for two niveaux.
            if Niveau.objects.filter(reference=niveau.reference).exclude(pk=niveau.pk).exists():
                raise NiveauReferenceTaken
            niveau.save()
            if is_new:
                SchoolNiveau.objects.create(niveau=niveau)
            verb = "schools.create_niveau" if is_new else "schools.update_niveau"
            record(verb, actor=actor, school=niveau.school, niveau=niveau.label)
    except IntegrityError as error:
        raise NiveauReferenceTaken from error


@transaction.atomic
def remove_own_niveau(*, actor: Any, niveau: Niveau) -> None:
    """Delete a niveau of the school's own, with its référentiels. Raises NiveauInUse while a class or a group stands on
    it.
    """
    references = standing_on(niveau)
    if references:
        raise NiveauInUse(references)
    record("schools.remove_niveau", actor=actor, school=niveau.school, niveau=niveau.label)
    SchoolNiveau.objects.filter(niveau=niveau).delete()
    niveau.delete()
