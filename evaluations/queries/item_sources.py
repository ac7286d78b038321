"""Where items are taken from, besides the trees: a regroupement, the last ones used, another évaluation."""

from typing import Any

from accounts.models import Account
from evaluations.models import EvaluationItem
from evaluations.queries.access import evaluations_of
from evaluations.queries.items import (
    EvaluatedItem,
    Found,
    evaluated,
    holds,
    items_of,
    items_open_to,
    items_with_place,
    place_of,
    times_of,
)
from referentiels.queries.item_sets import items_of as items_of_set
from referentiels.queries.item_sets import set_open_to, sets_open_to
from sacoche.kit.text import unaccent

# As many évaluations as a list can be read; as many items as were used lately.
_EVALUATIONS, _LAST = 40, 40
_SET, _EVALUATION, _LAST_USED = "regroupement", "evaluation", "derniers"


def sources_of_items(account: Account) -> list[tuple[str, Any]]:
    """The choices of « Prendre dans »: a code and a label, by kind."""
    sets = [(f"{_SET}-{row.item_set.pk}", row.item_set.name) for row in sets_open_to(account)]
    last = evaluations_of(account).latest_first()[:_EVALUATIONS]
    evaluations = [(f"{_EVALUATION}-{each.pk}", f"{each.title} ({each.given_on:%d/%m/%Y})") for each in last]
    found: list[tuple[str, Any]] = [("", "Les référentiels"), (_LAST_USED, "Mes derniers items")]
    found += [("Regroupements", sets)] if sets else []
    found += [("Évaluations", evaluations)] if evaluations else []
    return found


def items_from(account: Account, source: str, words: str) -> Found:
    """The items of a source that the account may evaluate and that hold every word, by place of the tree."""
    ids = _ids(account, source)
    own, wanted = items_open_to(account, ids), unaccent(words).split()
    known = {item.pk: item for item in items_with_place(ids) if item.pk in own and holds(item, wanted)}
    times = times_of(account, list(known))
    places: dict[str, list[EvaluatedItem]] = {}
    for pk in ids:
        if pk in known:
            places.setdefault(place_of(known[pk]), []).append(evaluated(known[pk], times=times))
    return Found(list(places.items()), len(known))


def _ids(account: Account, source: str) -> list[int]:
    kind, _, key = source.partition("-")
    if kind == _SET and (row := set_open_to(account, int(key))):
        return items_of_set(row.item_set)
    if kind == _EVALUATION and evaluations_of(account).filter(pk=int(key)).exists():
        return items_of(int(key))
    return _last_used(account) if kind == _LAST_USED else []


def _last_used(account: Account) -> list[int]:
    """The items of one's last évaluations, the latest first, each once."""
    lines = EvaluationItem.objects.filter(
        evaluation__owner=account, evaluation__is_trace=False, evaluation__deleted_at=None
    )
    recent = lines.order_by("-evaluation__given_on", "-evaluation", "order").values_list("item_id", flat=True)
    return list(dict.fromkeys(recent[: 10 * _LAST]))[:_LAST]
