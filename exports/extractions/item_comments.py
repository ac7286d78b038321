"""The comments of the items that have one."""

from django.db.models import QuerySet

from exports.extractions.base import in_tree_order, item_columns
from exports.registry import Column, Extraction, extractions
from referentiels.models import Item


def _source(*, is_with_left: bool) -> QuerySet:
    found: QuerySet = in_tree_order(Item.objects.exclude(comment=""))
    return found


extractions.register(
    Extraction(
        code="commentaires",
        label="Commentaires des items",
        columns=(
            *item_columns(),
            Column("commentaire", "Commentaire", "comment"),
        ),
        source=_source,
    )
)
