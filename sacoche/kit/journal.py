"""The journal of sensitive actions: each app declares its verbs; accounts stores the lines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sacoche.kit.registry import Registry


@dataclass(frozen=True)
class Verb:
    """An action worth a line. `sentence` is French and may hold {names} of the details given to `record`."""

    code: str
    sentence: str


verbs: Registry[Verb] = Registry("verbs")
_store: Callable[..., None] | None = None


def plug_storage(store: Callable[..., None]) -> None:
    """Give the function that writes a line: store(code=…, actor=…, school=…, details={…})."""
    global _store
    _store = store


def record(code: str, *, actor: Any, school: Any, **details: Any) -> None:
    """Write one line, inside the transaction of the service that calls.

    `actor` is the account who acts, or None for a command; `details` must be JSON values.
    Raises UnknownCode for a verb nobody declared, and KeyError when its sentence misses a detail.
    """
    verbs.get(code).sentence.format(**details)
    if _store is None:
        raise RuntimeError("no storage is plugged into the journal")
    _store(code=code, actor=actor, school=school, details=details)
