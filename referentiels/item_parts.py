"""What the rooms above keep about items, declared in the `item_parts.py` of each: `refer(Mark, "item", …)`.

A deletion counts it and « Annuler » puts it back; a merge of two items carries it over; pages say how much an item
serves. A test fails when a foreign key to an item is declared nowhere.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from referentiels.models import Item
from sacoche.kit.registry import Registry
from sacoche.kit.text import count


def _nobody(rows: Any) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class ItemPart:
    """Rows of `model` that hold items by their foreign key `name`.

    `words`: what people call one of them and several (« résultat », « résultats »); without, they are never counted.
    `whose`: the foreign key to the pupils that they are counted with, if any.
    `once`: the columns that, with the item, no two rows share; in a merge, the row of the item that stays wins.
    `follows`: whether a merge carries them over; else they go with the item that is absorbed.
    `named`: what names rows that a merge would lose, given as a queryset.
    """

    model: type[models.Model]
    name: str
    words: tuple[str, str] | None
    whose: str
    once: tuple[str, ...]
    follows: bool
    named: Callable[[Any], Sequence[str]]

    @property
    def code(self) -> str:
        """« app.Model.field »."""
        return f"{self.model._meta.label}.{self.name}"

    def rows_of(self, items: Any) -> Any:
        """The rows of these items: keys, or a queryset of them."""
        manager: Any = self.model._default_manager
        return manager.filter(**{f"{self.name}__in": items})

    def doubles(self, absorbed: int, kept: int) -> list[int]:
        """The numbers of the rows of an item that a merge into another one would lose."""
        rows = self.rows_of([absorbed])
        if not self.follows:
            return list(rows.values_list("pk", flat=True))
        if not self.once:
            return []
        held = set(self.rows_of([kept]).values_list(*self.once))
        # As in a unique constraint, nothing is never the same as nothing.
        return [key for key, *place in rows.values_list("pk", *self.once) if None not in place and tuple(place) in held]

    def counted(self, items: Any) -> str:
        """« 37 résultats de 4 élèves » of these items; empty when there is none, or when nobody counts them."""
        return self.in_words(self.rows_of(items)) if self.words else ""

    def in_words(self, rows: Any) -> str:
        """How many rows, with their words; empty when there is none."""
        assert self.words is not None
        number = rows.count()
        if not number:
            return ""
        said = count(number, *self.words)
        if not self.whose:
            return said
        return f"{said} de {count(rows.order_by().values(self.whose).distinct().count(), 'élève', 'élèves')}"


parts: Registry[ItemPart] = Registry("what is kept about items")


def refer(
    model: type[models.Model],
    name: str,
    *,
    words: tuple[str, str] | None = None,
    whose: str = "",
    once: tuple[str, ...] = (),
    follows: bool = True,
    named: Callable[[Any], Sequence[str]] = _nobody,
) -> None:
    """Register that rows of `model` hold items by the foreign key `name`; see ItemPart."""
    parts.register(ItemPart(model, name, words, whose, once, follows, named))


def held_in_words(items: "models.QuerySet[Item] | Collection[int]") -> list[str]:
    """What these items hold, each part in words: « 37 résultats de 4 élèves », « 1 demande »."""
    return [said for part in parts if (said := part.counted(items))]


def held_by_each(items: Collection[int]) -> dict[int, str]:
    """What each of these items holds, in words (« 5 résultats, 1 demande »); those that hold nothing are left out."""
    said: dict[int, list[str]] = {}
    for part in parts:
        if part.words:
            counts = part.rows_of(items).order_by().values_list(part.name).annotate(number=models.Count("pk"))
            for item, number in counts:
                said.setdefault(item, []).append(count(number, *part.words))
    return {item: ", ".join(words) for item, words in said.items()}


def hold_something(items: "models.QuerySet[Item] | Collection[int]") -> bool:
    """Whether anybody would miss what these items hold."""
    return any(part.rows_of(items).exists() for part in parts if part.words)
