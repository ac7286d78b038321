"""How many people a class, a group or a matière holds: the application that has the people counts."""

from collections.abc import Callable, Mapping

from django.db.models import Count, Model

Counts = Callable[[], Mapping[str, Count]]

_counts: dict[type[Model], Counts] = {}


def plug_counts(model: type[Model], counts: Counts) -> None:
    """`counts` gives the annotations of a list of such rows, at each reading: who is present depends on the day."""
    _counts[model] = counts


def counts_of(model: type[Model]) -> Mapping[str, Count]:
    """The annotations of a list of such rows."""
    return _counts[model]()
