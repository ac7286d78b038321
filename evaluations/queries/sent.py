"""The results of a pupil as another school is given them."""

from typing import Any

from accounts.models import Account
from evaluations.models import PLANNED, Mark
from evaluations.queries.scale import current_scale
from evaluations.scale.codes import SPECIAL_CODES
from evaluations.transfer import SentItem, SentResult, Transfer
from referentiels.models import Item
from referentiels.queries.pages import displayed_reference
from sacoche.kit.clock import today
from schools.models import School

_ITEM = ("theme__domaine__referentiel__matiere", "theme__domaine__referentiel__niveau")


def results_sent(pupil: Account, school: School) -> Transfer:
    """Every result of the pupil on an item that is still in its référentiel, the oldest first; what is only planned is
    no result.
    """
    marks = list(
        Mark.objects.filter(pupil=pupil)
        .exclude(code=PLANNED)
        .select_related("evaluation")
        .order_by("given_on", "evaluation_id", "item_id")
    )
    items = {item.pk: item for item in items_known({mark.item_id for mark in marks})}
    ranks = {pk: rank for rank, pk in enumerate(items)}
    codes = _codes()
    return Transfer(
        school=school.name,
        uai=school.uai,
        made_on=today(),
        last_name=pupil.last_name,
        first_name=pupil.first_name,
        sconet_id=pupil.sconet_id or 0,
        items=[item_sent(item) for item in items.values()],
        results=[_result(mark, ranks, codes) for mark in marks if mark.item_id in ranks],
    )


def items_known(pks: Any = None) -> list[Item]:
    """These items, or all those of the school, in the order of their trees."""
    found = Item.objects.select_related(*_ITEM)
    if pks is not None:
        found = found.filter(pk__in=pks)
    order = ("theme__domaine__referentiel", "theme__domaine__order", "theme__order", "order", "pk")
    return list(found.order_by(*order))


def item_sent(item: Item) -> SentItem:
    """An item with all that names it."""
    domaine = item.theme.domaine
    matiere, niveau = domaine.referentiel.matiere, domaine.referentiel.niveau
    return SentItem(
        matiere=matiere.label,
        matiere_reference=matiere.reference,
        niveau=niveau.label,
        niveau_reference=niveau.reference,
        reference=displayed_reference(niveau.reference, domaine, item.theme, item),
        name=item.name,
        place=f"{domaine.name} › {item.theme.name}",
    )


def _codes() -> dict[str, tuple[str, str, int | None]]:
    """What a mark keeps, and what people read of it."""
    ordinary = {str(code.number): (code.sigle, code.legend, code.value) for code in current_scale().codes}
    return ordinary | {code.sigle: (code.sigle, code.legend, None) for code in SPECIAL_CODES}


def _result(mark: Mark, ranks: dict[int, int], codes: dict[str, tuple[str, str, int | None]]) -> SentResult:
    sigle, legend, value = codes.get(mark.code, (mark.code, "", None))
    return SentResult(ranks[mark.item_id], mark.given_on, sigle, legend, value, mark.evaluation.title)
