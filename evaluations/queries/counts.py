"""« Nombre de saisies »: how much was entered this school year, by teacher, class and month."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from accounts.models import Account
from evaluations.models import Evaluation, Signature
from evaluations.queries.entered import (
    Entered,
    entered_in,
    filled_of,
    item_counts,
    members_of_each,
    stray_marks,
)
from evaluations.queries.lists import target_of
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
    evaluations = {each.pk: each for each in _of_year(year)}
    if only is None:
        entered, listed = entered_in(list(evaluations)), list(evaluations.values())
        of_listed = entered
    else:
        entered = entered_in(list(evaluations), authors=_signatures(only))
        listed = [each for each in evaluations.values() if each.owner_id == only.pk]
        of_listed = entered_in([each.pk for each in listed])
    lines = _teachers(entered, evaluations)
    months = sorted({month for line in lines for month in line.months})
    return Counts(months, lines, _places(listed, of_listed))


def _of_year(year: int) -> QuerySet[Evaluation]:
    found: QuerySet[Evaluation] = Evaluation.objects.live().filter(year=year).select_related("school_class", "group")
    return found


def _signatures(account: Account) -> list[int]:
    return list(Signature.objects.filter(account=account).values_list("pk", flat=True))


def _teachers(entered: Sequence[Entered], evaluations: Mapping[int, Evaluation]) -> list[TeacherLine]:
    numbers: Counter[tuple[int | None, int]] = Counter()
    for each in entered:
        numbers[each.author, each.evaluation] += each.number
    labels = dict(Signature.objects.filter(pk__in={author for author, _ in numbers}).values_list("pk", "label"))
    found: dict[tuple[str, str], TeacherLine] = {}
    for (author, pk), number in numbers.items():
        key = (labels.get(author) or "un fichier", target_of(evaluations[pk]))
        line = found.setdefault(key, TeacherLine(*key))
        month = evaluations[pk].given_on.replace(day=1)
        line.months[month] = line.months.get(month, 0) + number
    return sorted(found.values(), key=lambda line: (unaccent(line.teacher), unaccent(line.place)))


def _places(evaluations: Sequence[Evaluation], entered: Sequence[Entered]) -> list[PlaceLine]:
    ids = [each.pk for each in evaluations]
    items, members = item_counts(ids), members_of_each(evaluations)
    done = filled_of(entered, members, strays=stray_marks(ids))
    by_place: dict[str, list[Evaluation]] = {}
    for each in evaluations:
        by_place.setdefault(target_of(each), []).append(each)
    return [
        PlaceLine(
            place,
            len(held),
            Rate(
                sum(done.get(each.pk, 0) for each in held),
                sum(items.get(each.pk, 0) * len(members[each.pk]) for each in held),
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
