"""How the software of 2012 wrote figures."""

from collections.abc import Iterable
from fractions import Fraction

from bilans.computing.inputs import Item
from bilans.computing.levels import Level
from evaluations.scoring.rounding import half_up
from evaluations.scoring.series import Result
from evaluations.scoring.states import State
from tests.bilans.class_2012 import (
    Run,
    printed,
    runs,
)

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
COLOURS = {"NA": "r", "VA": "o", "A": "v"}


def asked(page: str) -> list[str]:
    return [run.name for run in runs().values() if run.page.startswith(page)]


def rows(name: str, run: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns) for row in printed(name).get(run, ())]


def figure(number: int | None, none: str = "-") -> str:
    return none if number is None else str(number)


def sigle(state: State | None) -> str:
    return state.sigle if state else ""


def out_of_20(mark: Fraction | None) -> str:
    return "-" if mark is None else "{:02d}.{}".format(*divmod(half_up(mark * 10), 10))


def cells(results: Iterable[Result], number: int) -> str:
    shown = [
        f"{one.code}@{one.given_on:%d} {MONTHS.split()[one.given_on.month - 1]} {one.given_on.year}" for one in results
    ]
    return "|".join(shown + [""] * (number - len(shown)))


def label(item: Item, run: Run) -> str:
    coefficient = f"[{item.coefficient}] " if run.asked.get("f_coef") else ""
    domaine = f"{item.theme.domaine.name} | " if run.asked.get("f_domaine") else ""
    theme = f"{item.theme.name} | " if run.asked.get("f_theme") else ""
    return f"{coefficient}{mark_of_socle(item)} {domaine}{theme}{item.name}"


def mark_of_socle(item: Item) -> str:
    return "[S]" if item.links else "[–]"


def counts_in(counts: Iterable[tuple[State, int]]) -> tuple[str, ...]:
    return tuple(str(count) for _state, count in counts)


def shown_level(level: Level) -> tuple[str, str]:
    return figure(level.score), sigle(level.state)
