"""The list of évaluations, each with its « taux de saisie »: a few queries whatever their number."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Account
from evaluations.models import Evaluation, EvaluationQuerySet, Level, Share
from evaluations.queries.entered import filled_cells, item_counts, members_of_each
from evaluations.rates import Rate
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
    """Each with its rate; nine queries, whatever their number."""
    ids = [each.pk for each in evaluations]
    items, members = item_counts(ids), members_of_each(evaluations)
    done = filled_cells(ids, members)
    levels = {share.evaluation_id: Level(share.level) for share in Share.objects.filter(colleague=reader)}
    sharing = _sharing(ids)
    return [
        Line(
            evaluation=each,
            rate=Rate(done.get(each.pk, 0), items.get(each.pk, 0) * len(members[each.pk]), each.is_finished),
            items=items.get(each.pk, 0),
            pupils=len(members[each.pk]),
            level=Level.OWNER if each.owner_id == reader.pk else levels.get(each.pk),
            sharing=sharing.get(each.pk, ()),
        )
        for each in evaluations
    ]


def rate_of(evaluation: Evaluation) -> Rate:
    """The « taux de saisie » of one évaluation."""
    members = members_of_each([evaluation])
    total = item_counts([evaluation.pk]).get(evaluation.pk, 0) * len(members[evaluation.pk])
    return Rate(filled_cells([evaluation.pk], members).get(evaluation.pk, 0), total, evaluation.is_finished)


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
