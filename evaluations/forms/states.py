"""The form of the states: two to six rows, in the order of their thresholds."""

from dataclasses import dataclass, replace

from django.http import QueryDict  # noqa: TID251 (what a page sends, with its repeated fields)

from evaluations.forms.base import NEW_FILL, ScaleForm, Sent
from evaluations.scale.checks import faults
from evaluations.scale.codes import FEWEST, MOST
from evaluations.scale.levels import Level
from evaluations.scale.whole import Part, Scale

_NUMBERS = range(1, 10)


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state as it is typed; `number` is that of the row on the page."""

    number: int
    sigle: str = ""
    legend: str = ""
    low: str = ""
    high: str = ""
    value: str = ""
    light: str = ""
    dark: str = ""

    @property
    def name(self) -> str:
        return self.sigle or f"ligne {self.number}"


class StatesForm(ScaleForm):
    """`rows` is what the page shows; `scale` what it asks for, once `is_valid`."""

    part = Part.STATES

    def __init__(self, present: Scale, data: QueryDict | None = None) -> None:
        super().__init__(present)
        if data is None:
            self._show(present)
        else:
            self._read(Sent(data))

    def _show(self, scale: Scale) -> None:
        self.version = scale.version
        self.own_colours = any(state.light or state.dark for state in scale.states)
        self.rows = [_shown(rank, state, scale) for rank, state in enumerate(scale.states, 1)]

    def _read(self, sent: Sent) -> None:
        self.version = sent.version
        self.own_colours = sent.ticked("couleurs")
        gone = sent.numbers("retirer", _NUMBERS)
        self.rows = [_typed(number, sent) for number in sent.numbers("numero", _NUMBERS) if number not in gone]

    def add_row(self) -> None:
        """One more state, after the others; nothing when there are six."""
        free = [number for number in _NUMBERS if number not in [row.number for row in self.rows]]
        if self.can_add:
            self.rows.append(StateRow(free[0], **NEW_FILL))

    @property
    def can_add(self) -> bool:
        return len(self.rows) < MOST

    @property
    def can_remove(self) -> bool:
        return len(self.rows) > FEWEST

    def is_valid(self) -> bool:
        """Whether what was typed makes a set of states; if not, `faults` says why."""
        self.faults = []
        states = sorted((self._state(row) for row in self.rows), key=lambda state: (state.low, state.high))
        self.scale = replace(self.present, states=tuple(states))
        if not self.faults:
            self.faults = faults(self.scale, Part.STATES)
        return not self.faults

    def _state(self, row: StateRow) -> Level:
        return Level(
            low=self.number(row.low, row.name, "premier seuil"),
            high=self.number(row.high, row.name, "dernier seuil"),
            value=self.number(row.value, row.name, "valeur"),
            sigle=row.sigle,
            legend=row.legend,
            **self.fill(row),
        )


def _shown(rank: int, state: Level, scale: Scale) -> StateRow:
    fill = scale.fill_of_state(state)
    limits = {"low": str(state.low), "high": str(state.high), "value": str(state.value)}
    return StateRow(rank, state.sigle, state.legend, light=fill.light, dark=fill.dark, **limits)


def _typed(number: int, sent: Sent) -> StateRow:
    return StateRow(number, **sent.row(number, low="debut", high="fin"))
