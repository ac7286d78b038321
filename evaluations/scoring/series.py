"""Which results of a pupil on an item count for a report, in which order, and why the others do not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
        if self.look_back is LookBack.YES:
            return None
        return self.start if self.look_back is LookBack.NO else self.year_start


@dataclass(frozen=True, slots=True)
class ReportWindow:
    """What a report over several référentiels looks at: the same window for all but, on « auto », its look-back."""

    window: Window = Window()
    # « auto »: each référentiel's own look-back, rather than that of the window.
    is_auto: bool = False

    def of(self, own: LookBack) -> Window:
        """The window on a référentiel whose own look-back is this one."""
        return replace(self.window, look_back=own) if self.is_auto else self.window


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


@dataclass(frozen=True, slots=True)
class Sight:
    """What a report of a window shows of the results of a pupil on an item."""

    # Oldest first, special codes too: what may be seen, from the oldest day that counts to the end of the period.
    results: tuple[Result, ...] = ()
    # The period itself holds one of them: the item is in the report.
    is_inside: bool = False
    # The pupil has a line for an item that is in the report.
    has_line: bool = False


def sight(results: Iterable[Result], window: Window) -> Sight:
    """What a report shows of these results.

    A pupil has a line when the period holds a result of his; by the rule of 2012, one given after its end is enough
    for older ones to be shown.
    """
    visible = [result for result in results if _is_visible(result, window)]
    if len(visible) > 1:
        visible.sort(key=lambda result: result.order)
    oldest = window.oldest
    shown = tuple(
        result
        for result in visible
        if (window.end is None or result.given_on <= window.end) and (oldest is None or result.given_on >= oldest)
    )
    is_inside = _is_any_since_start(shown, window)
    is_late = window.rule is PeriodRule.ANY_SINCE_START and window.look_back is not LookBack.NO
    return Sight(shown, is_inside, is_inside or (is_late and bool(shown) and _is_any_since_start(visible, window)))


def _is_any_since_start(results: Iterable[Result], window: Window) -> bool:
    return any(window.start is None or result.given_on >= window.start for result in results)


def _reason(result: Result, window: Window) -> Reason | None:
    """What alone keeps a result out, the limit apart."""
    oldest = window.oldest
    if not _is_visible(result, window):
        return Reason.NOT_YET_VISIBLE
    if window.end is not None and result.given_on > window.end:
        return Reason.AFTER_PERIOD
    if result.value is None:
        return Reason.SPECIAL
    if oldest is not None and result.given_on < oldest:
        return Reason.TOO_OLD
    return None


def _is_visible(result: Result, window: Window) -> bool:
    """Whether who reads may see it on that day."""
    return window.seen_on is None or result.visible_on is None or result.visible_on <= window.seen_on


def _has_enough(kept: Sequence[Result], ordered: Sequence[Result], window: Window) -> bool:
    """Whether the period holds what its rule asks for."""
    if window.start is None:
        return True
    return _is_any_since_start(ordered if window.rule is PeriodRule.ANY_SINCE_START else kept, window)


def _split(results: list[Result], limit: int) -> tuple[list[Result], list[Result]]:
    """Those beyond the limit, and the last `limit` ones."""
    cut = max(len(results) - limit, 0) if limit else 0
    return results[:cut], results[cut:]


def _in_order(left_out: list[tuple[Result, Reason]]) -> tuple[tuple[Result, Reason], ...]:
    return tuple(sorted(left_out, key=lambda pair: pair[0].order))
