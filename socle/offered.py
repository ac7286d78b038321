"""The items of 2006 that référentiels may be linked to: those of the paliers that the school works with."""

from typing import Any

from referentiels.narrowing import narrow
from socle.models import Item
from socle.paliers import active_paliers


def _items_of_active_paliers() -> Any:
    return Item.objects.filter(domaine__pilier__palier__in=active_paliers()).values("pk")


narrow("2006", _items_of_active_paliers)
