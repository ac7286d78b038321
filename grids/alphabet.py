"""The states that a cell may be in: a list that each subject gives, as short or as long as it likes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

# What a cell holds: the code of a state, or a text typed in it.
Value = int | str


@dataclass(frozen=True, kw_only=True)
class State:
    """A state of a cell.

    `code` is what is stored and exchanged; `sign` what a cell shows; `word` what is said of it; `colour` the class that
    the style sheets paint (`ok`, `no` and `blank` by grid.css, others by that of the screen); `keys` those of the
    keyboard that give it. A stored decision that `is_final` can be changed by no grid; a state that `is_retired` may be
    stored, and is given to no cell any more.

    `verb` is what an arrow that gives it says (« Valider »), `mass` the same where its place says the rest (« tout
    valider »), `counted` what follows a number of cells (« à valider »), `given` what follows « sont » (« mises non
    validées »). `pasted` are the other words of a spreadsheet for it, plain (no accent, no capital). `decided` is the
    word of a history, when it is not the same.
    """

    code: Value
    sign: str
    word: str
    colour: str
    keys: tuple[str, ...]
    verb: str
    mass: str
    counted: str
    given: str = ""
    pasted: tuple[str, ...] = ()
    is_final: bool = False
    is_retired: bool = False
    decided: str = ""

    @property
    def label(self) -> str:
        """The word of a history."""
        return self.decided or self.word


class Alphabet:
    """The states of a subject, in the order in which a click goes through them; the last is the blank cell.

    Nothing is stored of a blank cell. The first state is what an arrow gives at first, and « tout … sauf ».
    `understood` ends the sentence that refuses a word of a spreadsheet.
    """

    def __init__(self, *states: State, understood: str) -> None:
        self.states = states
        self.understood = understood
        self._by_code = {state.code: state for state in states}
        if len(self._by_code) < len(states):
            raise ValueError("two states have the same code")

    @property
    def first(self) -> State:
        return self.states[0]

    @property
    def blank(self) -> State:
        return self.states[-1]

    @property
    def given(self) -> tuple[State, ...]:
        """Those that a cell may be given."""
        return tuple(state for state in self.states if not state.is_retired)

    @property
    def others(self) -> tuple[State, ...]:
        """Those that « tout … sauf » does not give."""
        return self.states[1:]

    @property
    def is_long(self) -> bool:
        """Whether « tout … sauf » has to ask which state it gives."""
        return len(self.states) > 3

    @cached_property
    def final_codes(self) -> frozenset[Value]:
        return frozenset(state.code for state in self.states if state.is_final)

    def has(self, code: Any) -> bool:
        """Whether this is the code of a state; `True` is not 1."""
        return isinstance(code, int | str) and code in self._by_code and type(code) is type(self._by_code[code].code)

    def __getitem__(self, code: Value) -> State:
        return self._by_code[code]

    def as_data(self) -> dict[str, Any]:
        """What a page is given."""
        names = ("code", "sign", "word", "colour", "keys", "verb", "mass", "counted", "pasted", "is_final")
        states = [{name: getattr(state, name) for name in names} for state in self.states]
        return {"states": states, "understood": self.understood}
