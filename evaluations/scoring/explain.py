"""How a score was made, as data that pages draw and as one French sentence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluations.scoring import methods
from evaluations.scoring.methods import Making, Method
from evaluations.scoring.rounding import half_up
from evaluations.scoring.states import State, state


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps from values to a state. Without a score, `making`, `score` and `state` are None."""

    method: Method
    limit: int
    # The values that the limit kept, oldest first.
    kept: tuple[int, ...]
    making: Making | None
    state: State | None

    @property
    def score(self) -> int | None:
        return self.making.score if self.making else None

    @property
    def exact(self) -> Fraction | None:
        """The score before it is rounded."""
        return Fraction(self.making.total, self.making.weight) if self.making else None

    @property
    def sentence(self) -> str:
        """« (33×1 + 67×2 + 100×4) ÷ 7 = 81 → Acquis », or why there is no score."""
        if self.making is None or self.exact is None:
            return "Aucun résultat ne compte : pas de score."
        where = f" → {self.state.legend or self.state.sigle}" if self.state else ""
        return f"{self._computation(self.making, self.exact)}{where}"

    def _computation(self, making: Making, exact: Fraction) -> str:
        if self.method in (Method.FREQUENT_WORST, Method.FREQUENT_BEST):
            return _frequency(self.kept, making.terms[0][0])
        if len(making.terms) == 1:
            return str(making.score)
        return f"{_quotient(making)} = {_rounded(exact, making.score)}"


def explain(values: Sequence[int], method: str, limit: int, states: Sequence[State]) -> Explanation:
    """The steps of the score of these values; same arguments as `methods.score`, and the school's states."""
    making = methods.make(values, method, limit)
    reached = state(making.score, states) if making else None
    return Explanation(Method(method), limit, tuple(methods.last(values, limit)), making, reached)


def _quotient(making: Making) -> str:
    """« (0×1 + 67×2) ÷ 3 »; weights are left out when all are 1."""
    plain = all(weight == 1 for _value, weight in making.terms)
    terms = " + ".join(str(value) if plain else f"{value}×{weight}" for value, weight in making.terms)
    return f"({terms}) ÷ {making.weight}"


def _rounded(exact: Fraction, score: int) -> str:
    """« 81 », or « 76,29 → 76 » when something was rounded."""
    return str(score) if exact.denominator == 1 else f"{_decimals(exact, score)} → {score}"


def _decimals(exact: Fraction, score: int) -> str:
    """The number with two decimals, or as many as it takes to round to the score (49,4996 is not shown as 49,5)."""
    for places in range(2, 20):
        shown = half_up(exact * 10**places)
        if half_up(shown, 10**places) == score:
            break
    whole, rest = divmod(shown, 10**places)
    return f"{whole},{rest:0{places}d}".rstrip("0").rstrip(",")


def _frequency(kept: Sequence[int], chosen: int) -> str:
    """« 33 revient le plus souvent (2 fois sur 4) », with the tie that was settled."""
    tied = methods.most_frequent(kept)
    times = f"{Counter(kept)[chosen]} fois sur {len(kept)}"
    if len(tied) == 1:
        return f"{chosen} revient le plus souvent ({times})"
    kind = "la plus basse" if chosen == tied[0] else "la plus haute"
    return f"{', '.join(map(str, tied[:-1]))} et {tied[-1]} reviennent aussi souvent ({times}) : {kind}, {chosen}"


@dataclass(frozen=True, slots=True)
class MeanExplanation:
    """The steps of a mean: the figures that count with their coefficients, in their order; `mean` is None for none."""

    terms: tuple[tuple[int, int], ...]

    @property
    def weight(self) -> int:
        return sum(weight for _figure, weight in self.terms)

    @property
    def total(self) -> int:
        return sum(figure * weight for figure, weight in self.terms)

    @property
    def mean(self) -> int | None:
        return half_up(self.total, self.weight) if self.weight else None

    @property
    def sentence(self) -> str:
        """« (95 + 78×2 + 55 + 67) ÷ 5 = 373 ÷ 5 = 74,6 → 75 », or why there is no mean."""
        if self.mean is None:
            return "Aucun score ne compte : pas de moyenne."
        terms = " + ".join(str(figure) if weight == 1 else f"{figure}×{weight}" for figure, weight in self.terms)
        rounded = _rounded(Fraction(self.total, self.weight), self.mean)
        return f"({terms}) ÷ {self.weight} = {self.total} ÷ {self.weight} = {rounded}"


def explain_mean(scores: Iterable[tuple[int | None, int]]) -> MeanExplanation:
    """The steps of `means.weighted_mean`; who has no score, or a coefficient of 0, is no part of it."""
    return MeanExplanation(tuple((score, weight) for score, weight in scores if score is not None and weight))


def explain_percent(reached: Iterable[State | None]) -> str:
    """« 4 A et 1 VA : (4×100 + 1×50) ÷ 5 = 90 »: the sentence of `means.percent_acquired`, the best state first."""
    counts = Counter(one for one in reached if one is not None)
    if not counts:
        return "Aucun score ne compte : pas de pourcentage."
    ordered = sorted(counts, key=lambda one: one.low, reverse=True)
    said = [f"{counts[one]} {one.sigle}" for one in ordered]
    whole = sum(counts.values())
    exact = Fraction(sum(counts[one] * one.value for one in ordered), whole)
    terms = " + ".join(f"{counts[one]}×{one.value}" for one in ordered)
    together = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} et {said[-1]}"
    return f"{together} : ({terms}) ÷ {whole} = {_rounded(exact, half_up(exact))}"
