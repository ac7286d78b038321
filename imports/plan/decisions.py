"""What becomes of a class, a person or a link, as every comparison says it."""

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeVar


class Decision(StrEnum):
    """What becomes of something. Their order is that of the blocks of the review screens."""

    CHECK = "check"
    ADD = "add"
    REMOVE = "remove"
    RENAME = "rename"
    MODIFY = "modify"
    REINTEGRATE = "reintegrate"
    KEEP = "keep"
    INACTIVE = "inactive"
    IGNORE = "ignore"


# The decisions that write something: each has a box to tick.
WRITING = frozenset({Decision.ADD, Decision.REMOVE, Decision.RENAME, Decision.MODIFY, Decision.REINTEGRATE})


class FieldChange(NamedTuple):
    """One field that would change, as written on screens."""

    field: str
    label: str
    before: str
    after: str


class Change(Protocol):
    """A decision and the key that names it in forms: the same while the school and the file are the same."""

    @property
    def decision(self) -> Decision: ...
    @property
    def key(self) -> str: ...
    @property
    def is_ticked(self) -> bool: ...
    @property
    def content(self) -> tuple[Any, ...]:
        """What is decided, as the forms depend on it."""


SomeChange = TypeVar("SomeChange", bound=Change)


def in_blocks(changes: Iterable[SomeChange]) -> list[SomeChange]:
    """The decisions in the order of the blocks of the review."""
    rank = {decision: position for position, decision in enumerate(Decision)}
    return sorted(changes, key=lambda change: rank[change.decision])


def chosen(changes: Iterable[SomeChange], keys: Iterable[str]) -> list[SomeChange]:
    """Those that write something and whose box was ticked."""
    ticked = frozenset(keys)
    return [change for change in changes if change.decision in WRITING and change.key in ticked]


def fingerprint(changes: Iterable[Change]) -> str:
    """A short text that differs as soon as one decision differs: a form filled from another plan is out of date."""
    decided = [(change.decision.value, change.key, *change.content) for change in changes]
    return hashlib.sha256(repr(decided).encode()).hexdigest()[:32]


def counts(changes: Iterable[Change]) -> Mapping[Decision, int]:
    """How many changes of each decision."""
    totals = dict.fromkeys(Decision, 0)
    for change in changes:
        totals[change.decision] += 1
    return totals
