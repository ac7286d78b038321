"""The scale of a school whole, and the form in which its parts are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from evaluations.scale.calculation import DEFAULT_CALCULATION, Calculation
from evaluations.scale.codes import DEFAULT_CODES, Code, active
from evaluations.scale.colours import Fill, palette
from evaluations.scale.levels import DEFAULT_LEVELS, Level
from evaluations.scale.symbols import DEFAULT_SET


class Part(StrEnum):
    """What is set, shown and undone together."""

    CODES = "codes"
    STATES = "etats"
    CALCULATION = "calcul"


@dataclass(frozen=True, slots=True)
class Scale:
    """What a school computes and shows levels with. `version` is raised by each change; 0 for the default scale."""

    codes: tuple[Code, ...] = DEFAULT_CODES
    # How codes are drawn (`symbols`).
    symbols: str = DEFAULT_SET
    states: tuple[Level, ...] = DEFAULT_LEVELS
    calculation: Calculation = DEFAULT_CALCULATION
    version: int = 0

    @property
    def active(self) -> list[Code]:
        return active(self.codes)

    @property
    def values(self) -> dict[str, int]:
        """What each code is worth by its number, as series of results hold it; those no longer typed too."""
        return {str(code.number): code.value for code in self.codes}

    def rank_of(self, code: Code) -> int:
        """Its rank among the active codes, from 0; a code no longer typed has that of the one that follows it."""
        before = active(self.codes[: self.codes.index(code)])
        return min(len(before), len(self.active) - 1)

    def fill_of_code(self, code: Code) -> Fill:
        return _own(code, palette(len(self.active))[self.rank_of(code)])

    def fill_of_state(self, state: Level) -> Fill:
        return _own(state, palette(len(self.states))[self.states.index(state)])


DEFAULT_SCALE = Scale()


def _own(thing: Code | Level, usual: Fill) -> Fill:
    return Fill(thing.light or usual.light, thing.dark or usual.dark)


def fills_of_codes(codes: Sequence[Code]) -> list[tuple[str, Fill]]:
    """The active codes by sigle, each with its colours."""
    used = active(codes)
    return [(code.sigle, _own(code, usual)) for code, usual in zip(used, palette(len(used)), strict=True)]


def fills_of_states(states: Sequence[Level]) -> list[tuple[str, Fill]]:
    return [(state.sigle, _own(state, usual)) for state, usual in zip(states, palette(len(states)), strict=True)]


def stored(scale: Scale, part: Part) -> dict[str, Any]:
    """A part as it is kept: plain JSON values."""
    if part is Part.CODES:
        return {"codes": [asdict(code) for code in scale.codes], "symbols": scale.symbols}
    if part is Part.STATES:
        return {"states": [asdict(state) for state in scale.states]}
    found = scale.calculation
    return {"method": found.method.value, "limit": found.limit, "look_back": found.look_back.value}


def with_stored(scale: Scale, part: Part, kept: Mapping[str, Any]) -> Scale:
    """The scale with a part as it was kept; the contrary of `stored`."""
    if part is Part.CODES:
        return replace(scale, codes=tuple(Code(**each) for each in kept["codes"]), symbols=kept["symbols"])
    if part is Part.STATES:
        return replace(scale, states=tuple(Level(**each) for each in kept["states"]))
    found = Calculation.stored(kept["method"], kept["limit"], kept["look_back"])
    return replace(scale, calculation=found)
