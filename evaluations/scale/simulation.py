"""Scores without results: of a series that somebody types, by every method; of every series of a length."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from evaluations.scale.calculation import METHOD_NAMES, Calculation, calculation_faults
from evaluations.scale.codes import SPECIAL_CODES, Code
from evaluations.scale.whole import Scale
from evaluations.scoring.explain import Explanation, explain
from evaluations.scoring.methods import Method, score
from evaluations.scoring.states import State, state

LONGEST = 100
LENGTHS = (1, 2, 3, 4)
_SPECIAL = tuple(special.sigle for special in SPECIAL_CODES if special.is_result)


class BadSeries(Exception):
    """A typed series cannot be read; the message says where and what to write, in French."""


def read_series(text: str, scale: Scale) -> list[str]:
    """The sigles of a typed series, oldest first: keys (« 1 4 2 », « 142 »), sigles (« RR VV ») or special codes.

    Spaces, commas, semicolons and « / » separate. Raises BadSeries.
    """
    by_name = {str(code.key): code.sigle for code in scale.active}
    by_name |= {code.sigle.upper(): code.sigle for code in scale.active} | {sigle: sigle for sigle in _SPECIAL}
    found: list[str] = []
    for word in "".join(" " if letter in ",;/" else letter for letter in text).split():
        found += _read_word(word.upper(), by_name)
        if len(found) > LONGEST:
            raise BadSeries(f"Une suite a {LONGEST} résultats au plus.")
    return found


def _read_word(word: str, by_name: dict[str, str]) -> list[str]:
    if word in by_name:
        return [by_name[word]]
    if word.isdigit() and all(digit in by_name for digit in word):
        return [by_name[digit] for digit in word]
    shown = ", ".join(by_name[key] if not key.isdigit() else f"{key} ({by_name[key]})" for key in _offered(by_name))
    raise BadSeries(f"« {word[:20]} » n'est pas un code : écrivez {shown}.")


def _offered(by_name: dict[str, str]) -> list[str]:
    """The keys of the ordinary codes, then the special ones."""
    return [name for name, sigle in by_name.items() if name.isdigit() or name in _SPECIAL]


@dataclass(frozen=True, slots=True)
class Line:
    """A method on the series: how it was made, or why it cannot be with this limit."""

    method: Method
    name: str
    words: str
    is_school: bool
    explanation: Explanation | None
    refusal: str = ""


def side_by_side(series: Sequence[str], limit: int, scale: Scale) -> list[Line]:
    """The eight methods on a series of sigles, with the same limit (0 for all)."""
    worth = {code.sigle: code.value for code in scale.active}
    values = [worth[sigle] for sigle in series if sigle in worth]
    return [_line(method, values, limit, scale) for method in Method]


def _line(method: Method, values: Sequence[int], limit: int, scale: Scale) -> Line:
    refusal = next(calculation_faults(method, limit), "")
    made = None if refusal else explain(values, method, limit, scale.states)
    chosen = scale.calculation
    is_school = (method, limit) == (chosen.method, chosen.limit)
    return Line(method, METHOD_NAMES[method], Calculation(method, limit).sentence, is_school, made, refusal)


@dataclass(frozen=True, slots=True)
class Case:
    """One of the series of a table, with its score."""

    codes: tuple[Code, ...]
    score: int
    state: State


def every_sequence(length: int, calculation: Calculation, scale: Scale) -> list[Case]:
    """Every series of `length` results, in the order of the codes, with its score and its state."""
    return [_sequence(codes, calculation, scale) for codes in product(scale.active, repeat=length)]


def _sequence(codes: tuple[Code, ...], calculation: Calculation, scale: Scale) -> Case:
    made = score([code.value for code in codes], calculation.method, calculation.limit)
    reached = state(made, scale.states)
    assert made is not None
    assert reached is not None
    return Case(codes, made, reached)
