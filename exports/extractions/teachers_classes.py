"""Who has which classes, and who is professeur principal of them."""

from django.db.models import QuerySet

from accounts.models import TeachingAssignment
from accounts.present import present
from exports.extractions.base import class_columns, login_column, name_columns, profile_column, yes_or_no
from exports.registry import Extraction, extractions


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = TeachingAssignment.objects.order_by(
        "school_class__niveau__order", "school_class__reference", "teacher__sort_key", "teacher"
    )
    return found if is_with_left else found.filter(present("teacher"))


extractions.register(
    Extraction(
        code="professeurs-classes",
        label="Professeurs & classes",
        columns=(
            *class_columns(),
            *name_columns("teacher"),
            profile_column("teacher"),
            login_column("teacher"),
            yes_or_no("principal", "Professeur principal", "is_pp"),
        ),
        source=_source,
    )
)
