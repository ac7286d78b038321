"""How a score is made of results, and how it is told."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from evaluations.scoring.explain import explain, explain_mean, explain_percent
from evaluations.scoring.many import scores
from evaluations.scoring.means import mark_out_of_20, mean, percent_acquired, weighted_mean
from evaluations.scoring.methods import LIMITS, Method, make, score
from evaluations.scoring.rounding import half_up
from evaluations.scoring.states import DEFAULT_STATES, Gap, Overlap, State, state, threshold_faults
from evaluations.scoring.steps import FOUR_STEPS, MATERNELLE, OBJECTIVES, SOCLE, degree, dnb_points, middle, step

CODES = {"1": 0, "2": 33, "3": 67, "4": 100}


def of(codes: str, method: str = Method.GEOMETRIC, limit: int = 5, **values: int) -> int | None:
    """The score of codes written « 1 4 AB »."""
    worth = CODES | {name.removeprefix("code"): value for name, value in values.items()}
    return score([worth[code] for code in codes.split() if code in worth], method, limit)


# ---------------------------------------------------------------- one score


@pytest.mark.parametrize(
    ("codes", "method", "limit", "expected"),
    [
        ("1 4", Method.GEOMETRIC, 5, 67),
        ("1 4", Method.PLAIN, 0, 50),
        ("4 1", Method.GEOMETRIC, 5, 33),
        ("1 2 3 4", Method.GEOMETRIC, 5, 76),
        ("4 3 2 1", Method.GEOMETRIC, 5, 24),
        ("4 3 2 1", Method.ARITHMETIC, 5, 33),
        ("1 1 1 1 4 4", Method.GEOMETRIC, 5, 77),
        ("1 1 1 1 4 4", Method.PLAIN, 0, 33),
        ("1 AB 4 NE", Method.GEOMETRIC, 5, 67),
        ("1 2", Method.PLAIN, 0, 17),
        ("2 4", Method.PLAIN, 0, 67),
        ("1 4 4", Method.GEOMETRIC, 5, 86),
        ("4 1 1 1 1 3", Method.GEOMETRIC, 5, 35),
        ("4 1 1 1 1 3", Method.BEST_1, 5, 67),
        ("2 2 3 4", Method.FREQUENT_WORST, 0, 33),
        ("3 4 1 4 2", Method.BEST_2, 0, 100),
        ("3 4 1 4 2", Method.BEST_3, 0, 89),
        ("1 4", Method.BEST_3, 0, 50),
        ("3 4 1 4", Method.GEOMETRIC, 1, 100),
    ],
)
def test_score_of_a_series_p46_p47_p48_p49_p50_p51(codes: str, method: str, limit: int, expected: int) -> None:
    assert of(codes, method, limit) == expected


def test_most_frequent_goes_by_values_and_not_by_codes_p51() -> None:
    worth = {"code2": 50, "code3": 50}
    assert of("2 3 4 4", Method.FREQUENT_WORST, 0, **worth) == 50
    assert of("2 3 4 4", Method.FREQUENT_BEST, 0, **worth) == 100
    assert of("2 3 3 4 4", Method.FREQUENT_BEST, 0, **worth) == 50


def test_special_codes_alone_give_no_score_and_never_zero_p48() -> None:
    assert of("AB NN") is None
    assert state(None, DEFAULT_STATES) is None


def test_code_worth_more_than_a_hundred_gives_more_p55() -> None:
    assert of("4 4", code4=120) == 120
    assert of("3 4 4", code4=120) == 112
    assert state(112, DEFAULT_STATES) == DEFAULT_STATES[-1]
    assert mark_out_of_20(112) == Fraction("22.4")


def test_limits_that_a_school_may_choose_p43() -> None:
    assert 6 not in LIMITS[Method.GEOMETRIC]
    assert {0, 10} & set(LIMITS[Method.ARITHMETIC]) == set()
    assert 9 in LIMITS[Method.ARITHMETIC]
    assert 12 not in LIMITS[Method.PLAIN]
    assert 15 in LIMITS[Method.PLAIN]
    assert {1, 2} & set(LIMITS[Method.BEST_3]) == set()
    assert {0, 3} <= set(LIMITS[Method.BEST_3])


def test_unknown_method_or_limit_is_an_error() -> None:
    with pytest.raises(ValueError, match="moyenne"):
        score([1], "moyenne", 0)
    with pytest.raises(ValueError, match="limit"):
        score([1], Method.PLAIN, -1)


series_of_values = some.lists(some.integers(0, 200), max_size=12)
limits = some.integers(0, 12)
methods_ = some.sampled_from(Method)


def by_definition(values: Sequence[int], method: Method, limit: int) -> Fraction | None:
    """The score before rounding, written another way: what each method says, word for word."""
    kept = list(values)[len(values) - limit if limit and limit < len(values) else 0 :]
    if not kept:
        return None
    if method in (Method.FREQUENT_WORST, Method.FREQUENT_BEST):
        most = max(kept.count(value) for value in kept)
        tied = [value for value in kept if kept.count(value) == most]
        return Fraction(min(tied) if method is Method.FREQUENT_WORST else max(tied))
    best = {Method.BEST_1: 1, Method.BEST_2: 2, Method.BEST_3: 3}.get(method)
    if best:
        kept = sorted(kept)[-best:]
    weights = {
        Method.GEOMETRIC: [2**rank for rank in range(len(kept))],
        Method.ARITHMETIC: [rank + 1 for rank in range(len(kept))],
    }.get(method, [1] * len(kept))
    return sum(Fraction(value * weight, sum(weights)) for value, weight in zip(kept, weights, strict=True))


@given(series_of_values, methods_, limits)
def test_score_is_the_exact_fraction_rounded_half_up_p49(values: list[int], method: Method, limit: int) -> None:
    exact = by_definition(values, method, limit)
    assert score(values, method, limit) == (None if exact is None else int(exact + Fraction(1, 2)))


@given(series_of_values.filter(bool), methods_, limits)
def test_score_stands_between_the_worst_and_the_best_value(values: list[int], method: Method, limit: int) -> None:
    assert min(values) <= (score(values, method, limit) or 0) <= max(values)


@given(
    series_of_values.filter(bool),
    some.integers(0, 200),
    some.sampled_from([one for one in Method if not one.startswith("freq")]),
    limits,
)
def test_better_last_result_never_lowers_the_score(values: list[int], better: int, method: Method, limit: int) -> None:
    improved = [*values[:-1], max(values[-1], better)]
    assert (score(improved, method, limit) or 0) >= (score(values, method, limit) or 0)


@given(series_of_values, series_of_values, methods_, some.integers(1, 12))
def test_what_the_limit_drops_changes_nothing(older: list[int], values: list[int], method: Method, limit: int) -> None:
    kept = (values * limit)[:limit] if values else []
    if len(kept) == limit:
        assert score(older + kept, method, limit) == score(kept, method, limit)


@given(some.lists(some.lists(some.sampled_from(["1", "2", "3", "4", "AB", "NE"]), max_size=8)), methods_, limits)
def test_many_cells_at_once_have_the_scores_of_each(cells: list[list[str]], method: Method, limit: int) -> None:
    together = scores(enumerate(map(" ".join, cells)), method, limit, CODES)
    assert together == {rank: of(" ".join(codes), method, limit) for rank, codes in enumerate(cells)}


# ---------------------------------------------------------------- states, means, steps


def test_thresholds_cover_each_score_once_p42() -> None:
    def faults(*ranges: tuple[int, int]) -> list[Gap | Overlap]:
        return list(threshold_faults([State(low, high, 0, "") for low, high in ranges]))

    assert faults((0, 39), (40, 60), (61, 100)) == []
    assert faults((0, 39), (41, 100)) == [Gap(40, 40)]
    assert faults((0, 40), (40, 100)) == [Overlap(40, 40)]
    assert faults((1, 100)) == [Gap(0, 0)]
    assert faults((0, 90)) == [Gap(91, 100)]
    assert faults((0, 110)) == [Overlap(101, 110)]


def test_means_leave_out_who_has_no_score_p56() -> None:
    pairs = [(67, 1), (100, 2), (33, 1), (80, 0), (None, 3)]
    assert weighted_mean(pairs) == 75
    assert mean(score for score, _weight in pairs) == 70
    assert weighted_mean([(80, 0)]) is None
    assert mean([None]) is None


def test_percentage_acquired_is_the_mean_of_the_values_of_states_p57() -> None:
    na, va, a = DEFAULT_STATES
    assert percent_acquired([va] * 2 + [a] * 6) == 88
    assert percent_acquired([na] + [va] * 3 + [a] * 2 + [None]) == 58
    less = State(40, 60, 40, "VA")
    assert percent_acquired([na] + [less] * 3 + [a] * 2) == 53
    assert percent_acquired([None]) is None


def test_percentages_meet_the_bounds_of_each_scale_p58_p59() -> None:
    assert [step(n, SOCLE) for n in (34, 35, 59, 60, 80, 81)] == [1, 2, 2, 3, 3, 4]
    assert [step(n, OBJECTIVES) for n in (34, 35, 64, 65, 89, 90)] == [1, 2, 2, 3, 3, 4]
    assert [step(n, FOUR_STEPS) for n in (24, 25, 49, 50, 74, 75)] == [1, 2, 2, 3, 3, 4]
    assert [step(n, MATERNELLE) for n in (30, 31, 69, 70, 130)] == [1, 2, 2, 3, 3]
    assert step(Fraction("64.5"), OBJECTIVES) == 3
    na, va, a = DEFAULT_STATES
    assert degree(percent_acquired([na] * 3 + [va] * 5 + [a] * 20)) == 3
    assert degree(None) is None


def test_typed_step_is_kept_as_the_middle_of_its_range_p60() -> None:
    assert [middle(n, SOCLE) for n in (1, 2, 3, 4)] == [17, 47, 70, Fraction("90.5")]
    assert [middle(n, OBJECTIVES) for n in (1, 2, 3, 4)] == [17, Fraction("49.5"), 77, 95]
    assert [middle(n, FOUR_STEPS) for n in (1, 2, 3, 4)] == [12, 37, 62, Fraction("87.5")]
    assert [middle(n, MATERNELLE) for n in (1, 2, 3)] == [15, 50, 85]
    with pytest.raises(ValueError, match="1 to 4"):
        middle(5, SOCLE)


# ---------------------------------------------------------------- told


@pytest.mark.parametrize(
    ("values", "method", "limit", "sentence"),
    [
        ([33, 67, 100], Method.GEOMETRIC, 5, "(33×1 + 67×2 + 100×4) ÷ 7 = 81 → Acquis"),
        ([0, 67, 100], Method.GEOMETRIC, 5, "(0×1 + 67×2 + 100×4) ÷ 7 = 76,29 → 76 → Acquis"),
        ([0, 33], Method.PLAIN, 0, "(0 + 33) ÷ 2 = 16,5 → 17 → Non acquis"),
        ([100, 33, 67], Method.BEST_2, 0, "(100 + 67) ÷ 2 = 83,5 → 84 → Acquis"),
        ([33], Method.PLAIN, 0, "33 → Non acquis"),
        ([0, 0, 100], Method.FREQUENT_WORST, 0, "0 revient le plus souvent (2 fois sur 3) → Non acquis"),
        (
            [0, 67, 100],
            Method.FREQUENT_BEST,
            0,
            "0, 67 et 100 reviennent aussi souvent (1 fois sur 3) : la plus haute, 100 → Acquis",
        ),
        ([], Method.PLAIN, 0, "Aucun résultat ne compte : pas de score."),
    ],
)
def test_any_score_is_told_in_one_sentence_p63(values: list[int], method: str, limit: int, sentence: str) -> None:
    assert explain(values, method, limit, DEFAULT_STATES).sentence == sentence


@given(series_of_values, methods_, limits)
def test_explanation_ends_on_the_score_and_on_its_state(values: list[int], method: Method, limit: int) -> None:
    told = explain(values, method, limit, DEFAULT_STATES)
    assert told.score == score(values, method, limit)
    assert told.state == state(told.score, DEFAULT_STATES)


def test_mean_is_told_with_its_coefficients_p64() -> None:
    bravo = [(95, 1), (78, 2), (55, 1), (100, 0), (67, 1), (None, 3)]
    told = explain_mean(bravo)
    assert told.mean == weighted_mean(bravo) == 75
    assert told.sentence == "(95 + 78×2 + 55 + 67) ÷ 5 = 373 ÷ 5 = 74,6 → 75"
    assert explain_mean([(80, 0), (None, 1)]).sentence == "Aucun score ne compte : pas de moyenne."


def test_percentage_acquired_is_told_by_its_states_p64() -> None:
    na, va, a = DEFAULT_STATES
    assert explain_percent([a, a, va, a, a, None]) == "4 A et 1 VA : (4×100 + 1×50) ÷ 5 = 90"
    assert explain_percent([na, va, a]) == "1 A, 1 VA et 1 NA : (1×100 + 1×50 + 1×0) ÷ 3 = 50"
    assert explain_percent([va]) == "1 VA : (1×50) ÷ 1 = 50"
    assert explain_percent([None]) == "Aucun score ne compte : pas de pourcentage."


def test_decimals_shown_never_round_another_way_than_the_score() -> None:
    values = [0] * 26 + [1] * 25
    making = make(values, Method.PLAIN, 0)
    assert making is not None
    assert making.score == 0
    assert explain(values, Method.PLAIN, 0, DEFAULT_STATES).sentence.endswith("= 0,49 → 0 → Non acquis")
    close = [0] * 201 + [1] * 200
    assert explain(close, Method.PLAIN, 0, DEFAULT_STATES).sentence.endswith("= 0,499 → 0 → Non acquis")


def test_halves_go_up() -> None:
    assert [half_up(33, 2), half_up(Fraction(5, 2)), half_up(7, 3), half_up(0, 4)] == [17, 3, 2, 0]


def test_degrees_gave_points_at_the_brevet_until_2025() -> None:
    assert [dnb_points(one) for one in (1, 2, 3, 4, None)] == [10, 25, 40, 50, 0]
