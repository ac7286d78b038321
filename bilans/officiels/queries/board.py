"""The board of statuses: every class, every period, how far each document is."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import Account
from bilans.models import Appreciation, Section
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.queries.editions import editions_of
from bilans.officiels.shapes import Edition
from schools.models import Period, SchoolClass, SchoolClassQuerySet


@dataclass(frozen=True)
class Cell:
    """The document of a class in a period; `written` texts by matière, `concluded` pupils with a general one."""

    edition: Edition
    written: int
    concluded: int


@dataclass(frozen=True)
class Line:
    """A class; a cell is None where it has no such period."""

    school_class: SchoolClass
    pupils: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Board:
    kind: OfficialKind
    periods: tuple[Period, ...]
    lines: tuple[Line, ...]


def board(kind: OfficialKind, classes: SchoolClassQuerySet) -> Board:
    """The board of these classes. Six queries, whatever they are."""
    editions = editions_of(kind, classes)
    counts = _counts(kind, editions)
    periods = {each.dates.period.pk: each.dates.period for each in editions}
    ordered = tuple(sorted(periods.values(), key=lambda period: (period.order, period.name)))
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    for each in editions:
        place = each.school_class.pk, each.dates.period_id, each.year
        written, concluded = (counts.get((*place, section), 0) for section in (Section.MATIERE, Section.SYNTHESIS))
        cells[each.school_class.pk][each.dates.period_id] = Cell(each, written, concluded)
    rows = {each.school_class.pk: each.school_class for each in editions}
    pupils = _pupils(list(rows))
    lines = (
        Line(row, pupils.get(pk, 0), tuple(cells[pk].get(period.pk) for period in ordered)) for pk, row in rows.items()
    )
    return Board(kind, ordered, tuple(lines))


def _pupils(classes: list[int]) -> dict[int, int]:
    members = Account.objects.pupils().active().filter(school_class__in=classes).order_by()
    return dict(members.values_list("school_class").annotate(number=Count("pk")))


def _counts(kind: OfficialKind, editions: list[Edition]) -> dict[tuple[int, int, int, str], int]:
    classes = {each.school_class.pk for each in editions}
    years = {each.year for each in editions}
    rows = Appreciation.objects.filter(kind=kind.code, year__in=years, pupil__school_class__in=classes)
    counted = rows.exclude(text="").order_by().values_list("pupil__school_class", "period", "year", "section")
    return {
        (school_class, period, year, section): number
        for school_class, period, year, section, number in counted.annotate(number=Count("pk"))
    }
