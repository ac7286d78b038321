"""What a grid is about, as the application that has it declares it. The engine knows nothing else of it."""

import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from accounts.models import Account
from accounts.queries import open_pupils
from grids.alphabet import Alphabet, State, Value
from grids.gestures import Gestures
from grids.store import Store


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
    # Why a cell that nobody may change is left as it is when a save is undone.
    shut_now: str = ""
    # « … ne vous laisse plus … »
    act: str
    # Of a pupil, then of several, whom one may not decide on; those of a grid of classes and groups when empty.
    outside: tuple[str, str] = ("", "")
    outside_now: str = "n'est plus dans vos classes ni dans vos groupes"


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

    `decisions` and `changes` are its tables; `stored` says how they are read and written, when they are not those of
    the engine. `open_to` tells which pupils an account may decide on: by default those of the classes and groups where
    it has the right. `begin` locks and checks what a save needs before anything else, and raises RefusedSave. `keeps`
    tells the cells of a save that stay as they are, whatever was displayed, given what is stored and who signed it;
    `shut` those, by pupil and thing, that nobody may change now, decided or not.
    """

    key: str
    things: type[models.Model]
    decisions: type[Any]
    changes: type[Any]
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
    # Values are given by keys and by a palette, and the page goes on to the next cell; no click turns a cell.
    is_keyed: bool = False
    # What names it in what pages exchange, when several subjects have the same key.
    name: str = ""
    stored: Store | None = None
    open_to: Callable[[Account, Collection[Account]], set[int]] | None = None
    begin: Callable[[Account], None] = lambda actor: None
    keeps: Callable[[Account, Value, int | None], bool] = lambda actor, wanted, signed_by: False
    shut: Callable[[Collection[tuple[int, int]]], Collection[tuple[int, int]]] = lambda cells: ()
    # The scopes that have things of this one, itself too.
    scopes_sharing: Callable[[int], Collection[int]] = lambda scope_id: (scope_id,)

    def __post_init__(self) -> None:
        if self.typed and self.blank != "":
            raise ValueError(f"« {self.key} »: the blank value must be empty where texts are typed")

    @property
    def code(self) -> str:
        """What names it in what pages exchange."""
        return self.name or self.key

    @cached_property
    def store(self) -> Store:
        """How its tables are read and written."""
        return self.stored or Store(self.decisions, self.changes, self.key)

    def open_pupils(self, account: Account, pupils: Iterable[Account]) -> set[int]:
        """Those of these pupils on whom the account may decide, by their ids."""
        asked = list(pupils)
        return self.open_to(account, asked) if self.open_to else open_pupils(account, self.right, asked)

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

    def is_retired(self, thing_id: int, value: Value) -> bool:
        """Whether a cell may be found so, and be made so no more."""
        return not self.is_typed(thing_id) and self.alphabet[value].is_retired

    def state(self, thing_id: int, value: Value) -> State:
        """The state of a cell; a typed text is a state of its own, which says itself."""
        if not self.is_typed(thing_id):
            return self.alphabet[value]
        word = f"« {value} »" if value else self.alphabet.blank.word
        colour = "text" if value else self.alphabet.blank.colour
        return State(code=value, sign="", word=word, colour=colour, keys=(), verb="", mass="", counted="")
