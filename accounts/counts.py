"""How many people classes, groups and matières hold, for the pages of schools."""

from django.db.models import Count

from accounts.present import left, present
from schools.counts import plug_counts
from schools.models import Group, Matiere, SchoolClass


def _in_class() -> dict[str, Count]:
    return {
        "pupil_count": Count("pupils", filter=present("pupils"), distinct=True),
        "left_count": Count("pupils", filter=left("pupils"), distinct=True),
        "teacher_count": Count("assignments", distinct=True),
    }


def _in_group() -> dict[str, Count]:
    return {
        "pupil_count": Count("memberships", filter=present("memberships__pupil"), distinct=True),
        "left_count": Count("memberships", filter=left("memberships__pupil"), distinct=True),
        "teacher_count": Count("teachings", distinct=True),
    }


plug_counts(SchoolClass, _in_class)
plug_counts(Group, _in_group)
plug_counts(Matiere, lambda: {"teacher_count": Count("teachings")})
