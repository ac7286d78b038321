"""What was decided on one pupil, compétence by compétence, as he, his guardians and his teachers read it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from accounts.models import Account
from socle.grids import GridItem, grid_items
from socle.models import ItemValidation, PilierValidation, State
from socle.queries import active_paliers

Decided = tuple[int, datetime.date]


@dataclass(frozen=True)
class ItemDecision:
    """One item; `decided_on` is None while nobody has decided."""

    label: str
    state: State
    decided_on: datetime.date | None


@dataclass(frozen=True)
class DomaineDecisions:
    label: str
    items: list[ItemDecision]


@dataclass(frozen=True)
class PilierDecisions:
    """A compétence: what was decided of it as a whole, and of its items."""

    ref: str
    label: str
    state: State
    domaines: list[DomaineDecisions]

    @property
    def items(self) -> list[ItemDecision]:
        return [item for domaine in self.domaines for item in domaine.items]

    @property
    def validated(self) -> int:
        return sum(item.state == State.VALIDATED for item in self.items)

    @property
    def refused(self) -> int:
        return sum(item.state == State.REFUSED for item in self.items)

    @property
    def undecided(self) -> int:
        return len(self.items) - self.validated - self.refused


@dataclass(frozen=True)
class PalierDecisions:
    label: str
    piliers: list[PilierDecisions]


def decisions_of(pupil: Account) -> list[PalierDecisions]:
    """The decisions on a pupil, by palier that the school works with and where something was decided; three queries."""
    active = set(active_paliers().values_list("pk", flat=True))
    items = _stored(ItemValidation.objects.filter(pupil=pupil), "item_id")
    piliers = _stored(PilierValidation.objects.filter(pupil=pupil), "pilier_id")
    return [
        PalierDecisions(lines[0].palier_label, _piliers(lines, items, piliers))
        for palier_id, lines in _groups(grid_items(), "palier_id")
        if palier_id in active and any(line.id in items or line.pilier_id in piliers for line in lines)
    ]


def decisions_on(pupil: Account, pilier_id: int) -> PilierDecisions:
    """The decisions on a pupil about one compétence, and its items; two queries."""
    lines = [line for line in grid_items() if line.pilier_id == pilier_id]
    of_these = [line.id for line in lines]
    items = _stored(ItemValidation.objects.filter(pupil=pupil, item__in=of_these), "item_id")
    piliers = _stored(PilierValidation.objects.filter(pupil=pupil, pilier=pilier_id), "pilier_id")
    return _piliers(lines, items, piliers)[0]


def _stored(decisions: QuerySet[Any], key: str) -> dict[int, Decided]:
    return {pk: (state, on) for pk, state, on in decisions.values_list(key, "state", "decided_on")}


def _groups(lines: Iterable[GridItem], field: str) -> list[tuple[int, list[GridItem]]]:
    return [(key, list(group)) for key, group in groupby(lines, key=attrgetter(field))]


def _piliers(lines: list[GridItem], items: dict[int, Decided], piliers: dict[int, Decided]) -> list[PilierDecisions]:
    return [
        PilierDecisions(
            ref=its_lines[0].pilier_ref,
            label=its_lines[0].pilier_label,
            state=State(piliers[pilier_id][0]) if pilier_id in piliers else State.UNDECIDED,
            domaines=[
                DomaineDecisions(part[0].domaine_label, [_item(line, items) for line in part])
                for _, part in _groups(its_lines, "domaine_id")
            ],
        )
        for pilier_id, its_lines in _groups(lines, "pilier_id")
    ]


def _item(line: GridItem, items: dict[int, Decided]) -> ItemDecision:
    if line.id not in items:
        return ItemDecision(line.label, State.UNDECIDED, None)
    state, decided_on = items[line.id]
    return ItemDecision(line.label, State(state), decided_on)
