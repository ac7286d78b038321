"""The classes, with how many pupils are there now."""

from django.db.models import Count, QuerySet

from accounts.present import present
from exports.extractions.base import STRUCTURE_COLUMNS
from exports.registry import Extraction, extractions
from schools.models import SchoolClass


def _source(*, is_with_left: bool) -> QuerySet:
    classes: QuerySet = SchoolClass.objects.in_level_order()
    return classes.annotate(pupil_count=Count("pupils", filter=present("pupils")))


extractions.register(Extraction(code="classes", label="Classes", columns=STRUCTURE_COLUMNS, source=_source))
