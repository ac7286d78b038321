"""What the commands about schools share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from sacoche.kit.tenancy import school_scope
from schools.models import School, Zone


@contextmanager
def open_school(number: int) -> Iterator[School]:
    """Open the school of that number for a command; CommandError when there is none."""
    school = School.objects.filter(number=number).first()
    if school is None:
        raise CommandError(f"Aucun établissement n'a le numéro {number}.")
    with school_scope(school):
        yield school


def zone_named(name: str) -> Zone:
    """The zone of that name; CommandError, which names those there are, when there is none."""
    zone = Zone.objects.filter(name=" ".join(name.split())).first()
    if zone is None:
        known = ", ".join(f"« {each} »" for each in Zone.objects.all()) or "aucune"
        raise CommandError(f"Aucune zone ne s'appelle « {name} ». Zones de ce serveur : {known}.")
    return zone
