"""Schools that moved to another server: where their former addresses lead, and until when."""

from django.db import models

from accounts.models import MovedSchool
from accounts.models.spaces import LED_FOR
from sacoche.kit.clock import now
from schools.models import School
from schools.uai import is_valid_uai


def move_of(school: School) -> MovedSchool | None:
    """Where this school, which is still here, moved less than thirty days ago."""
    return _led().filter(identity=school.identity).first()


def moved_school(named: str) -> MovedSchool | None:
    """The school of this number or of this UAI, as an address gives it, that moved less than thirty days ago."""
    uai = named.upper()
    if is_valid_uai(uai):
        return _led().filter(uai=uai).first()
    is_number = named.isascii() and named.isdigit() and len(named) < 10
    return _led().filter(number=int(named)).first() if is_number else None


def _led() -> models.QuerySet[MovedSchool]:
    return MovedSchool.objects.filter(moved_at__gt=now() - LED_FOR).order_by("-moved_at")
