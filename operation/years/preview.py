"""What an « Initialisation annuelle » would do, counted table by table from what each declares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sacoche.kit.parts.year import Closing, Fate, YearPart, parts
from sacoche.kit.text import spaced
from schools.losses import Loss, fingerprint
from schools.models import School

# In this order, before everything else that stays.
_FIRST = (
    "accounts.Account",
    "schools.SchoolClass",
    "evaluations.Mark",
    "socle.ItemValidation",
    "socle.PilierValidation",
    "referentiels.Referentiel",
    "referentiels.Item",
)


@dataclass(frozen=True)
class Line:
    """A kind of rows, how many there are, and what becomes of them."""

    code: str
    label: str
    number: int
    sentence: str


@dataclass(frozen=True)
class Preview:
    """The lines of each fate, those that count nothing left out."""

    # What a head asks about first, then the rest.
    kept: Sequence[Line]
    kept_too: Sequence[Line]
    emptied: Sequence[Line]
    closed: Sequence[Line]
    proposed: Sequence[Line]
    # What would be better done first.
    remarks: Sequence[str]

    @property
    def seen(self) -> str:
        """Changes when something else would end than what was shown."""
        ended = [*self.emptied, *self.closed]
        return fingerprint([Loss(f"{line.label} : {spaced(line.number)}.", ()) for line in ended])

    @property
    def ends_nothing(self) -> bool:
        return not self.emptied and not self.closed


def preview_of(school: School, closing: Closing) -> Preview:
    """What would happen now, in an open school."""
    lines = [line for part in parts for line in _lines(part, school, closing)]
    of = {fate: [line for found, line in lines if found is fate and line.number] for fate in Fate}
    kept = sorted((line for line in of[Fate.KEPT] if line.code in _FIRST), key=lambda line: _FIRST.index(line.code))
    kept_too = [line for line in of[Fate.KEPT] if line.code not in _FIRST]
    # From the top of the house: évaluations before groups, and before the messages that have had their day.
    emptied = list(reversed(of[Fate.EMPTIED]))
    remarks = [said for part in parts if (said := part.remark(part.meant(school, closing)))]
    return Preview(kept, kept_too, emptied, of[Fate.CLOSED], of[Fate.PROPOSED], remarks)


def _lines(part: YearPart, school: School, closing: Closing) -> Iterator[tuple[Fate, Line]]:
    meant = part.meant(school, closing).count()
    yield part.fate, Line(part.code, part.label, meant, part.sentence)
    if part.others:
        stay = part.rows_of(school).count() - meant
        yield Fate.KEPT, Line(part.code, part.others, stay, "")


def done_lines(counts: Mapping[str, int]) -> list[Line]:
    """What a passage did, from what it noted; what it found nothing of is left out."""
    known = [part for part in parts if counts.get(part.code)]
    return [Line(part.code, part.label, counts[part.code], part.sentence) for part in known]
