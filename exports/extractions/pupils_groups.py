"""Which pupils are in which groups."""

from collections.abc import Iterator
from operator import attrgetter

from accounts.models import GroupMembership
from exports.extractions.base import class_columns, login_column, name_columns, present, streamed
from exports.registry import Extraction, extractions
from sacoche.kit.tables import Column
from schools.models import GroupKind

_pupil = attrgetter("pupil")


def _rows(*, is_with_left: bool) -> Iterator[GroupMembership]:
    links = GroupMembership.objects.filter(group__kind=GroupKind.GROUPE)
    links = links.select_related("pupil__school_class", "group")
    links = links.order_by("group__niveau__order", "group__reference", "group", "pupil__sort_key", "pupil")
    return streamed(links if is_with_left else links.filter(present("pupil")))


extractions.register(
    Extraction(
        code="eleves-groupes",
        label="Élèves & groupes",
        columns=(
            Column("groupe_ref", "Référence du groupe", lambda link: link.group.reference),
            Column("groupe_nom", "Nom du groupe", lambda link: link.group.name),
            *name_columns(_pupil),
            login_column(_pupil),
            *class_columns(lambda link: link.pupil.school_class),
        ),
        rows=_rows,
    )
)
