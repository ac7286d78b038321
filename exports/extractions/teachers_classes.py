"""Who has which classes, and who is professeur principal of them."""

from collections.abc import Iterator
from operator import attrgetter

from accounts.models import TeachingAssignment
from exports.extractions.base import class_columns, login_column, name_columns, present, profile_column, streamed
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column

_teacher = attrgetter("teacher")


def _rows(*, is_with_left: bool) -> Iterator[TeachingAssignment]:
    links = TeachingAssignment.objects.select_related("teacher", "school_class")
    links = links.order_by("school_class__niveau__order", "school_class__reference", "teacher__sort_key", "teacher")
    return streamed(links if is_with_left else links.filter(present("teacher")))


extractions.register(
    Extraction(
        code="professeurs-classes",
        label="Professeurs & classes",
        columns=(
            *class_columns(lambda link: link.school_class),
            *name_columns(_teacher),
            profile_column(_teacher),
            login_column(_teacher),
            Column("principal", "Professeur principal", lambda link: "oui" if link.is_pp else "non"),
        ),
        rows=_rows,
    )
)
