"""The trees of the référentiels, a row an item."""

from django.db.models import QuerySet

from exports.extractions.base import in_tree_order, item_columns, referentiel_columns
from exports.registry import Column, Extraction, extractions
from referentiels.models import Item


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = in_tree_order(Item.objects.all())
    return found


extractions.register(
    Extraction(
        code="arborescence",
        label="Arborescence des référentiels",
        columns=(
            *referentiel_columns(),
            Column("domaine_code", "Code du domaine", "theme__domaine__code"),
            Column("domaine_nom", "Domaine", "theme__domaine__name"),
            Column("theme_rang", "Rang du thème", "theme__order"),
            Column("theme_nom", "Thème", "theme__name"),
            Column("item_rang", "Rang de l'item", "order"),
            *item_columns()[3:],
        ),
        source=_source,
    )
)
