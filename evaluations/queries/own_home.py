"""What a pupil finds on his home page, or a guardian about one child.

Nothing of an évaluation before its day; states for who has the right to them.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Account
from evaluations.models import PLANNED, Document, Evaluation, Mark
from evaluations.queries.families import documents_seen, evaluations_seen, is_self_open, states_of
from evaluations.queries.items import EvaluatedItem, chosen_items
from evaluations.scale.whole import Scale
from evaluations.scoring.states import State
from schools.calendar import Days

_NEW = datetime.timedelta(days=7)


@dataclass(frozen=True)
class NewResult:
    """A result seen for a week at most."""

    evaluation: Evaluation
    item: EvaluatedItem
    code: str


@dataclass(frozen=True)
class Held:
    """An item of the year and the state that it is in."""

    item: EvaluatedItem
    state: State


@dataclass(frozen=True)
class OwnWork:
    """The blocks of the home page; each is empty when there is nothing to say."""

    coming: Sequence[Evaluation]
    results: Sequence[NewResult]
    to_improve: Sequence[Held]
    mastered: Sequence[Held]
    self_open: Sequence[Evaluation]
    documents: Sequence[Document]

    @property
    def is_empty(self) -> bool:
        blocks = (self.coming, self.results, self.to_improve, self.mastered, self.self_open, self.documents)
        return not any(blocks)


def own_work(pupil: Account, on: datetime.date, year: Days, *, scale: Scale, shows_states: bool) -> OwnWork:
    """What this pupil has that day of a school year; as many queries whatever he has."""
    seen = list(evaluations_seen(pupil, on).filter(given_on__range=(year.first, year.last)).order_by("given_on", "pk"))
    by_key = {each.pk: each for each in seen}
    marks = Mark.objects.filter(pupil=pupil, evaluation__in=by_key).exclude(code=PLANNED)
    rows = list(marks.order_by("-given_on", "-evaluation_id").values_list("evaluation_id", "item_id", "code"))
    items = {item.id: item for item in chosen_items(list(dict.fromkeys(item for _, item, _ in rows)))}
    held = _held(pupil, items, on, scale) if shows_states else []
    best = scale.states[-1]
    return OwnWork(
        coming=[each for each in seen if each.given_on > on],
        results=[
            NewResult(by_key[evaluation], items[item], code)
            for evaluation, item, code in rows
            if item in items and _is_new(max(by_key[evaluation].visible_on, by_key[evaluation].given_on), on)
        ],
        to_improve=[each for each in held if each.state is not best],
        mastered=[each for each in held if each.state is best],
        self_open=[each for each in seen if is_self_open(each, on)],
        documents=[each for each in documents_seen(list(by_key), pupil, on) if _is_new(_seen_since(each), on)],
    )


def _is_new(day: datetime.date, on: datetime.date) -> bool:
    return on - _NEW < day <= on


def _seen_since(document: Document) -> datetime.date:
    """The first day when families read it."""
    return max(document.evaluation.visible_on, document.visible_on or document.evaluation.visible_on)


def _held(pupil: Account, items: dict[int, EvaluatedItem], on: datetime.date, scale: Scale) -> list[Held]:
    """The state of each item, the lowest first."""
    ranks: dict[State, int] = {state: rank for rank, state in enumerate(scale.states)}
    states = states_of(pupil, list(items), scale, seen_on=on)
    found = [Held(items[key], state) for key, state in states.items() if state is not None]
    return sorted(found, key=lambda one: (ranks[one.state], one.item.place, one.item.reference))
