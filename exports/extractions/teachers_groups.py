"""Who has which groups of the school."""

from django.db.models import QuerySet

from accounts.models import GroupTeaching
from accounts.present import present
from exports.extractions.base import group_columns, login_column, name_columns, profile_column
from exports.registry import Extraction, extractions
from schools.models import GroupKind


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = GroupTeaching.objects.filter(group__kind=GroupKind.GROUPE).order_by(
        "group__niveau__order", "group__reference", "group", "teacher__sort_key", "teacher"
    )
    return found if is_with_left else found.filter(present("teacher"))


extractions.register(
    Extraction(
        code="professeurs-groupes",
        label="Professeurs & groupes",
        columns=(*group_columns(), *name_columns("teacher"), profile_column("teacher"), login_column("teacher")),
        source=_source,
    )
)
