"""What the exports read: who can be exported, what has been decided on them, which files wait."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from accounts.models import Account, AccountQuerySet
from sacoche.kit.columns import as_text
from schools.models import Niveau, SchoolClass
from socle.exchange import Decision, PupilRecord
from socle.grids import items_by_file_id
from socle.models import ItemValidation, PilierValidation

WITHOUT_CLASS, EVERYBODY = "d1", "d2"
_PUPILS_AT_ONCE = 50
_FACTS = ("state", as_text("decided_on"), "author_label")


@dataclass(frozen=True)
class Grouping:
    """A choice of « Regroupement »: « d1 », « d2 », « n12 » (a level) or « c5 » (a class)."""

    code: str
    label: str


@dataclass(frozen=True)
class GroupingGroup:
    label: str
    choices: Sequence[Grouping]


def groupings() -> list[GroupingGroup]:
    """What « Regroupement » offers: the whole school, the levels that have classes, the classes."""
    classes = list(SchoolClass.objects.in_level_order())
    niveaux = {school_class.niveau_id: school_class.niveau for school_class in classes}
    groups = [
        GroupingGroup(
            "Divers", [Grouping(WITHOUT_CLASS, "Sans classe affectée"), Grouping(EVERYBODY, "Tout l'établissement")]
        ),
        GroupingGroup("Niveaux", [_of_niveau(niveau) for niveau in niveaux.values()]),
        GroupingGroup("Classes", [Grouping(f"c{each.pk}", each.label) for each in classes]),
    ]
    return [group for group in groups if group.choices]


def _of_niveau(niveau: Niveau) -> Grouping:
    return Grouping(f"n{niveau.pk}", niveau.label)


def exportable_pupils() -> AccountQuerySet:
    """The active pupils of the school, with their class, in order of names."""
    pupils: AccountQuerySet = Account.objects.pupils().active().select_related("school_class").in_name_order()
    return pupils


def pupils_of(codes: Iterable[str]) -> AccountQuerySet:
    """The active pupils of any of these groupings; a code that says nothing brings nobody."""
    wanted = Q(pk=None)
    for code in codes:
        wanted |= _condition(code)
    return exportable_pupils().filter(wanted)


def _condition(code: str) -> Q:
    if code == EVERYBODY:
        return ~Q(pk=None)
    if code == WITHOUT_CLASS:
        return Q(school_class=None)
    column = {"n": "school_class__niveau_id", "c": "school_class_id"}[code[0]]
    return Q(**{column: int(code[1:])})


@dataclass(frozen=True)
class PupilChoice:
    """A pupil of the list, with his box."""

    pupil: Account
    is_ticked: bool


@dataclass(frozen=True)
class PupilList:
    """The pupils of the groupings chosen, and how many of them have no Sconet identifier."""

    choices: Sequence[PupilChoice]

    @property
    def without_sconet(self) -> int:
        return sum(not choice.pupil.sconet_id for choice in self.choices)

    @property
    def ticked(self) -> int:
        return sum(choice.is_ticked for choice in self.choices)


def pupil_list(codes: Sequence[str], *, ticked: set[str] | None) -> PupilList:
    """The pupils of these groupings; all ticked, or those whose key is in `ticked`."""
    pupils = pupils_of(codes) if codes else ()
    return PupilList([PupilChoice(pupil, ticked is None or str(pupil.pk) in ticked) for pupil in pupils])


def validation_records(pupils: Sequence[Account]) -> Iterator[PupilRecord]:
    """The decisions of these pupils, all paliers, in an order that depends on names alone.

    Some pupils at a time: a school of 1,200 has 130,000 decisions.
    """
    ordered = sorted(
        pupils, key=lambda pupil: (pupil.sort_key, pupil.last_name, pupil.first_name, pupil.sconet_id or 0)
    )
    for start in range(0, len(ordered), _PUPILS_AT_ONCE):
        group = ordered[start : start + _PUPILS_AT_ONCE]
        decisions = _decisions([pupil.pk for pupil in group])
        for pupil in group:
            yield PupilRecord(pupil.sconet_id or 0, pupil.last_name, pupil.first_name, decisions[pupil.pk])


def _decisions(pupil_ids: Sequence[int]) -> dict[int, list[Decision]]:
    decisions: dict[int, list[Decision]] = {pupil_id: [] for pupil_id in pupil_ids}
    pilier_of = {number: item.pilier_id for number, item in items_by_file_id().items()}
    items = ItemValidation.objects.filter(pupil_id__in=pupil_ids)
    for pupil_id, item_id, *facts in items.values_list("pupil_id", "item_id", *_FACTS):
        decisions[pupil_id].append(_decision(pilier_of[item_id], item_id, *facts))
    piliers = PilierValidation.objects.filter(pupil_id__in=pupil_ids)
    for pupil_id, pilier_id, *facts in piliers.values_list("pupil_id", "pilier_id", *_FACTS):
        decisions[pupil_id].append(_decision(pilier_id, None, *facts))
    return decisions


# Pupils of a class are validated on the same items, on the same day, by the same person: one decision for them all.
@lru_cache(maxsize=4096)
def _decision(pilier_id: int, item_id: int | None, state: int, on: str, author: str) -> Decision:
    return Decision(pilier_id, item_id, state, datetime.date.fromisoformat(on), author)
