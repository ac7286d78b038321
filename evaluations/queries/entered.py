"""How much is entered in évaluations: their items, their pupils of today, the marks that stand in their cells.

Marks are by far the most numerous rows of a school: they are counted without looking at any other table, by pupil and
by author, and who is still evaluated is settled here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, QuerySet

from accounts.models import Account, GroupMembership
from accounts.present import present
from evaluations.models import PLANNED, Evaluation, EvaluationItem, EvaluationPupil, Mark
from referentiels.models import Item

# Of each évaluation, the keys of some pupils.
Members = Mapping[int, Collection[int]]


class Entered(NamedTuple):
    """So many results of a pupil in an évaluation under one signature."""

    evaluation: int
    pupil: int
    author: int | None
    number: int


def item_counts(ids: Collection[int]) -> dict[int, int]:
    """How many items each évaluation has; those that their référentiel lost are not counted."""
    rows = _lines(ids).values_list("evaluation").annotate(number=Count("pk"))
    return {key: number for key, number in rows if key is not None}


def _lines(ids: Collection[int]) -> QuerySet:
    return EvaluationItem.objects.filter(evaluation__in=ids, item__in=Item.objects.all()).order_by()


def members_of_each(evaluations: Iterable[Evaluation]) -> Members:
    """The active pupils of each évaluation; three queries."""
    found = list(evaluations)
    classes, groups = {each.school_class_id for each in found}, {each.group_id for each in found}
    pupils = Account.objects.pupils().active().filter(school_class__in=classes).order_by()
    of_class = _sets(pupils.values_list("school_class", "pk"))
    members = GroupMembership.objects.filter(present("pupil"), group__in=groups).order_by()
    of_group = _sets(members.values_list("group", "pupil"))
    chosen = EvaluationPupil.objects.filter(present("pupil"), evaluation__in=[each.pk for each in found]).order_by()
    of_chosen = _sets(chosen.values_list("evaluation", "pupil"))

    def members_of(each: Evaluation) -> Collection[int]:
        if each.school_class_id:
            return of_class.get(each.school_class_id, ())
        return of_group.get(each.group_id, ()) if each.group_id else of_chosen.get(each.pk, ())

    return {each.pk: members_of(each) for each in found}


def _sets(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, pupil in pairs:
        found[key].add(pupil)
    return found


def entered_in(evaluations: Collection[int] | QuerySet, *, authors: Collection[int] | None = None) -> list[Entered]:
    """The results of évaluations, requests apart; of some signatures alone with `authors`."""
    marks = Mark.objects.filter(evaluation__in=evaluations).exclude(code=PLANNED).order_by()
    if authors is not None:
        marks = marks.filter(author__in=authors)
    rows = marks.values_list("evaluation_id", "pupil_id", "author_id").annotate(number=Count("*"))
    return [Entered(*row) for row in rows]


def filled_cells(ids: Collection[int], members: Members) -> dict[int, int]:
    """How many cells of each évaluation are filled: its items, its pupils of today, no « PA »."""
    return filled_of(entered_in(ids), members, strays=stray_marks(ids))


def filled_of(entered: Sequence[Entered], members: Members, *, strays: Sequence[Entered] = ()) -> dict[int, int]:
    """The same from what was read; `strays` are counted among them and stand in no cell."""
    found: Counter[int] = Counter()
    for each in entered:
        if each.pupil in members.get(each.evaluation, ()):
            found[each.evaluation] += each.number
    for each in strays:
        if each.pupil in members.get(each.evaluation, ()):
            found[each.evaluation] -= each.number
    return found


def stray_marks(ids: Collection[int]) -> list[Entered]:
    """The results on items that their évaluation has not: a school that moved in may bring some."""
    lines = set(_lines(ids).values_list("evaluation_id", "item_id"))
    marks = Mark.objects.filter(evaluation__in=ids).order_by().values_list("evaluation_id", "item_id").distinct()
    strays = {pair for pair in marks if pair not in lines}
    if not strays:
        return []
    about = {"evaluation__in": {pair[0] for pair in strays}, "item__in": {pair[1] for pair in strays}}
    rows = Mark.objects.filter(**about).exclude(code=PLANNED).order_by()
    found = rows.values_list("evaluation_id", "item_id", "pupil_id", "author_id").annotate(number=Count("*"))
    return [Entered(key, *rest) for key, item, *rest in found if (key, item) in strays]
