"""How much each item serves: the évaluations that hold it."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from evaluations.models import EvaluationItem
from exports.extractions.base import in_tree_order, item_columns
from exports.registry import Column, Extraction, extractions
from referentiels.models import Item


def _source(*, is_with_left: bool) -> QuerySet:
    held = EvaluationItem.objects.filter(item=OuterRef("pk")).order_by().values("item").annotate(number=Count("pk"))
    number = Coalesce(Subquery(held.values("number"), output_field=IntegerField()), 0)
    found: QuerySet = in_tree_order(Item.objects.annotate(evaluation_count=number))
    return found


extractions.register(
    Extraction(
        code="usage-items",
        label="Utilisation des items",
        columns=(*item_columns(), Column("evaluations", "Évaluations", "evaluation_count")),
        source=_source,
    )
)
