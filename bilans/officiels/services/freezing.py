"""Means as they stood when a document was closed: a result that comes later does not move them.

What was typed, copied or removed is kept already; what the results made is kept here, under its own origin, and follows
the results again when somebody says « recalculer ».
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Account
from bilans.models import Origin, Position
from bilans.officiels.queries.reading import pupils_of_edition, read
from bilans.officiels.shapes import Edition
from sacoche.kit.clock import now


@dataclass(frozen=True, slots=True)
class Standing:
    """The mean that results make, over 100; None where they make none, which is frozen as well."""

    pupil: int
    matiere: int
    matiere_label: str
    percent: Decimal | None


def standing_means(edition: Edition) -> tuple[Standing, ...]:
    """The means of a document that nobody wrote. Read before anything is locked: a class is a tenth of a second."""
    found = read(edition, has_teachers=False)
    return tuple(
        Standing(pupil, matiere.key, matiere.label, None if mean.percent is None else Decimal(int(mean.percent)))
        for pupil, means in found.means.items()
        for matiere in found.matieres
        if (mean := means.get(matiere.key)) is not None and mean.origin is Origin.COMPUTED
    )


def freeze(edition: Edition, means: Iterable[Standing], *, by: Account) -> None:
    """Keep them, but where somebody wrote one meanwhile."""
    place = {"kind": edition.kind.code, "year": edition.year, "period": edition.dates.period}
    signed = {"author": by, "author_label": by.author_label, "written_at": now(), "origin": Origin.FROZEN}
    Position.objects.bulk_create(
        (
            Position(
                pupil_id=mean.pupil,
                matiere_id=mean.matiere,
                matiere_label=mean.matiere_label,
                percent=mean.percent,
                **place,
                **signed,
            )
            for mean in means
        ),
        ignore_conflicts=True,
    )


def thaw(edition: Edition) -> int:
    """Let the means that were frozen follow the results again; how many."""
    place = {"kind": edition.kind.code, "year": edition.year, "period": edition.dates.period_id}
    pupils = pupils_of_edition(edition).order_by().values("pk")
    return int(Position.objects.filter(origin=Origin.FROZEN, pupil__in=pupils, **place).delete()[0])
