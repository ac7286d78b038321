"""Which item of the school each item of the file may be, and which code each code: proposals, pure, to be checked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from evaluations.scale.codes import SPECIAL_CODES, Code
from evaluations.transfer import SentItem, SentResult
from sacoche.kit.text import unaccent

# As many as a list that is read at a glance.
_PROPOSED = 6
# Words in common, of all the words of both.
_LIKE = 0.5


class Why(StrEnum):
    """What makes an item a proposal; the first two are taken unless somebody says otherwise."""

    SAME = "même item"
    OTHER_NIVEAU = "même nom, autre niveau"
    REFERENCE = "même référence, autre nom"
    LIKE = "nom proche"


SURE = (Why.SAME, Why.OTHER_NIVEAU)


@dataclass(frozen=True)
class Known:
    """An item of the school."""

    pk: int
    sent: SentItem

    @cached_property
    def name(self) -> str:
        return _plain(self.sent.name)

    @cached_property
    def matieres(self) -> frozenset[str]:
        """Its reference and its label: one of them is enough."""
        return frozenset({_plain(self.sent.matiere_reference), _plain(self.sent.matiere)} - {""})

    @cached_property
    def niveau(self) -> str:
        return _plain(self.sent.niveau_reference)

    @cached_property
    def reference(self) -> str:
        return _plain(self.sent.reference)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.name.split())

    @cached_property
    def searched(self) -> str:
        """All that names it, each word after a space."""
        return f" {_plain(f'{self.label} {self.sent.niveau_reference} {self.sent.place}')}"

    @property
    def label(self) -> str:
        """« 6.A11 Compter (Mathématiques, Sixième) »."""
        return f"{self.sent.reference} {self.sent.name} ({self.sent.matiere}, {self.sent.niveau})"


@dataclass(frozen=True)
class Proposal:
    """An item that may be that of the file, and why."""

    known: Known
    why: Why


@dataclass(frozen=True)
class Match:
    """An item of the file, how many results it has, and the proposals, the best first."""

    rank: int
    sent: SentItem
    results: int
    proposals: Sequence[Proposal]

    @property
    def chosen(self) -> int | None:
        """The item that is ticked when the table is first shown: a sure one that is alone of its kind, or none."""
        sure = [each for each in self.proposals if each.why == self.proposals[0].why and each.why in SURE]
        return sure[0].known.pk if len(sure) == 1 else None


def match(items: Sequence[SentItem], results: Sequence[SentResult], known: Sequence[Known]) -> list[Match]:
    """A line for each item of the file that has results, in its order."""
    numbers = Counter(result.item for result in results)
    by_matiere: dict[str, list[Known]] = {}
    for each in known:
        for matiere in each.matieres:
            by_matiere.setdefault(matiere, []).append(each)
    return [
        Match(rank, item, numbers[rank], _proposals(Known(0, item), by_matiere))
        for rank, item in enumerate(items)
        if numbers[rank]
    ]


def _proposals(wanted: Known, by_matiere: Mapping[str, Sequence[Known]]) -> list[Proposal]:
    near = {each.pk: each for matiere in wanted.matieres for each in by_matiere.get(matiere, ())}
    found = [Proposal(each, why) for each in near.values() if (why := _why(wanted, each))]
    order = list(Why)
    found.sort(key=lambda each: (order.index(each.why), -_likeness(wanted, each.known), each.known.pk))
    return found[:_PROPOSED]


def _why(wanted: Known, known: Known) -> Why | None:
    """What makes an item of the same matière a proposal, if anything does."""
    is_of_niveau = bool(wanted.niveau) and wanted.niveau == known.niveau
    if wanted.name and wanted.name == known.name:
        return Why.SAME if is_of_niveau else Why.OTHER_NIVEAU
    if is_of_niveau and wanted.reference and wanted.reference == known.reference:
        return Why.REFERENCE
    return Why.LIKE if _likeness(wanted, known) >= _LIKE else None


def _likeness(wanted: Known, known: Known) -> float:
    both = wanted.words | known.words
    return len(wanted.words & known.words) / len(both) if both else 0.0


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in unaccent(text)).split())


def found_by(words: str, known: Sequence[Known]) -> list[Known]:
    """The items that have all these words, or words that begin so, in their order; none when nothing is asked."""
    wanted = _plain(words).split()
    return [each for each in known if all(f" {word}" in each.searched for word in wanted)] if wanted else []


# --- Codes ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CodeMatch:
    """A code of the file, and what stands for it here: what a mark keeps, and what people read; none for nothing."""

    code: str
    legend: str
    value: int | None
    kept: str
    shown: str


def match_codes(results: Sequence[SentResult], codes: Sequence[Code]) -> Mapping[tuple[str, int | None], CodeMatch]:
    """By code and value, each code of the file once."""
    found: dict[tuple[str, int | None], CodeMatch] = {}
    for result in results:
        key = (result.code, result.value)
        if key not in found:
            found[key] = _code_match(result, codes)
    return found


def _code_match(result: SentResult, codes: Sequence[Code]) -> CodeMatch:
    kept = shown = ""
    if result.value is not None:
        nearest = min(codes, key=lambda code: (abs(code.value - (result.value or 0)), not code.is_active, code.number))
        kept, shown = str(nearest.number), f"{nearest.sigle} ({nearest.value})"
    elif special := next((each for each in SPECIAL_CODES if each.sigle == result.code and each.is_result), None):
        kept, shown = special.sigle, f"{special.sigle}, {special.legend.lower()}"
    return CodeMatch(result.code, result.legend, result.value, kept, shown)
