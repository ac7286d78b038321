"""What pupils and guardians read of évaluations: nothing of one before its day."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db.models import Q

from accounts.enums import Profile
from accounts.guardians.queries import children_of
from accounts.models import Account, GroupMembership
from evaluations.models import (
    PLANNED,
    Document,
    DocumentKind,
    Evaluation,
    EvaluationItem,
    EvaluationPupil,
    EvaluationQuerySet,
    Mark,
    PupilComment,
    Request,
    ResultQuestion,
    SelfMark,
)
from evaluations.queries.items import EvaluatedItem, chosen_items, items_of
from evaluations.scale.whole import Scale
from evaluations.scoring.many import SEPARATOR, scores
from evaluations.scoring.states import State, state
from referentiels.models import Item, Referentiel
from schools.calendar import Days
from schools.models import PeriodDates


def pupils_read_by(account: Account) -> list[Account]:
    """Whose évaluations an account reads: a pupil his own, a guardian those of the children he answers for."""
    if account.profile == Profile.ELV:
        return [account]
    return children_of(account) if account.profile == Profile.TUT else []


def children_with_results(guardian: Account, evaluations: Collection[int]) -> dict[int, list[str]]:
    """The first names of the children of a guardian who have a result or a comment in each of these évaluations."""
    children = {each.pk: each.first_name for each in children_of(guardian)}
    marked = Mark.objects.filter(evaluation__in=evaluations, pupil__in=children)
    said = PupilComment.objects.filter(evaluation__in=evaluations, pupil__in=children)
    found: dict[int, list[str]] = {}
    for evaluation, pupil in sorted(
        {row for rows in (marked, said) for row in rows.values_list("evaluation", "pupil")}
    ):
        found.setdefault(evaluation, []).append(children[pupil])
    return found


def evaluations_seen(pupil: Account, on: datetime.date) -> EvaluationQuerySet:
    """The évaluations of a pupil that families see that day: those given to him, and those where he has a result."""
    groups = GroupMembership.objects.filter(pupil=pupil).values("group")
    chosen = EvaluationPupil.objects.filter(pupil=pupil).values("evaluation")
    marked = Mark.objects.filter(pupil=pupil).values("evaluation")
    his = Q(group__in=groups) | Q(pk__in=chosen) | Q(pk__in=marked)
    if pupil.school_class_id:
        his |= Q(school_class=pupil.school_class_id)
    found: EvaluationQuerySet = Evaluation.objects.live().filter(his, visible_on__lte=on)
    return found


@dataclass(frozen=True)
class OwnPeriod:
    """A period of the pupil's class, as a list offers it."""

    key: str
    name: str
    days: Days


def periods_of(pupil: Account) -> list[OwnPeriod]:
    """The periods of the pupil's class, in their order."""
    if not pupil.school_class_id:
        return []
    rows = PeriodDates.objects.filter(school_class=pupil.school_class_id).select_related("period")
    dates = rows.order_by("starts_on", "ends_on", "pk")
    return [OwnPeriod(str(each.pk), each.period.name, Days(each.starts_on, each.ends_on)) for each in dates]


@dataclass(frozen=True)
class OwnLine:
    """An évaluation in the list of a pupil. `codes` are those given, in the order of its items, PA apart."""

    evaluation: Evaluation
    codes: Sequence[str]
    items: int
    has_comment: bool
    has_documents: bool
    is_coming: bool
    is_self_open: bool


def own_lines(evaluations: Sequence[Evaluation], pupil: Account, on: datetime.date) -> list[OwnLine]:
    """The lines of a list; four queries."""
    ids = [each.pk for each in evaluations]
    items: dict[int, list[int]] = {}
    held = EvaluationItem.objects.filter(evaluation__in=ids, item__in=Item.objects.all())
    for evaluation, item in held.order_by("order", "pk").values_list("evaluation_id", "item_id"):
        items.setdefault(evaluation, []).append(item)
    marks = Mark.objects.filter(pupil=pupil, evaluation__in=ids).exclude(code=PLANNED)
    codes = {row[:2]: row[2] for row in marks.values_list("evaluation_id", "item_id", "code")}
    said = PupilComment.objects.filter(pupil=pupil, evaluation__in=ids).exclude(text="", voice=None)
    commented = set(said.values_list("evaluation_id", flat=True))
    documents = {each.evaluation_id for each in documents_seen(ids, pupil, on)}
    return [
        OwnLine(
            evaluation=each,
            codes=[codes[each.pk, item] for item in items.get(each.pk, ()) if (each.pk, item) in codes],
            items=len(items.get(each.pk, ())),
            has_comment=each.pk in commented,
            has_documents=each.pk in documents,
            is_coming=each.given_on > on,
            is_self_open=is_self_open(each, on),
        )
        for each in evaluations
    ]


def is_self_open(evaluation: Evaluation, on: datetime.date) -> bool:
    """Whether pupils evaluate themselves that day, the last one included."""
    return evaluation.self_until is not None and evaluation.visible_on <= on <= evaluation.self_until


def documents_seen(ids: Collection[int], pupil: Account, on: datetime.date) -> list[Document]:
    """The documents of these évaluations that are for this pupil, and that families read that day."""
    rows = Document.objects.filter(Q(pupil=None) | Q(pupil=pupil), evaluation__in=ids)
    ordered = rows.select_related("evaluation", "file").order_by("-kind", "pupil", "pk")
    return [each for each in ordered if each.is_visible(on)]


@dataclass(frozen=True)
class OwnResult:
    """An item of an évaluation, with what a pupil has on it. Codes are empty without one; `state` is None when the
    reader has no right to it, or when there is no score.
    """

    item: EvaluatedItem
    code: str
    self_code: str
    state: State | None
    question: ResultQuestion | None
    # Whether its pupil may ask to be evaluated on it: it is allowed, and not asked yet.
    is_requestable: bool

    @property
    def is_planned(self) -> bool:
        return self.code == PLANNED

    @property
    def may_be_asked_about(self) -> bool:
        """Whether there is a result, about which nothing was asked yet."""
        return bool(self.code) and not self.is_planned and self.question is None


@dataclass(frozen=True)
class OwnSheet:
    """An évaluation as a pupil or his guardian reads it."""

    evaluation: Evaluation
    results: Sequence[OwnResult]
    comment: PupilComment | None
    documents: Sequence[Document]
    is_self_open: bool
    is_coming: bool

    @property
    def subjects(self) -> list[Document]:
        return [each for each in self.documents if each.kind == DocumentKind.SUBJECT]

    @property
    def answers(self) -> list[Document]:
        return [each for each in self.documents if each.kind == DocumentKind.ANSWER]


def own_sheet(
    evaluation: Evaluation, pupil: Account, on: datetime.date, *, scale: Scale, shows_states: bool
) -> OwnSheet:
    """What this pupil has in an évaluation that is seen that day."""
    items = chosen_items(items_of(evaluation.pk))
    codes = dict(Mark.objects.filter(pupil=pupil, evaluation=evaluation).values_list("item_id", "code"))
    own = dict(SelfMark.objects.filter(pupil=pupil, evaluation=evaluation).values_list("item_id", "code"))
    states = states_of(pupil, [item.id for item in items], scale, seen_on=on) if shows_states else {}
    asked = {each.item_id: each for each in ResultQuestion.objects.filter(pupil=pupil, evaluation=evaluation)}
    open_items = requestable(pupil, [item.id for item in items])
    results = [
        OwnResult(
            item,
            codes.get(item.id, ""),
            own.get(item.id, ""),
            states.get(item.id),
            asked.get(item.id),
            item.id in open_items,
        )
        for item in items
    ]
    return OwnSheet(
        evaluation=evaluation,
        results=results,
        comment=PupilComment.objects.filter(pupil=pupil, evaluation=evaluation).select_related("voice").first(),
        documents=documents_seen([evaluation.pk], pupil, on),
        is_self_open=is_self_open(evaluation, on),
        is_coming=evaluation.given_on > on,
    )


def requestable(pupil: Account, items: Collection[int]) -> set[int]:
    """Those of these items on which the pupil may ask to be evaluated: it is allowed, and not asked yet."""
    allowed = Item.objects.filter(
        pk__in=items, is_requestable=True, theme__domaine__referentiel__matiere__request_limit__gt=0
    )
    asked = Request.objects.filter(pupil=pupil, item__in=items).open()
    return set(allowed.exclude(pk__in=asked.values("item")).values_list("pk", flat=True))


def scores_of(
    pupil: Account, items: Collection[int], scale: Scale, *, seen_on: datetime.date | None = None
) -> dict[int, int | None]:
    """The present score of a pupil on each of these items; `seen_on` leaves out what families do not see that day."""
    marks = Mark.objects.filter(pupil=pupil, item__in=items).exclude(code=PLANNED)
    if seen_on is not None:
        marks = marks.filter(visible_on__lte=seen_on)
    rows = marks.order_by("item_id", "given_on", "evaluation_id").values_list("item_id", "code")
    series = {item: SEPARATOR.join(code for _, code in cell) for item, cell in groupby(rows, key=itemgetter(0))}
    found: dict[int, int | None] = {}
    for referentiel, held in _by_referentiel(series):
        cells = [(item, series[item]) for item in held]
        found |= scores(cells, referentiel.method, referentiel.limit, scale.values)
    return found


def states_of(
    pupil: Account, items: Collection[int], scale: Scale, *, seen_on: datetime.date | None = None
) -> dict[int, State | None]:
    """The present state of a pupil on each of these items."""
    return {item: state(score, scale.states) for item, score in scores_of(pupil, items, scale, seen_on=seen_on).items()}


def _by_referentiel(items: Iterable[int]) -> Iterable[tuple[Referentiel, list[int]]]:
    held: dict[int, list[int]] = {}
    referentiels: dict[int, Referentiel] = {}
    for item in Item.objects.filter(pk__in=list(items)).select_related("theme__domaine__referentiel"):
        referentiel = item.theme.domaine.referentiel
        referentiels[referentiel.pk] = referentiel
        held.setdefault(referentiel.pk, []).append(item.pk)
    return [(referentiels[pk], found) for pk, found in held.items()]
