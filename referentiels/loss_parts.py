"""What a matière takes along when it is deleted: its référentiels, with their trees."""

from django.db.models import Count

from referentiels.losses import held_losses
from referentiels.models import Item, Referentiel
from sacoche.kit.text import count
from schools.losses import Loss, lose, loss
from schools.models import Matiere


def _referentiels_of_matiere(matiere: Matiere) -> Loss | None:
    rows = Referentiel.objects.filter(matiere=matiere).in_order().annotate(items=Count("domaines__themes__items"))
    return loss(
        [f"{row.niveau.label} ({count(row.items, 'item', 'items')})" for row in rows],
        "référentiel disparaîtra",
        "référentiels disparaîtront",
    )


def _held_by_items(matiere: Matiere) -> Loss | None:
    return next(iter(held_losses(Item.objects.filter(theme__domaine__referentiel__matiere=matiere))), None)


lose(Referentiel, "matiere", _referentiels_of_matiere, _held_by_items)
