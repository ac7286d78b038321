"""The list of évaluations, each with its « taux de saisie »: a few queries whatever their number."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import Account, GroupMembership
from accounts.present import present
from evaluations.models import (
    PLANNED,
    Evaluation,
    EvaluationItem,
    EvaluationPupil,
    EvaluationQuerySet,
    Level,
    Mark,
    Share,
)
from evaluations.rates import Rate
from referentiels.models import Item
from sacoche.kit.text import unaccent
from schools.calendar import Days


@dataclass(frozen=True)
class Asked:
    """What a list is asked for: days, a class or a group by its code, words, whose."""

    days: Days
    place: str = ""
    words: str = ""
    # « miennes », « partagees »; empty for both.
    whose: str = ""


@dataclass(frozen=True)
class Line:
    """An évaluation in a list; `level` is what the reader may do with it, `sharing` with whom it is shared."""

    evaluation: Evaluation
    rate: Rate
    items: int
    pupils: int
    level: Level | None
    sharing: Sequence[str]

    @property
    def target(self) -> str:
        return target_of(self.evaluation)

    @property
    def is_mine(self) -> bool:
        return self.level is Level.OWNER


def target_of(evaluation: Evaluation) -> str:
    """« 5A », « Latin », « élèves choisis »; needs the class and the group."""
    return str(evaluation.school_class or evaluation.group or "élèves choisis")


def asked_for(evaluations: EvaluationQuerySet, asked: Asked, reader: Account) -> list[Evaluation]:
    """Those of `evaluations` that answer, the latest first."""
    # One that lasts has no date to be forgotten with.
    found = evaluations.filter(Q(given_on__gte=asked.days.first) | Q(is_lasting=True), given_on__lte=asked.days.last)
    if asked.place:
        key = "group" if asked.place.startswith("g") else "school_class"
        found = found.filter(**{key: int(asked.place.removeprefix("g"))})
    if asked.whose:
        found = found.filter(owner=reader) if asked.whose == "miennes" else found.exclude(owner=reader)
    words = unaccent(asked.words).split()
    # In Python: each database has its own idea of accents and capitals.
    return [
        each
        for each in found.select_related("school_class", "group").latest_first()
        if all(word in unaccent(f"{each.title} {each.owner_label} {target_of(each)}") for word in words)
    ]


def lines_of(evaluations: Sequence[Evaluation], reader: Account) -> list[Line]:
    """Each with its rate; eight queries."""
    ids = [each.pk for each in evaluations]
    items, pupils, done = item_counts(ids), pupil_counts(evaluations), filled_cells(ids)
    levels = {share.evaluation_id: Level(share.level) for share in Share.objects.filter(colleague=reader)}
    sharing = _sharing(ids)
    return [
        Line(
            evaluation=each,
            rate=Rate(done.get(each.pk, 0), items.get(each.pk, 0) * pupils.get(each.pk, 0), each.is_finished),
            items=items.get(each.pk, 0),
            pupils=pupils.get(each.pk, 0),
            level=Level.OWNER if each.owner_id == reader.pk else levels.get(each.pk),
            sharing=sharing.get(each.pk, ()),
        )
        for each in evaluations
    ]


def rate_of(evaluation: Evaluation) -> Rate:
    """The « taux de saisie » of one évaluation."""
    items, pupils = item_counts([evaluation.pk]), pupil_counts([evaluation])
    total = items.get(evaluation.pk, 0) * pupils.get(evaluation.pk, 0)
    return Rate(filled_cells([evaluation.pk]).get(evaluation.pk, 0), total, evaluation.is_finished)


def item_counts(ids: Collection[int]) -> dict[int, int]:
    """How many items each évaluation has; those that their référentiel lost are not counted."""
    return _counted(_lines(ids).values_list("evaluation").annotate(number=Count("pk")))


def _lines(ids: Collection[int]) -> QuerySet:
    return EvaluationItem.objects.filter(evaluation__in=ids, item__in=Item.objects.all()).order_by()


def pupil_counts(evaluations: Iterable[Evaluation]) -> dict[int, int]:
    """How many active pupils each évaluation has."""
    found = list(evaluations)
    classes, groups = {each.school_class_id for each in found}, {each.group_id for each in found}
    pupils = Account.objects.pupils().active()
    of_class = _counted(pupils.filter(school_class__in=classes).order_by().values_list("school_class").annotate(n=_ONE))
    members = GroupMembership.objects.filter(present("pupil"), group__in=groups)
    of_group = _counted(members.order_by().values_list("group").annotate(n=_ONE))
    chosen = EvaluationPupil.objects.filter(present("pupil"), evaluation__in=[each.pk for each in found])
    of_chosen = _counted(chosen.order_by().values_list("evaluation").annotate(n=_ONE))

    def number(each: Evaluation) -> int:
        if each.school_class_id:
            return of_class.get(each.school_class_id, 0)
        return of_group.get(each.group_id, 0) if each.group_id else of_chosen.get(each.pk, 0)

    return {each.pk: number(each) for each in found}


_ONE = Count("pk")


def filled_cells(ids: Collection[int]) -> dict[int, int]:
    """How many cells of each évaluation are filled: its items, its active pupils of today, no « PA »."""
    in_group = GroupMembership.objects.filter(group=OuterRef("evaluation__group"), pupil=OuterRef("pupil"))
    is_chosen = EvaluationPupil.objects.filter(evaluation=OuterRef("evaluation"), pupil=OuterRef("pupil"))
    in_class = Q(pupil__school_class=F("evaluation__school_class"))
    by_hand = Q(evaluation__school_class=None, evaluation__group=None) & Exists(is_chosen)
    marks = (
        Mark.objects.filter(present("pupil"), evaluation__in=ids)
        .filter(in_class | Q(evaluation__group__isnull=False) & Exists(in_group) | by_hand)
        .exclude(code=PLANNED)
    )
    # Counted item by item, then kept here: the database would look for the line of each mark.
    lines = set(_lines(ids).values_list("evaluation_id", "item_id"))
    found: Counter[int] = Counter()
    for evaluation, item, number in marks.order_by().values_list("evaluation_id", "item_id").annotate(n=Count("*")):
        if (evaluation, item) in lines:
            found[evaluation] += number
    return found


def _counted(rows: QuerySet) -> dict[int, int]:
    return {key: number for key, number in rows if key is not None}


def _sharing(ids: Collection[int]) -> Mapping[int, list[str]]:
    """« GARNIER S. saisit », by évaluation."""
    verbs = {Level.SEE: "voit", Level.ENTER: "saisit", Level.CHANGE: "modifie"}
    found: dict[int, list[str]] = {}
    shares = Share.objects.filter(evaluation__in=ids).select_related("colleague").order_by("colleague__sort_key")
    for share in shares:
        found.setdefault(share.evaluation_id, []).append(f"{share.colleague.author_label} {verbs[Level(share.level)]}")
    return found


def deleted_lately(account: Account, *, since: datetime.datetime) -> EvaluationQuerySet:
    """The évaluations that the account deleted and may still put back, the last one first."""
    found: EvaluationQuerySet = Evaluation.objects.filter(owner=account, deleted_at__gte=since)
    return found.select_related("school_class", "group").order_by("-deleted_at")
