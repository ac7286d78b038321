"""Which pupil of the school each line of a file is, and what would change for him. Pure.

An identifier comes first (INE, then the number of Elenoet), then the names. What could be two pupils is nobody: it is
listed, and not written.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bilans.absences.half_days import day_of
from bilans.absences.layouts import Counts
from bilans.absences.lines import FileLine
from bilans.computing.attendance import MOST, Figure, Figures
from sacoche.kit.text import sort_key, unaccent
from schools.calendar import Days

_NOTHING = Figures()


class Outcome(StrEnum):
    """What becomes of a line, in the order of the blocks of the preview."""

    MODIFIED = "modified"
    NONE = "none"
    HOMONYMS = "homonyms"
    UNKNOWN = "unknown"
    IMPOSSIBLE = "impossible"
    OUTSIDE = "outside"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class KnownPupil:
    """A pupil of the school, with what is kept of him in the period.

    `class_names`: what his class may be called in a file; `days`: those of the period for his class; `is_open`: whether
    the figures of his class are asked for.
    """

    id: int
    last_name: str
    first_name: str
    reference: str = ""
    elenoet: str = ""
    class_label: str = ""
    class_names: frozenset[str] = frozenset()
    days: Days | None = None
    is_open: bool = True
    figures: Figures = _NOTHING

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}"

    @property
    def key(self) -> str:
        """How he is compared by his names."""
        return sort_key(self.last_name, self.first_name)


@dataclass(frozen=True)
class Decided:
    """What becomes of a line, or of a pupil whom the file does not name (`line` is None).

    `ignored` counts what the line lists outside the period; `candidates` are the pupils whom it could be, by number.
    """

    outcome: Outcome
    line: FileLine | None = None
    pupil: KnownPupil | None = None
    after: Figures = _NOTHING
    reason: str = ""
    ignored: int = 0
    candidates: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The pupil as the school calls him, or as the file does."""
        return self.pupil.name if self.pupil else self.line.name if self.line else ""

    @property
    def figures(self) -> list[tuple[Figure, Figure]]:
        """What he has and what he would have, two by two."""
        return list(zip(self.pupil.figures if self.pupil else _NOTHING, self.after, strict=True))


def decide(
    lines: Sequence[FileLine],
    pupils: Iterable[KnownPupil],
    *,
    counts: Counts,
    told: Sequence[str],
    others_have_none: bool = False,
) -> list[Decided]:
    """What becomes of each line, then of the pupils that no line names when they have no absence.

    `counts` and `told` are those of the layout: the figures that it does not tell stay as they are.
    """
    school = _School(pupils)
    found = [school.find(line) for line in lines]
    lines_of: defaultdict[int, list[FileLine]] = defaultdict(list)
    for each in found:
        if each.pupil and each.line:
            lines_of[each.pupil.id].append(each.line)
    decided = [_told_twice(each, lines_of) or _written(each, counts, told) for each in found]
    if others_have_none:
        named = lines_of.keys() | {pk for each in found for pk in each.candidates}
        others = (pupil for pupil in school.pupils if pupil.is_open and pupil.id not in named)
        decided += [_without_absence(pupil, told) for pupil in others]
    return decided


class _School:
    """The pupils, by what files know them by."""

    def __init__(self, pupils: Iterable[KnownPupil]) -> None:
        self.pupils = list(pupils)
        self.by_reference = _by(self.pupils, lambda pupil: _number(pupil.reference))
        self.by_elenoet = _by(self.pupils, lambda pupil: _number(pupil.elenoet))
        self.by_name = _by(self.pupils, lambda pupil: pupil.key)
        self.by_whole_name = _by(self.pupils, lambda pupil: pupil.key.replace("\t", " "))

    def find(self, line: FileLine) -> Decided:
        """The pupil of a line (MODIFIED), or why nobody is."""
        for numbers, number in ((self.by_reference, line.reference), (self.by_elenoet, line.elenoet)):
            numbered = numbers.get(_number(number), []) if number else []
            if len(numbered) == 1:
                return self._numbered(line, numbered[0])
        named = self._named(line)
        if len(named) > 1:
            where = ", ".join(pupil.class_label or "sans classe" for pupil in named)
            reason = f"{len(named)} élèves portent ce nom : {where}"
            return Decided(Outcome.HOMONYMS, line, reason=reason, candidates=tuple(pupil.id for pupil in named))
        if not named:
            return Decided(Outcome.UNKNOWN, line, reason="aucun élève de ce nom ni de ce numéro")
        return _opened(line, named[0])

    def _numbered(self, line: FileLine, pupil: KnownPupil) -> Decided:
        """The pupil of a number, unless neither of his names is in the file: somebody typed the number wrong."""
        last, first = (unaccent(name) for name in _names(line))
        if (last or first) and not {last, first, *last.split()} & _words(pupil):
            reason = f"son numéro est celui de {pupil.name}"
            return Decided(Outcome.IMPOSSIBLE, line, reason=reason, candidates=(pupil.id,))
        return _opened(line, pupil)

    def _named(self, line: FileLine) -> Sequence[KnownPupil]:
        """Those who have the names of the line, of the class that it gives when some are in it."""
        if line.whole_name:
            named = self.by_whole_name.get(sort_key(line.whole_name, "").strip(), [])
        else:
            named = self.by_name.get(sort_key(line.last_name, line.first_name), [])
        given = unaccent(line.class_name)
        return [pupil for pupil in named if given in pupil.class_names] or named if given else named


def _names(line: FileLine) -> tuple[str, str]:
    return (line.whole_name, "") if line.whole_name else (line.last_name, line.first_name)


def _words(pupil: KnownPupil) -> set[str]:
    last, first = unaccent(pupil.last_name), unaccent(pupil.first_name)
    return {last, first, *last.split()}


def _by(pupils: Sequence[KnownPupil], key: Callable[[KnownPupil], str]) -> dict[str, list[KnownPupil]]:
    found: defaultdict[str, list[KnownPupil]] = defaultdict(list)
    for pupil in pupils:
        if key(pupil):
            found[key(pupil)].append(pupil)
    return dict(found)


def _number(text: str) -> str:
    """An identifier as it is compared: spreadsheets take the zeros at its head away."""
    return "".join(text.split()).upper().lstrip("0")


def _opened(line: FileLine, pupil: KnownPupil) -> Decided:
    if pupil.is_open:
        return Decided(Outcome.MODIFIED, line, pupil)
    return Decided(Outcome.OUTSIDE, line, pupil, reason=f"en {pupil.class_label or 'aucune classe'}, hors de ce choix")


def _told_twice(each: Decided, lines_of: Mapping[int, Sequence[FileLine]]) -> Decided | None:
    """Two lines for one pupil: which one is right is not for the server to say."""
    if each.pupil is None or len(lines_of[each.pupil.id]) < 2:
        return None
    numbers = ", ".join(str(line.line) for line in lines_of[each.pupil.id])
    return replace(each, outcome=Outcome.IMPOSSIBLE, reason=f"plusieurs lignes sont pour cet élève : {numbers}")


# --- Figures ----------------------------------------------------------------------------------------------------------


def _written(each: Decided, counts: Counts, told: Sequence[str]) -> Decided:
    """The line with the figures that it would give its pupil."""
    if each.outcome is not Outcome.MODIFIED or each.line is None or each.pupil is None:
        return each
    line, pupil = each.line, each.pupil
    if line.faults:
        return replace(each, outcome=Outcome.IMPOSSIBLE, reason=" ; ".join(line.faults[:3]))
    given, ignored = (line.totals, 0) if counts is Counts.TOTALS else _counted(line, pupil.days, told)
    after = replace(pupil.figures, **given)
    if after.refusal:
        return replace(each, outcome=Outcome.IMPOSSIBLE, after=after, reason=after.refusal)
    outcome = Outcome.UNCHANGED if after == pupil.figures else Outcome.MODIFIED
    return replace(each, outcome=outcome, after=after, ignored=ignored)


def _counted(line: FileLine, days: Days | None, told: Sequence[str]) -> tuple[dict[str, int], int]:
    """The figures of what is listed in the days of the period, and how many are outside of them."""
    half_days = [bad for half, bad in line.half_days.items() if days is None or days.holds(day_of(half))]
    lates = [bad for on, bad in line.late_on if days is None or days.holds(day_of(f"{on}M"))]
    numbers = {
        "half_days": len(half_days),
        "unjustified": sum(half_days),
        "lates": len(lates),
        "unjustified_lates": sum(lates),
    }
    ignored = len(line.half_days) + len(line.late_on) - len(half_days) - len(lates)
    return {name: min(numbers[name], MOST) for name in told}, ignored


def _without_absence(pupil: KnownPupil, told: Sequence[str]) -> Decided:
    after = replace(pupil.figures, **dict.fromkeys(told, 0))
    if after == pupil.figures:
        return Decided(Outcome.UNCHANGED, pupil=pupil, after=after)
    return Decided(Outcome.NONE, pupil=pupil, after=after, reason="absent du fichier")


def fingerprint(decided: Iterable[Decided]) -> str:
    """The mark of what a preview showed: another one means that something has changed since."""
    digest = hashlib.sha256()
    for each in decided:
        pupil = (each.pupil.id, each.pupil.figures) if each.pupil else ()
        digest.update(repr((each.outcome, pupil, each.after, each.reason)).encode())
    return digest.hexdigest()[:32]
