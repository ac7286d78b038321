"""Who no longer needs a groupe de besoin: the results that it was made from, as they were and as they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter

from django.db.models import F

from evaluations.models import Mark, Need
from evaluations.queries import current_scale
from evaluations.queries.items import chosen_items
from evaluations.scale.whole import Scale
from evaluations.scoring.explain import explain
from referentiels.models import Item, Referentiel
from schools.models import Group

_UNCOUNTED = "sans résultat"


def states_of(cells: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The sigle of the state of each pupil on each item, all results counted; two queries. Without a score, none."""
    pupils, items = {pupil for pupil, _ in cells}, {item for _, item in cells}
    scale, referentiels = current_scale(), _referentiels(items)
    marks = Mark.objects.filter(pupil__in=pupils, item__in=items, code__in=list(scale.values))
    rows = marks.order_by("pupil_id", "item_id", "given_on", "evaluation_id").values_list("pupil_id", "item_id", "code")
    wanted = set(cells)
    return {
        cell: _state([code for *_, code in held], referentiels[cell[1]], scale)
        for cell, held in groupby(rows, key=itemgetter(0, 1))
        if cell in wanted and cell[1] in referentiels
    }


def _referentiels(items: Iterable[int]) -> dict[int, Referentiel]:
    found = Item.objects.filter(pk__in=items).select_related("theme__domaine__referentiel")
    return {item.pk: item.theme.domaine.referentiel for item in found}


def _state(codes: Sequence[str], referentiel: Referentiel, scale: Scale) -> str:
    values = [scale.values[code] for code in codes]
    reached = explain(values, referentiel.method, referentiel.limit, scale.states).state
    return reached.sigle if reached else ""


def no_longer_in_need(groups: Sequence[Group]) -> Mapping[int, list[str]]:
    """« DELTA Dan : 5.A20 NA → VA », a line for each member of whom every result that made him one has changed."""
    members = Need.objects.filter(group__in=groups, pupil__group_memberships__group=F("group"))
    needs = list(members.select_related("pupil").order_by("group", "pupil__sort_key", "pupil", "pk"))
    if not needs:
        return {}
    items, cells = {need.item_id for need in needs}, [(need.pupil_id, need.item_id) for need in needs]
    then_and_now = _Changes(
        known={"", *(state.sigle for state in current_scale().states)},
        now=states_of(cells),
        references={item.id: item.reference for item in chosen_items(list(items))},
    )
    found: dict[int, list[str]] = {}
    for (group, _pupil), held in groupby(needs, key=attrgetter("group_id", "pupil_id")):
        if line := then_and_now.line(list(held)):
            found.setdefault(group, []).append(line)
    return found


@dataclass(frozen=True)
class _Changes:
    """States as they are `now`, the sigles that are `known` to the scale, and how items are called."""

    known: Collection[str]
    now: Mapping[tuple[int, int], str]
    references: Mapping[int, str]

    def line(self, needs: Sequence[Need]) -> str:
        """What became of the results of one pupil; empty while one of them is as it was, or is not known."""
        # A state that the scale has no more, an item that its référentiel lost: nothing is said of them.
        sure = [need for need in needs if need.state in self.known and need.item_id in self.references]
        told = [self._change(need) for need in sure]
        return f"{needs[0].pupil.full_name} : {', '.join(told)}" if told and all(told) else ""

    def _change(self, need: Need) -> str:
        state = self.now.get((need.pupil_id, need.item_id), "")
        if not state or state == need.state:
            return ""
        return f"{self.references[need.item_id]} {need.state or _UNCOUNTED} → {state}"
