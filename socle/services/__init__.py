"""What is decided on the socle beside its grids: verbs that write, one transaction each."""

from socle.services.cancelling import ValidatedSince, cancel_pilier
from socle.services.choices import remember_palier_of_items, remember_palier_of_piliers, remember_percentages
from socle.services.languages import choose_language

__all__ = [
    "ValidatedSince",
    "cancel_pilier",
    "choose_language",
    "remember_palier_of_items",
    "remember_palier_of_piliers",
    "remember_percentages",
]
