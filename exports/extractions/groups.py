"""The groups, with how many pupils are there now."""

from django.db.models import Count, QuerySet

from accounts.present import present
from exports.extractions.base import STRUCTURE_COLUMNS
from exports.registry import Extraction, extractions
from schools.models import Group


def _source(*, is_with_left: bool) -> QuerySet:
    groups: QuerySet = Group.objects.of_the_school().in_level_order()
    return groups.annotate(pupil_count=Count("memberships", filter=present("memberships__pupil")))


extractions.register(Extraction(code="groupes", label="Groupes", columns=STRUCTURE_COLUMNS, source=_source))
