"""The items that somebody may evaluate, searched and shown as a tree."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef

from accounts.models import Account
from evaluations.models import EvaluationItem
from evaluations.rights import EVALUATE
from referentiels.models import Item, ItemLink, Referentiel, ReferentielQuerySet
from referentiels.queries.pages import displayed_reference
from referentiels.queries.places import active_niveaux, referentiels_open_to
from sacoche.kit.text import unaccent

# More would not be read; the page says how many there are.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class EvaluatedItem:
    """An item as the pages of évaluations show it. `times` and `last_on`: how often, and when last, it was evaluated.

    `is_closed` for an item of a matière that is not the reader's: it stays, and only its owner takes it out.
    """

    id: int
    reference: str
    name: str
    place: str
    times: int = 0
    last_on: datetime.date | None = None
    is_closed: bool = False
    coefficient: int = 1
    comment: str = ""
    is_of_socle: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds, by place of the tree; `total` may be more than what is shown."""

    places: Sequence[tuple[str, Sequence[EvaluatedItem]]]
    total: int


def referentiels_to_evaluate(account: Account) -> ReferentielQuerySet:
    """Those of the account's matières that the school uses, at the niveaux that it uses."""
    found: ReferentielQuerySet = referentiels_open_to(account, EVALUATE)
    return found.filter(niveau__in=active_niveaux(), matiere__is_active=True)


def items_open_to(account: Account, ids: Collection[int]) -> set[int]:
    """Those of these items that the account may put in an évaluation."""
    open_to = referentiels_open_to(account, EVALUATE).order_by().values("pk")
    return set(Item.objects.filter(pk__in=ids, theme__domaine__referentiel__in=open_to).values_list("pk", flat=True))


def search_items(account: Account, *, words: str, referentiel: Referentiel | None) -> Found:
    """The items of one référentiel, or of all that the account evaluates, whose name or reference holds every word."""
    of = [referentiel.pk] if referentiel else list(referentiels_to_evaluate(account).values_list("pk", flat=True))
    items = _in_tree_order(Item.objects.filter(theme__domaine__referentiel__in=of))
    wanted = unaccent(words).split()
    kept = [item for item in items if holds(item, wanted)]
    shown = kept[:SHOWN]
    times = times_of(account, [item.pk for item in shown])
    places: dict[str, list[EvaluatedItem]] = {}
    for item in shown:
        places.setdefault(place_of(item), []).append(evaluated(item, times=times))
    return Found(list(places.items()), len(kept))


def chosen_items(ids: Sequence[int], *, account: Account | None = None) -> list[EvaluatedItem]:
    """These items, in the order given; those that are gone are left out. For an account, `is_closed` tells its own."""
    found = {item.pk: item for item in _in_tree_order(Item.objects.filter(pk__in=ids))}
    own = items_open_to(account, ids) if account else set(ids)
    return [evaluated(found[pk], is_closed=pk not in own) for pk in ids if pk in found]


def items_with_place(ids: Collection[int]) -> Iterable[Item]:
    """These items, with all that `evaluated` reads."""
    return _in_tree_order(Item.objects.filter(pk__in=ids))


def items_of(evaluation_id: int) -> list[int]:
    """The items of an évaluation that exist, in its order."""
    lines = EvaluationItem.objects.filter(evaluation=evaluation_id, item__in=Item.objects.all())
    return list(lines.order_by("order", "pk").values_list("item_id", flat=True))


def evaluated(
    item: Item, *, times: Mapping[int, tuple[int, datetime.date]] | None = None, is_closed: bool = False
) -> EvaluatedItem:
    """An item read with its whole place (`theme__domaine__referentiel`)."""
    number, last = (times or {}).get(item.pk, (0, None))
    theme, domaine = item.theme, item.theme.domaine
    return EvaluatedItem(
        id=item.pk,
        reference=displayed_reference(domaine.referentiel.niveau.reference, domaine, theme, item),
        name=item.name,
        place=place_of(item),
        times=number,
        last_on=last,
        is_closed=is_closed,
        coefficient=item.coefficient,
        comment=item.comment,
        is_of_socle=bool(getattr(item, "is_of_socle", False)),
    )


def place_of(item: Item) -> str:
    """« Mathématiques – Sixième › Nombres et calculs »."""
    domaine = item.theme.domaine
    return f"{domaine.referentiel} › {domaine.name}"


def _in_tree_order(items: Iterable[Item]) -> Iterable[Item]:
    links = ItemLink.objects.filter(item=OuterRef("pk"))
    found = items.annotate(is_of_socle=Exists(links)).select_related(  # type: ignore[attr-defined]
        "theme__domaine__referentiel__matiere", "theme__domaine__referentiel__niveau"
    )
    ordered: Iterable[Item] = found.order_by(
        "theme__domaine__referentiel__matiere__label",
        "theme__domaine__referentiel__niveau__order",
        "theme__domaine__referentiel",
        "theme__domaine__order",
        "theme__domaine",
        "theme__order",
        "theme",
        "order",
        "pk",
    )
    return ordered


def holds(item: Item, wanted: Sequence[str]) -> bool:
    """Whatever accents and capitals; in Python, since each database has its own idea of them."""
    if not wanted:
        return True
    theme, domaine = item.theme, item.theme.domaine
    reference = displayed_reference(domaine.referentiel.niveau.reference, domaine, theme, item)
    text = unaccent(f"{item.name} {item.abbreviation} {reference} {theme.name} {domaine.name}")
    return all(word in text for word in wanted)


def times_of(account: Account, ids: Sequence[int]) -> dict[int, tuple[int, datetime.date]]:
    """How often the account has put each item in an évaluation of its own, and the last date."""
    lines = EvaluationItem.objects.filter(
        item__in=ids, evaluation__owner=account, evaluation__is_trace=False, evaluation__deleted_at=None
    )
    counted = lines.order_by().values_list("item_id").annotate(times=Count("pk"), last=Max("evaluation__given_on"))
    return {item: (times, last) for item, times, last in counted}
