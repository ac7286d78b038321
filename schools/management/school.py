"""What the commands about one school share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from sacoche.kit.tenancy import school_scope
from schools.models import School


@contextmanager
def open_school(number: int) -> Iterator[School]:
    """Open the school of that number for a command; CommandError when there is none."""
    school = School.objects.filter(number=number).first()
    if school is None:
        raise CommandError(f"Aucun établissement n'a le numéro {number}.")
    with school_scope(school):
        yield school
