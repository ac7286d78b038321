"""Which pupils are in which groups."""

from django.db.models import QuerySet

from accounts.models import GroupMembership
from accounts.present import present
from exports.extractions.base import class_columns, group_columns, login_column, name_columns
from exports.registry import Extraction, extractions
from schools.models import GroupKind


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = GroupMembership.objects.filter(group__kind=GroupKind.GROUPE).order_by(
        "group__niveau__order", "group__reference", "group", "pupil__sort_key", "pupil"
    )
    return found if is_with_left else found.filter(present("pupil"))


extractions.register(
    Extraction(
        code="eleves-groupes",
        label="Élèves & groupes",
        columns=(
            *group_columns(),
            *name_columns("pupil"),
            login_column("pupil"),
            *class_columns("pupil__school_class"),
        ),
        source=_source,
    )
)
