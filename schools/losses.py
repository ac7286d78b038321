"""What a deletion would take away, counted and named before anything is deleted.

Every application says in its `losses.py` what its tables would lose with a class, a group, a matière or a period; a
test checks that no foreign key to one of them is forgotten.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from sacoche.kit.registry import Registry
from sacoche.kit.text import count


@dataclass(frozen=True)
class Loss:
    """One sentence, with the names of those whom it concerns; none when they are only counted."""

    sentence: str
    names: tuple[str, ...]


def loss(names: Sequence[str], singular: str, plural: str) -> Loss | None:
    """« 2 professeurs perdront cette classe. », with their names; None when there is nobody."""
    return Loss(f"{count(len(names), singular, plural)}.", tuple(names)) if names else None


def fingerprint(losses: Iterable[Loss]) -> str:
    """What the person who is asked has read: it must still be true when the answer comes."""
    return hashlib.sha256(repr(list(losses)).encode()).hexdigest()[:16]


Told = Callable[[Any], Loss | None]


@dataclass(frozen=True)
class LossPart:
    """What rows of `model` lose with the row that their foreign key `name` points at, in a sentence or several."""

    model: type[models.Model]
    name: str
    told: tuple[Told, ...]

    @property
    def code(self) -> str:
        """« app.Model.field »."""
        return f"{self.model._meta.label}.{self.name}"

    @property
    def of(self) -> Any:
        """The table that is deleted from."""
        return self.model._meta.get_field(self.name).related_model


parts: Registry[LossPart] = Registry("losses")


def lose(model: type[models.Model], name: str, *told: Told) -> None:
    """Register what rows of `model` lose when the row that `name` points at is deleted."""
    parts.register(LossPart(model, name, told))


def losses_of(thing: models.Model) -> list[Loss]:
    """What goes with a class, a group, a matière, a period: first what others lose, then what is of its own room."""
    own = thing._meta.app_label
    concerned = [part for part in parts if part.of is type(thing)]
    concerned.sort(key=lambda part: part.model._meta.app_label == own)
    return [found for part in concerned for tell in part.told if (found := tell(thing))]
