"""An évaluation as its documents read it (`evaluations.paper.sheet`): four queries, whatever its size."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from accounts.models import Account
from evaluations.models import Evaluation, Mark
from evaluations.paper.sheet import Sheet, SheetItem, SheetPupil
from evaluations.queries.items import items_of
from evaluations.queries.lists import target_of
from evaluations.queries.pupils import in_order_of, members_of
from referentiels.models import Item, ItemLink
from referentiels.queries.pages import displayed_reference


def sheet_of(evaluation: Evaluation, *, only: Sequence[int] | None = None) -> Sheet:
    """Its items and its active pupils in their order, and its marks; with `only`, these pupils alone."""
    pupils = in_order_of(evaluation, members_of(evaluation))
    found = list(pupils.only("last_name", "first_name"))
    shown = [pupil for pupil in found if only is None or pupil.pk in set(only)]
    marks = Mark.objects.filter(evaluation=evaluation).values_list("pupil_id", "item_id", "code")
    return Sheet(
        title=evaluation.title,
        place=target_of(evaluation),
        day=evaluation.given_on,
        items=_items(evaluation),
        pupils=[_pupil(pupil) for pupil in shown],
        cells={(pupil, item): code for pupil, item, code in marks},
        school=str(evaluation.school),
    )


def _pupil(pupil: Account) -> SheetPupil:
    return SheetPupil(pupil.pk, pupil.last_name, pupil.first_name)


def _items(evaluation: Evaluation) -> list[SheetItem]:
    ids = items_of(evaluation.pk)
    links = ItemLink.objects.filter(item=OuterRef("pk"))
    found = Item.objects.filter(pk__in=ids).annotate(is_of_socle=Exists(links))
    by_id = {
        item.pk: item
        for item in found.select_related("theme__domaine__referentiel__matiere", "theme__domaine__referentiel__niveau")
    }
    return [_item(by_id[pk]) for pk in ids if pk in by_id]


def _item(item: Item) -> SheetItem:
    theme, domaine = item.theme, item.theme.domaine
    referentiel = domaine.referentiel
    reference = displayed_reference(referentiel.niveau.reference, domaine, theme, item)
    return SheetItem(
        id=item.pk,
        reference=f"{referentiel.matiere.reference}.{reference}",
        name=item.name,
        is_of_socle=item.is_of_socle,  # type: ignore[attr-defined]  # annotated
        coefficient=item.coefficient,
    )
