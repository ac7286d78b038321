"""Where the results behind a figure come from: the évaluation, its day, who gave them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Account
from evaluations.models import PLANNED, Mark
from evaluations.queries.access import evaluations_of
from sacoche.kit.access import may


@dataclass(frozen=True)
class Evidence:
    """A result: the title of its évaluation, who gave it, and where the évaluation is read, for who may read it."""

    title: str
    author: str
    address: str


def evidence_of(reader: Account, pupil: int, items: Collection[int]) -> dict[tuple[int, int], Evidence]:
    """By item and évaluation, where the results of a pupil come from; two queries."""
    rows = Mark.objects.filter(pupil=pupil, item__in=items).exclude(code=PLANNED).order_by()
    facts = ("item_id", "evaluation_id", "evaluation__title", "author__label")
    found = list(rows.values_list(*facts))
    own = set(evaluations_of(reader).filter(pk__in={row[1] for row in found}).values_list("pk", flat=True))
    sees_all = may(reader, "evaluations.see_all")
    return {
        (item, evaluation): Evidence(
            title, author or "", _address(evaluation, is_own=evaluation in own, sees_all=sees_all)
        )
        for item, evaluation, title, author in found
    }


def _address(evaluation: int, *, is_own: bool, sees_all: bool) -> str:
    if is_own:
        return reverse("evaluations:evaluation", args=[evaluation])
    return reverse("evaluations:any", args=[evaluation]) if sees_all else ""
