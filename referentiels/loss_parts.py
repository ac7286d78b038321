"""What a matière, or a niveau of the school's own, takes along when it is deleted: référentiels, with their trees."""

from collections.abc import Callable

from django.db.models import Count

from referentiels.losses import held_losses
from referentiels.models import Item, Referentiel, ReferentielQuerySet
from sacoche.kit.text import count
from schools.losses import Loss, lose, loss
from schools.models import Matiere, Niveau


def _referentiels_of_matiere(matiere: Matiere) -> Loss | None:
    return _referentiels(Referentiel.objects.filter(matiere=matiere), lambda row: row.niveau.label)


def _referentiels_of_niveau(niveau: Niveau) -> Loss | None:
    return _referentiels(Referentiel.objects.filter(niveau=niveau), lambda row: row.matiere.label)


def _referentiels(rows: ReferentielQuerySet, name: Callable[[Referentiel], str]) -> Loss | None:
    counted = rows.in_order().annotate(items=Count("domaines__themes__items"))
    return loss(
        [f"{name(row)} ({count(row.items, 'item', 'items')})" for row in counted],
        "référentiel disparaîtra",
        "référentiels disparaîtront",
    )


def _held_in_matiere(matiere: Matiere) -> Loss | None:
    return next(iter(held_losses(Item.objects.filter(theme__domaine__referentiel__matiere=matiere))), None)


def _held_in_niveau(niveau: Niveau) -> Loss | None:
    return next(iter(held_losses(Item.objects.filter(theme__domaine__referentiel__niveau=niveau))), None)


lose(Referentiel, "matiere", _referentiels_of_matiere, _held_in_matiere)
lose(Referentiel, "niveau", _referentiels_of_niveau, _held_in_niveau)
