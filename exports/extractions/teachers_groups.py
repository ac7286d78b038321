"""Who has which groups of the school."""

from collections.abc import Iterator
from operator import attrgetter

from accounts.models import GroupTeaching
from exports.extractions.base import login_column, name_columns, present, profile_column, streamed
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column
from schools.models import GroupKind

_teacher = attrgetter("teacher")


def _rows(*, is_with_left: bool) -> Iterator[GroupTeaching]:
    links = GroupTeaching.objects.filter(group__kind=GroupKind.GROUPE).select_related("teacher", "group")
    links = links.order_by("group__niveau__order", "group__reference", "group", "teacher__sort_key", "teacher")
    return streamed(links if is_with_left else links.filter(present("teacher")))


extractions.register(
    Extraction(
        code="professeurs-groupes",
        label="Professeurs & groupes",
        columns=(
            Column("groupe_ref", "Référence du groupe", lambda link: link.group.reference),
            Column("groupe_nom", "Nom du groupe", lambda link: link.group.name),
            *name_columns(_teacher),
            profile_column(_teacher),
            login_column(_teacher),
        ),
        rows=_rows,
    )
)
