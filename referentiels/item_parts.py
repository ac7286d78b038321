"""What the rooms above keep about items, declared in the `item_parts.py` of each: `refer(Mark, "item", …)`.

A deletion counts it and « Annuler » puts it back; a merge of two items carries it over; pages say how much an item
serves. A test fails when a foreign key to an item is declared nowhere.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from referentiels.models import Item
from sacoche.kit.registry import Registry
from sacoche.kit.text import count


def _nobody(rows: Any) -> Sequence[str]:
    return ()


def _all(rows: Any) -> Any:
    return rows


@dataclass(frozen=True)
class ItemPart:
    """Rows of `model` that hold items by their foreign key `name`.

    `words`: what people call one of them and several (« résultat », « résultats »); without, they are never counted.
    `whose`: the foreign key to the pupils that they are counted with, if any.
    `once`: the columns that, with the item, no two rows share; in a merge, the row of the item that stays wins.
    `follows`: whether a merge carries them over; else they go with the item that is absorbed.
    `named`: what names rows that a merge would lose, given as a queryset.
    `told`: of a queryset, the rows that people count; the others follow without a word.
    `stays`: a history, which nothing rewrites: neither a deletion nor a merge touches it.

    A row is known by its number; where several columns make its key, by those besides the item (`key`).
    """

    model: type[models.Model]
    name: str
    words: tuple[str, str] | None
    whose: str
    once: tuple[str, ...]
    follows: bool
    named: Callable[[Any], Sequence[str]]
    told: Callable[[Any], Any] = _all
    stays: bool = False

    @property
    def code(self) -> str:
        """« app.Model.field »."""
        return f"{self.model._meta.label}.{self.name}"

    def rows_of(self, items: Any) -> Any:
        """The rows of these items: keys, or a queryset of them."""
        manager: Any = self.model._default_manager
        return manager.filter(**{f"{self.name}__in": items})

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that know a row among those of one item."""
        own = self.model._meta.pk
        if not isinstance(own, models.CompositePrimaryKey):
            return ("pk",)
        columns = [self.model._meta.get_field(name).attname for name in own.field_names]  # type: ignore[union-attr]
        return tuple(column for column in columns if column != f"{self.name}_id")

    def keys_of(self, rows: Any) -> list[Any]:
        """What knows these rows of one item: a number, or a list of several."""
        if len(self.key) == 1:
            return list(rows.values_list(*self.key, flat=True))
        return [list(place) for place in rows.values_list(*self.key)]

    def pieces(self, rows: Any, keys: Collection[Any]) -> Iterator[Any]:
        """Among the rows of one item, those of these keys, as few querysets as their key allows."""
        if len(self.key) == 1:
            yield rows.filter(pk__in=keys)
            return
        first, *others = self.key
        together: dict[tuple[Any, ...], list[Any]] = {}
        for key in keys:
            together.setdefault(tuple(key[1:]), []).append(key[0])
        for place, firsts in together.items():
            yield rows.filter(**dict(zip(others, place, strict=True)), **{f"{first}__in": firsts})

    def doubles(self, absorbed: int, kept: int) -> Any:
        """The rows of an item that a merge into another one would lose, as a queryset."""
        return self._parted(absorbed, kept)[0]

    def moving(self, absorbed: int, kept: int) -> Any:
        """The rows of an item that a merge into another one would carry over, as a queryset."""
        return self._parted(absorbed, kept)[1]

    def _parted(self, absorbed: int, kept: int) -> tuple[Any, Any]:
        rows = self.rows_of([absorbed])
        if not self.follows or not self.once:
            return (rows.none(), rows) if self.follows else (rows, rows.none())
        # As in a unique constraint, nothing is never the same as nothing.
        same = Exists(self.rows_of([kept]).filter(**{column: OuterRef(column) for column in self.once}))
        return rows.filter(same), rows.exclude(same)

    def told_of(self, items: Any) -> Any:
        """The rows of these items that people count."""
        return self.told(self.rows_of(items))

    def counted(self, items: Any) -> str:
        """« 37 résultats de 4 élèves » of these items; empty when there is none, or when nobody counts them."""
        return self.in_words(self.told_of(items)) if self.words else ""

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
    told: Callable[[Any], Any] = _all,
    stays: bool = False,
) -> None:
    """Register that rows of `model` hold items by the foreign key `name`; see ItemPart."""
    parts.register(ItemPart(model, name, words, whose, once, follows, named, told, stays))


def rewritten_parts() -> list[ItemPart]:
    """Those whose rows a deletion takes along and a merge carries over: all but histories."""
    return [part for part in parts if not part.stays]


def held_in_words(items: "models.QuerySet[Item] | Collection[int]") -> list[str]:
    """What these items hold, each part in words: « 37 résultats de 4 élèves », « 1 demande »."""
    return [said for part in parts if (said := part.counted(items))]


def held_by_each(items: "models.QuerySet[Item] | Collection[int]") -> dict[int, str]:
    """What each of these items holds, in words (« 5 résultats, 1 demande »); those that hold nothing are left out."""
    said: dict[int, list[str]] = {}
    for part in parts:
        if part.words:
            counts = part.told_of(items).order_by().values_list(part.name).annotate(number=models.Count("*"))
            for item, number in counts:
                said.setdefault(item, []).append(count(number, *part.words))
    return {item: ", ".join(words) for item, words in said.items()}


def hold_something(items: "models.QuerySet[Item] | Collection[int]") -> bool:
    """Whether anybody would miss what these items hold."""
    return any(part.rows_of(items).exists() for part in parts if part.words)
