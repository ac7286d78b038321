"""The journal of sensitive actions: each app declares its verbs; accounts stores the lines."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sacoche.kit import sentences
from sacoche.kit.registry import Registry


@dataclass(frozen=True)
class Verb:
    """An action worth a line. `sentence` is French and may hold {names} of the details given to `record`; a number
    goes with its word, « {pupils:élève|élèves} ».
    """

    code: str
    sentence: str
    # One of the many lines that coming and going leave: read apart from the others, and kept less long.
    is_of_sign_in: bool = False
    # So wide an action that administrators may ask to be told of it at once.
    is_told: bool = False

    @property
    def label(self) -> str:
        """The sentence without its details, for a list of choices: « a créé le compte de … (…) »."""
        return sentences.bare(self.sentence)

    def check(self, details: Mapping[str, Any]) -> None:
        """Raise KeyError when the sentence misses one of its details."""
        sentences.check(self.sentence, details)

    def told(self, details: Mapping[str, Any]) -> str:
        """The sentence with these details; one that the line was written without becomes « … »."""
        return sentences.told(self.sentence, details)


verbs: Registry[Verb] = Registry("verbs")
_store: Callable[..., None] | None = None
_address: ContextVar[str] = ContextVar("journal_address", default="")


def plug_storage(store: Callable[..., None]) -> None:
    """Give the function that writes a line: store(code=…, actor=…, school=…, details={…}, address=…)."""
    global _store
    _store = store


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Inside, every line says that it was asked for from this network address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def asked_from() -> str:
    """The network address of the request under way, empty outside of any."""
    return _address.get()


def record(code: str, *, actor: Any, school: Any, **details: Any) -> None:
    """Write one line, inside the transaction of the service that calls.

    `actor` is the account who acts, or None for a command; `details` must be JSON values.
    Raises UnknownCode for a verb nobody declared, and KeyError when its sentence misses a detail.
    """
    verbs.get(code).check(details)
    if _store is None:
        raise RuntimeError("no storage is plugged into the journal")
    _store(code=code, actor=actor, school=school, details=details, address=asked_from())
