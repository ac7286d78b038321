"""What a class or a group is called, wherever somebody chooses it or reads it.

Its long name; and its reference besides, when another of the school would read the same. The short name, 20 characters,
is that of files and of the tables of the first degree.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_delete, post_save

from sacoche.kit.text import unaccent

LookAlikes = frozenset[str]
# What was looked up during the present request, by table; None outside of one: it is then looked up each time.
_remembered: ContextVar[dict[Any, tuple[LookAlikes, LookAlikes]] | None] = ContextVar("look_alikes", default=None)


@contextmanager
def labels_remembered() -> Iterator[None]:
    """For the length of a request, which names look alike is asked once."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def label_of(place: Any) -> str:
    """« Classe 6EME », or « Classe 6EME (6A) » when two classes of the school bear that name; the same for a group."""
    name = place.long_name or place.name
    if place.reference and _folded(name) in _look_alikes(type(place)):
        return f"{name} ({place.reference})"
    return str(name)


def plain_label(place: Any) -> str:
    """« CM2 » for « [CM2] CM2 »: on a card, read by a child, the level is not said twice."""
    label = label_of(place)
    level, _, rest = label.removeprefix("[").partition("] ")
    return rest if label.startswith("[") and rest.startswith(level) else label


def short_label(place: Any) -> str:
    """The name of 20 characters, for files; with the reference when another of the school bears the same."""
    is_shared = place.reference and _folded(place.name) in _look_alikes(type(place), is_short=True)
    return f"{place.name} ({place.reference})" if is_shared else str(place.name)


def labels_by(field: str, model: Any) -> dict[Any, str]:
    """What every class, or every group, of the school is called, by one of its columns."""
    return {getattr(place, field): label_of(place) for place in model.objects.order_by()}


def _folded(name: str) -> str:
    return " ".join(unaccent(name).split())


def _look_alikes(model: Any, *, is_short: bool = False) -> LookAlikes:
    remembered = _remembered.get()
    if remembered is None:
        return _looked_up(model)[is_short]
    if model not in remembered:
        remembered[model] = _looked_up(model)
    return remembered[model][is_short]


def _looked_up(model: Any) -> tuple[LookAlikes, LookAlikes]:
    """The names that several bear: the long ones, the short ones."""
    rows = list(model.objects.order_by().values_list("long_name", "name"))
    return _repeated(long_name or name for long_name, name in rows), _repeated(name for _, name in rows)


def _repeated(names: Iterable[str]) -> LookAlikes:
    counted = Counter(map(_folded, names))
    return frozenset(name for name, number in counted.items() if number > 1)


def _forget(sender: Any, **_: Any) -> None:
    remembered = _remembered.get()
    if remembered is not None:
        remembered.pop(sender, None)


def forget_at_each_write(*models: Any) -> None:
    """A class made, renamed or deleted may change what the others are called."""
    for model in models:
        post_save.connect(_forget, sender=model, dispatch_uid=f"labels.saved.{model.__name__}")
        post_delete.connect(_forget, sender=model, dispatch_uid=f"labels.deleted.{model.__name__}")
