"""What a grid is about, as the application that has it declares it. The engine knows nothing else of it."""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import models

from grids.alphabet import Alphabet, State, Value
from grids.gestures import Gestures
from grids.models import Change, Decision


@dataclass(frozen=True)
class Thing:
    """Something that pupils are decided on: its label, what it is a piece of, the part of the grid that holds it.

    `position` is its rank among all the things of its subject.
    """

    id: int
    label: str
    whole: str
    part_id: int
    part: str
    position: int


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the server says of a subject. Two words are those of one and of several; `{}` stands for the number."""

    saved: str
    unknown: str
    # A thing that nobody may decide on now: of the save, and of the undoing of one.
    closed: str
    closed_now: str
    # A decision that no grid changes: why it stays, after the number of cells.
    final: tuple[str, str] = ("", "")
    final_kept: tuple[str, str] = ("", "")
    final_now: str = ""
    # « … ne vous laisse plus … »
    act: str


@dataclass(frozen=True)
class Typed:
    """The things on which a text is typed instead of a state being chosen, and how long it may be."""

    is_typed: Callable[[int], bool]
    longest: int

    def accepts(self, value: Any) -> bool:
        """Whether a page may send this: a text on one line, not too long, that any database can hold."""
        if not isinstance(value, str) or len(value) > self.longest:
            return False
        return value == value.strip() and not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """A kind of thing that pupils are decided on.

    `key` is the field that holds the thing, in a decision as in a line of history; it also names the subject in what
    pages exchange. `right` is what it takes to decide, `verb` and `undo_verb` the lines of the journal.

    `thing_of` tells what a thing is; `lines_of` lists the things of a scope (what `cadre` names in the addresses of an
    open grid); `closed` tells which of some known things nobody may decide on now.

    Where something is typed, every value is a text and the blank one is empty.
    """

    key: str
    things: type[models.Model]
    decisions: type[Decision]
    changes: type[Change]
    right: str
    verb: str
    undo_verb: str
    alphabet: Alphabet
    gestures: Gestures
    words: Words
    thing_of: Callable[[int], Thing]
    lines_of: Callable[[int], Collection[int]]
    closed: Callable[[Collection[int]], Collection[int]]
    typed: Typed | None = None
    # Pupils are the columns of the table, unless they are its rows.
    pupils_are_rows: bool = False

    def __post_init__(self) -> None:
        if self.typed and self.blank != "":
            raise ValueError(f"« {self.key} »: the blank value must be empty where texts are typed")

    @property
    def thing_id(self) -> str:
        """The column of the thing, in a decision as in a line of history."""
        return f"{self.key}_id"

    @property
    def blank(self) -> Value:
        """What stands for no decision."""
        return self.alphabet.blank.code

    def is_typed(self, thing_id: int) -> bool:
        return self.typed is not None and self.typed.is_typed(thing_id)

    def accepts(self, thing_id: int, value: Any) -> bool:
        """Whether a cell of this thing may hold this value."""
        if self.typed and self.typed.is_typed(thing_id):
            return self.typed.accepts(value)
        return self.alphabet.has(value)

    def is_final(self, value: Value) -> bool:
        return value in self.alphabet.final_codes

    def state(self, thing_id: int, value: Value) -> State:
        """The state of a cell; a typed text is a state of its own, which says itself."""
        if not self.is_typed(thing_id):
            return self.alphabet[value]
        word = f"« {value} »" if value else self.alphabet.blank.word
        colour = "text" if value else self.alphabet.blank.colour
        return State(code=value, sign="", word=word, colour=colour, keys=(), verb="", mass="", counted="")
