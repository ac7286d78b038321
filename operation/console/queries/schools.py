"""What the list of schools shows, and the page of one: numbers and states, never a person but the contact."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.access.decided import BY_OPERATOR, Closing, closing_of
from operation.console.lists import Known
from operation.console.models import OperatorEntry, SchoolFigures, SchoolState
from operation.models import Backup
from sacoche.kit.clock import now
from sacoche.kit.tenancy import all_schools
from schools.models import School, Zone

PER_PAGE = 50
# A copy older than that is said in red.
COPY_LASTS = datetime.timedelta(hours=26)
_BLOCKED = Q(**{f"access__closings__{BY_OPERATOR}__isnull": False})
BLOCKED, NEVER = "fermes", "jamais"
STATES = {"panne": SchoolState.DOWN, "regarder": SchoolState.WATCHED}


@dataclass(frozen=True)
class SchoolLine:
    """One school of the list."""

    number: int
    name: str
    town: str
    uai: str
    zone: str
    is_blocked: bool
    state: str
    concern: str
    people: int | None
    file_bytes: int
    rows: int
    last_sign_in_at: datetime.datetime | None
    last_backup_at: datetime.datetime | None

    @property
    def label(self) -> str:
        if self.is_blocked:
            return "fermé"
        return SchoolState(self.state).label if self.state else "pas encore relevé"

    @property
    def sign(self) -> str:
        if self.is_blocked:
            return "■"
        return {SchoolState.DOWN.value: "✖", SchoolState.WATCHED.value: "⚠", SchoolState.WELL.value: "✔"}.get(
            self.state, "…"
        )

    @property
    def is_copy_old(self) -> bool:
        return self.last_backup_at is None or self.last_backup_at < now() - COPY_LASTS


@dataclass(frozen=True)
class Tally:
    """How many schools are in each state."""

    total: int
    blocked: int
    down: int
    watched: int
    never: int


@dataclass(frozen=True)
class SchoolList:
    """A page of the list, and what stands above it."""

    page: Page[Any]
    lines: list[SchoolLine]
    tally: Tally


def school_list(*, words: str, state: str, zone: str, number: int) -> SchoolList:
    """The page `number` of the schools that hold every word, in this state (a key of STATES, BLOCKED, NEVER) and of the
    zone of this number; those that need somebody first, then by name.
    """
    with all_schools():
        schools = _filtered(School.objects.matching(words), state, zone)
        page = Paginator(_ordered(schools), PER_PAGE).get_page(number)
        return SchoolList(page, _lines(list(page.object_list)), _tally())


def every_school(*, words: str, state: str, zone: str) -> list[SchoolLine]:
    """The same schools, all of them, for a spreadsheet."""
    with all_schools():
        return _lines(list(_ordered(_filtered(School.objects.matching(words), state, zone))))


def _filtered(schools: QuerySet[School], state: str, zone: str) -> QuerySet[School]:
    if zone.isascii() and zone.isdigit() and len(zone) < 10:
        schools = schools.filter(zone=int(zone))
    if state == BLOCKED:
        return schools.filter(_BLOCKED)
    figures = SchoolFigures.objects.filter(school=OuterRef("pk"))
    if state == NEVER:
        seen = SchoolFigures.objects.exclude(last_sign_in_at=None).values("school")
        return schools.exclude(pk__in=seen)
    if state in STATES:
        looked_at = figures.filter(state=STATES[state]).values("state")[:1]
        return schools.exclude(_BLOCKED).annotate(asked=Subquery(looked_at)).exclude(asked=None)
    return schools


def _ordered(schools: QuerySet[School]) -> QuerySet[School]:
    figures = SchoolFigures.objects.filter(school=OuterRef("pk")).values("state")[:1]
    state = Coalesce(Subquery(figures), Value(SchoolState.WELL.value), output_field=CharField())
    rank = Case(When(_BLOCKED, then=Value("4")), default=state, output_field=CharField())
    return schools.annotate(rank=rank).order_by("rank", "search_text", "number")


def _lines(schools: Sequence[Any]) -> list[SchoolLine]:
    pks = [school.pk for school in schools]
    figures = {each.school_id: each for each in SchoolFigures.objects.filter(school__in=pks)}
    zones = dict(Zone.objects.values_list("pk", "name"))
    copies = dict(last_backups(pks))
    return [
        _line(school, figures.get(school.pk), copies.get(school.pk), zones.get(school.zone_id, ""))
        for school in schools
    ]


def last_backups(pks: list[int]) -> Any:
    """(school, when it was last saved) for those of these schools that ever were."""
    latest = Backup.objects.filter(school=OuterRef("pk")).order_by("-made_at").values("made_at")[:1]
    return School.objects.filter(pk__in=pks).annotate(copy=Subquery(latest)).values_list("pk", "copy").order_by()


def _line(school: School, figures: SchoolFigures | None, copied_at: datetime.datetime | None, zone: str) -> SchoolLine:
    return SchoolLine(
        number=school.number,
        name=school.name,
        town=school.town,
        uai=school.uai,
        zone=zone,
        is_blocked=closing_of(school, BY_OPERATOR) is not None,
        state=figures.state if figures else "",
        concern=figures.concern if figures else "",
        people=figures.people if figures else None,
        file_bytes=figures.file_bytes if figures else 0,
        rows=figures.rows if figures else 0,
        last_sign_in_at=figures.last_sign_in_at if figures else None,
        last_backup_at=copied_at,
    )


def _tally() -> Tally:
    counted = School.objects.order_by().aggregate(total=Count("pk"), blocked=Count("pk", filter=_BLOCKED))
    open_ones = SchoolFigures.objects.exclude(school__in=School.objects.filter(_BLOCKED).values("pk")).order_by()
    states = open_ones.aggregate(
        down=Count("pk", filter=Q(state=SchoolState.DOWN)), watched=Count("pk", filter=Q(state=SchoolState.WATCHED))
    )
    entered = SchoolFigures.objects.exclude(last_sign_in_at=None).count()
    return Tally(counted["total"], counted["blocked"], states["down"], states["watched"], counted["total"] - entered)


@dataclass(frozen=True)
class SchoolPage:
    """What the page of one school shows."""

    school: School
    closing: Closing | None
    last_backup_at: datetime.datetime | None
    entries: list[OperatorEntry]


def school_page(school: School) -> SchoolPage:
    """One school, with what operators last did of it."""
    with all_schools():
        copied_at = dict(last_backups([school.pk])).get(school.pk)
    entries = list(OperatorEntry.objects.filter(school_number=school.number)[:10])
    return SchoolPage(school, closing_of(school, BY_OPERATOR), copied_at, entries)


def what_is_known() -> Known:
    """What a list of schools may not take again."""
    schools = School.objects.order_by()
    return Known(
        numbers=frozenset(schools.values_list("number", flat=True)),
        uais=frozenset(schools.exclude(uai="").values_list("uai", flat=True)),
        zones=frozenset(Zone.objects.values_list("name", flat=True)),
    )


def zones_with_counts() -> QuerySet[Zone]:
    """The zones in their order, with how many schools each has."""
    return Zone.objects.annotate(school_count=Count("schools"), place=F("order")).order_by("order", "name")
