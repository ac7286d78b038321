"""Write what a file of « saisie déportée » brought, once it was read beside what stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import Account
from bilans.models import Gesture, Origin
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.queries.writers import writer
from bilans.officiels.services.places import Refused, taken
from bilans.officiels.services.positions import WantedMean, save_mean_in
from bilans.officiels.services.texts import Wanted, save_in
from sacoche.kit.journal import record
from schools.models import Matiere


@dataclass(frozen=True)
class Brought:
    """A line that was ticked: the text, the mean (empty to leave it), the versions that were read."""

    pupil: int
    name: str
    text: str
    version: int
    mean: str = ""
    mean_version: int = 0


@dataclass
class Imported:
    """How many texts and means were written; the names of those that somebody changed meanwhile, left as they are."""

    texts: int = 0
    means: int = 0
    stale: list[str] = field(default_factory=list)


@transaction.atomic
def import_lines(
    *, actor: Account, kind: OfficialKind, school_class: int, period: int, matiere: Matiere, lines: Sequence[Brought]
) -> Imported:
    """Write these lines, all or none. Raises Refused, with the name of whom it is about."""
    edition = taken(kind, school_class, period)
    by = writer(actor, edition)
    outcome = Imported()
    for line in lines:
        wanted = Wanted(line.pupil, matiere.pk, line.text, line.version, gesture=Gesture.IMPORT)
        try:
            said = save_in(by, wanted)
            is_stale = said.is_conflict
            if line.mean:
                mean = WantedMean(line.pupil, matiere.pk, Origin.TYPED, line.mean, line.mean_version)
                is_stale |= save_mean_in(by, mean).is_conflict
        except Refused as refusal:
            raise Refused(f"{line.name} : {refusal}") from refusal
        if is_stale:
            outcome.stale.append(line.name)
        is_written = said.stands is not None and said.stands.version != line.version
        outcome.texts += is_written and not said.is_conflict
        outcome.means += bool(line.mean) and not is_stale
    record(
        "bilans.import_texts",
        actor=actor,
        school=actor.school,
        texts=outcome.texts,
        document=edition.label,
        matiere=matiere.label,
    )
    return outcome
