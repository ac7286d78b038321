"""« Nombre de saisies »: how much was entered this school year, by teacher, class and month."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.db.models.functions import TruncMonth

from accounts.models import Account
from evaluations.models import PLANNED, Evaluation, Mark
from evaluations.queries.lists import filled_cells, item_counts, pupil_counts, target_of
from evaluations.rates import Rate
from sacoche.kit.text import unaccent


@dataclass
class TeacherLine:
    """What a teacher entered for a class or a group, month by month."""

    teacher: str
    place: str
    months: dict[datetime.date, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.months.values())


@dataclass(frozen=True)
class PlaceLine:
    """The évaluations of a class or a group, and how much of them is entered."""

    place: str
    evaluations: int
    rate: Rate


@dataclass(frozen=True)
class Counts:
    """Both, with the months in which something was evaluated."""

    months: Sequence[datetime.date]
    teachers: Sequence[TeacherLine]
    places: Sequence[PlaceLine]

    @property
    def total(self) -> int:
        return sum(line.total for line in self.teachers)


def counts_of(year: int, *, only: Account | None = None) -> Counts:
    """Those of a school year; of one teacher, what he entered and the évaluations that he made. Requests do not count.

    The month is that of the évaluation. A number of queries that does not depend on the school.
    """
    evaluations = Evaluation.objects.live().filter(year=year).select_related("school_class", "group")
    marks = Mark.objects.filter(evaluation__in=evaluations).exclude(code=PLANNED)
    if only is not None:
        evaluations, marks = evaluations.filter(owner=only), marks.filter(author__account=only)
    lines = _teachers(marks)
    months = sorted({month for line in lines for month in line.months})
    return Counts(months, lines, _places(list(evaluations)))


def _teachers(marks: object) -> list[TeacherLine]:
    counted = (
        marks.annotate(month=TruncMonth("given_on"))  # type: ignore[attr-defined]
        .order_by()
        .values_list("author__label", "evaluation", "month")
        .annotate(number=Count("*"))
    )
    rows = list(counted)
    targets = _targets({row[1] for row in rows})
    found: dict[tuple[str, str], TeacherLine] = {}
    for author, evaluation, month, number in rows:
        key = (author or "un fichier", targets[evaluation])
        line = found.setdefault(key, TeacherLine(*key))
        line.months[month] = line.months.get(month, 0) + number
    return sorted(found.values(), key=lambda line: (unaccent(line.teacher), unaccent(line.place)))


def _targets(ids: Collection[int]) -> dict[int, str]:
    evaluations = Evaluation.objects.filter(pk__in=ids).select_related("school_class", "group")
    return {each.pk: target_of(each) for each in evaluations}


def _places(evaluations: Sequence[Evaluation]) -> list[PlaceLine]:
    ids = [each.pk for each in evaluations]
    items, pupils, done = item_counts(ids), pupil_counts(evaluations), filled_cells(ids)
    by_place: dict[str, list[Evaluation]] = {}
    for each in evaluations:
        by_place.setdefault(target_of(each), []).append(each)
    return [
        PlaceLine(
            place,
            len(held),
            Rate(
                sum(done.get(each.pk, 0) for each in held),
                sum(items.get(each.pk, 0) * pupils.get(each.pk, 0) for each in held),
            ),
        )
        for place, held in sorted(by_place.items(), key=lambda pair: unaccent(pair[0]))
    ]


def rows_of(counts: Counts) -> Iterator[list[str]]:
    """The same as rows of a table: its heads, then a row for each teacher and class and one for each class."""
    months = [f"{month:%m/%Y}" for month in counts.months]
    yield ["enseignant", "classe ou groupe", *months, "saisies", "évaluations", "cases"]
    for line in counts.teachers:
        given = [str(line.months.get(month, 0)) for month in counts.months]
        yield [line.teacher, line.place, *given, str(line.total), "", ""]
    for place in counts.places:
        blank = [""] * len(months)
        rate = place.rate
        yield ["tous", place.place, *blank, str(rate.done), str(place.evaluations), str(rate.total)]
