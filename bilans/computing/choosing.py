"""Which items a document is about. The order of the items stays."""

from collections.abc import Collection, Iterable

from bilans.computing.inputs import Item


def of_matiere(items: Iterable[Item], matiere: int) -> tuple[Item, ...]:
    """The items of one matière, by its key: it is asked for by name, so that even one left by the school is read."""
    return tuple(item for item in items if item.matiere.key == matiere and item.referentiel.niveau.is_active)


def of_every_matiere(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items of what the school teaches: active matières, active niveaux."""
    return tuple(item for item in items if item.matiere.is_active and item.referentiel.niveau.is_active)


def of_referentiel(items: Iterable[Item], referentiel: int) -> tuple[Item, ...]:
    """The items of one référentiel, by its key."""
    return tuple(item for item in items if item.referentiel.key == referentiel)


def chosen(items: Iterable[Item], keys: Collection[int]) -> tuple[Item, ...]:
    """The items that somebody chose one by one, wherever they stand."""
    return tuple(item for item in items if item.key in keys)


def linked(items: Iterable[Item]) -> tuple[Item, ...]:
    """Those that feed the socle, whatever its version."""
    return tuple(item for item in items if item.links)


def of_niveaux(items: Iterable[Item], niveaux: Collection[int]) -> tuple[Item, ...]:
    """Those of these niveaux, by key: a pupil's own, with its cycle."""
    return tuple(item for item in items if item.referentiel.niveau.key in niveaux)
