"""The results behind a level: when, in which évaluation, by whom, and whether each counts."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from accounts.enums import Profile
from accounts.models import Account
from bilans.computing.inputs import Item
from bilans.computing.levels import Explained
from bilans.rights import FAMILIES
from evaluations.models import Mark
from evaluations.queries.access import evaluations_of
from evaluations.rights import SEE_ALL
from evaluations.scale.codes import SPECIAL_CODES, Code, SpecialCode
from evaluations.scale.whole import Scale
from evaluations.scoring.series import Reason, Result
from sacoche.kit.access import may

WHY_NOT = {
    Reason.SPECIAL: "code spécial",
    Reason.TOO_OLD: "trop ancien",
    Reason.BEYOND_LIMIT: "plus récents ailleurs",
    Reason.AFTER_PERIOD: "hors période",
    Reason.NOT_YET_VISIBLE: "pas encore visible",
    Reason.NOTHING_IN_PERIOD: "rien dans la période",
}


@dataclass(frozen=True, slots=True)
class Behind:
    """A result, drawn by its `code` or its `special`; `reason` says why it does not count, `evaluation` where to go."""

    given_on: datetime.date
    label: str
    author: str
    code: Code | None
    special: SpecialCode | None
    value: int | None
    reason: str
    evaluation: int | None


def behind(reader: Account, pupil: Account, item: Item, explained: Explained, scale: Scale) -> list[Behind]:
    """The results of a level, oldest first; what a family may not see yet is not told at all. Two queries."""
    marks = Mark.objects.filter(pupil=pupil, item=item.key).select_related("evaluation", "author")
    by_evaluation = {mark.evaluation_id: mark for mark in marks}
    is_family = reader.profile in FAMILIES
    own = set() if is_family or reader.profile == Profile.ADM else _open_to(reader, by_evaluation)
    return [
        _told(result, reason, by_evaluation[result.evaluation], scale, own)
        for result, reason in _ordered(explained)
        if not (is_family and reason is Reason.NOT_YET_VISIBLE)
    ]


def behind_each(
    reader: Account, pupil: int, explained: Mapping[int, Explained], scale: Scale
) -> dict[int, list[tuple[Behind, str]]]:
    """By item, the results of several levels of a pupil, each with where its évaluation is read. Two queries.

    For the staff: an évaluation opens to who made it or has it shared, and to who sees them all.
    """
    marks = Mark.objects.filter(pupil=pupil, item__in=explained).select_related("evaluation", "author")
    held = {(mark.item_id, mark.evaluation_id): mark for mark in marks}
    own = _open_to(reader, {mark.evaluation_id: mark for mark in held.values()})
    sees_all = may(reader, SEE_ALL)
    found: dict[int, list[tuple[Behind, str]]] = {}
    for item, its in explained.items():
        told = [_told(result, reason, held[item, result.evaluation], scale, own) for result, reason in _ordered(its)]
        keys = [result.evaluation for result, _reason in _ordered(its)]
        found[item] = [(one, _address(key, own, sees_all=sees_all)) for one, key in zip(told, keys, strict=True)]
    return found


def _address(evaluation: int, own: set[int], *, sees_all: bool) -> str:
    if evaluation in own:
        return reverse("evaluations:evaluation", args=[evaluation])
    return reverse("evaluations:any", args=[evaluation]) if sees_all else ""


def _open_to(reader: Account, marks: dict[int, Mark]) -> set[int]:
    return set(evaluations_of(reader).filter(pk__in=list(marks)).values_list("pk", flat=True))


def _ordered(explained: Explained) -> Iterator[tuple[Result, Reason | None]]:
    kept: list[tuple[Result, Reason | None]] = [(result, None) for result in explained.counted.results]
    every = [*kept, *explained.counted.left_out]
    return iter(sorted(every, key=lambda pair: pair[0].order))


def _told(result: Result, reason: Reason | None, mark: Mark, scale: Scale, own: set[int]) -> Behind:
    code = next((each for each in scale.codes if str(each.number) == result.code), None)
    special = next((each for each in SPECIAL_CODES if each.sigle == result.code), None)
    return Behind(
        result.given_on,
        mark.evaluation.title,
        mark.author.label if mark.author else "",
        code,
        special,
        result.value,
        WHY_NOT[reason] if reason else "",
        mark.evaluation_id if mark.evaluation_id in own else None,
    )
