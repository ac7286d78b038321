"""Which results of a pupil on an item count for a report, in which order, and why the others do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto


class LookBack(StrEnum):
    """Whether a report of a period also counts what was given before it."""

    NO = "non"
    YES = "oui"
    SCHOOL_YEAR = "annuel"


class PeriodRule(Enum):
    """What a period asks of a series before it has a score."""

    # An ordinary result inside the period: what the product does.
    ORDINARY_INSIDE = auto()
    # Any result on or after its start, special ones and those given after its end included: what the software of 2012
    # did, kept so that figures made by it can be found again.
    ANY_SINCE_START = auto()


class Reason(Enum):
    """Why a result does not count."""

    SPECIAL = auto()  # a code without a value: absent, dispensed…
    TOO_OLD = auto()  # before what the look-back reaches
    BEYOND_LIMIT = auto()  # counted until enough newer ones came
    AFTER_PERIOD = auto()
    NOT_YET_VISIBLE = auto()
    NOTHING_IN_PERIOD = auto()  # it would count if the period held an ordinary result


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a pupil on an item.

    Results are ordered by date, then évaluation, then entry. `value` is that of the code when it was given, None for
    the special codes. `visible_on` is the day from which families see it, None when always.
    """

    given_on: date
    evaluation: int
    code: str
    value: int | None
    entry: int = 0
    visible_on: date | None = None

    @property
    def order(self) -> tuple[date, int, int]:
        return self.given_on, self.evaluation, self.entry


@dataclass(frozen=True, slots=True)
class Window:
    """What a report looks at. Without a period everything counts, up to `end` when it is given."""

    start: date | None = None
    end: date | None = None
    look_back: LookBack = LookBack.YES
    # First day of the school year, for LookBack.SCHOOL_YEAR.
    year_start: date | None = None
    # Today for a family: results visible later are left out. None for staff, who see everything.
    seen_on: date | None = None
    rule: PeriodRule = PeriodRule.ORDINARY_INSIDE

    @property
    def oldest(self) -> date | None:
        """The first day that counts, None for no limit."""
        if self.start is None:
            return None
        reach = {LookBack.NO: self.start, LookBack.YES: None, LookBack.SCHOOL_YEAR: self.year_start}
        return reach[self.look_back]


@dataclass(frozen=True, slots=True)
class Counted:
    """The results that make the score, oldest first, and those left out with the reason."""

    results: tuple[Result, ...]
    left_out: tuple[tuple[Result, Reason], ...]

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(result.value for result in self.results if result.value is not None)


def counted(results: Iterable[Result], window: Window, limit: int = 0) -> Counted:
    """The results that count in this window, the last `limit` of them (0 for all), and why the others do not."""
    ordered = sorted(results, key=lambda result: result.order)
    kept: list[Result] = []
    left_out: list[tuple[Result, Reason]] = []
    for result in ordered:
        reason = _reason(result, window)
        if reason is None:
            kept.append(result)
        else:
            left_out.append((result, reason))
    if not _has_enough(kept, ordered, window):
        left_out += [(result, Reason.NOTHING_IN_PERIOD) for result in kept]
        return Counted((), _in_order(left_out))
    older, kept = _split(kept, limit)
    return Counted(tuple(kept), _in_order([*left_out, *((result, Reason.BEYOND_LIMIT) for result in older)]))


def _reason(result: Result, window: Window) -> Reason | None:
    """What alone keeps a result out, the limit apart."""
    oldest = window.oldest
    if window.seen_on is not None and result.visible_on is not None and result.visible_on > window.seen_on:
        return Reason.NOT_YET_VISIBLE
    if window.end is not None and result.given_on > window.end:
        return Reason.AFTER_PERIOD
    if result.value is None:
        return Reason.SPECIAL
    if oldest is not None and result.given_on < oldest:
        return Reason.TOO_OLD
    return None


def _has_enough(kept: Sequence[Result], ordered: Sequence[Result], window: Window) -> bool:
    """Whether the period holds what its rule asks for."""
    if window.start is None:
        return True
    asked = ordered if window.rule is PeriodRule.ANY_SINCE_START else kept
    return any(result.given_on >= window.start for result in asked)


def _split(results: list[Result], limit: int) -> tuple[list[Result], list[Result]]:
    """Those beyond the limit, and the last `limit` ones."""
    cut = max(len(results) - limit, 0) if limit else 0
    return results[:cut], results[cut:]


def _in_order(left_out: list[tuple[Result, Reason]]) -> tuple[tuple[Result, Reason], ...]:
    return tuple(sorted(left_out, key=lambda pair: pair[0].order))
