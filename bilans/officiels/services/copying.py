"""Carry the relevé into the bulletin: means, and the texts of who asks where he has none yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Account
from bilans.models import Appreciation, Gesture, Section
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.queries.writers import writer
from bilans.officiels.services.places import taken
from bilans.officiels.services.positions import Copied, ToCopy, copy_means
from bilans.officiels.services.texts import Wanted, save_in


@dataclass(frozen=True)
class TextToCopy:
    """A text of the relevé, by who asks."""

    pupil: int
    matiere: int
    text: str


@dataclass(frozen=True)
class Carried:
    """What was carried; `kept` texts were already written in the bulletin and stay."""

    means: Copied
    texts: int = 0
    kept: int = 0


@transaction.atomic
def carry_releve(
    *,
    actor: Account,
    kind: OfficialKind,
    school_class: int,
    period: int,
    means: Sequence[ToCopy],
    texts: Sequence[TextToCopy],
) -> Carried:
    """Carry means and texts, all or none; what is written in the bulletin stays. Raises Refused."""
    copied = copy_means(actor=actor, kind=kind, school_class=school_class, period=period, means=means)
    edition = taken(kind, school_class, period)
    by = writer(actor, edition)
    place = {"kind": kind.code, "year": edition.year, "period": period, "section": Section.MATIERE, "author": actor}
    rows = Appreciation.objects.filter(pupil__in=[each.pupil for each in texts], **place)
    there = {(row.pupil_id, row.matiere_id): row for row in rows}
    carried = 0
    for each in texts:
        row = there.get((each.pupil, each.matiere))
        if row is not None and row.text:
            continue
        seen = row.version if row else 0
        save_in(by, Wanted(each.pupil, each.matiere, each.text, seen, gesture=Gesture.COPY))
        carried += 1
    return Carried(copied, carried, len(texts) - carried)
