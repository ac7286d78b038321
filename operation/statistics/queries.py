"""How much a school uses SACoche: numbers of accounts, of entries, of people who came, never which people.

What fewer than five people did is « moins de 5 »: smaller numbers would name somebody.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Sum
from django.db.models.functions import TruncWeek
from django.utils.timezone import get_current_timezone

from accounts.access.decided import open_profiles
from accounts.enums import Profile
from accounts.models import Account, JournalEntry
from accounts.safety.verbs import SIGN_IN
from evaluations.models import PLANNED, Evaluation, Mark
from operation.console.models import SchoolFigures
from sacoche.kit.clock import local, now
from sacoche.kit.files.tables import Value
from sacoche.kit.tenancy import all_schools
from sacoche.kit.text import spaced
from schools.models import School
from socle.models import ItemValidation, PilierValidation

LEAST = 5
FEW = f"moins de {LEAST}"
WEEKS = 12
_PER_PAGE = 100


def told(people: int) -> str:
    """A number of people, unless it is so small that it would name them."""
    return FEW if people < LEAST else spaced(people)


@dataclass(frozen=True)
class Came:
    """Those of a profile who came in a week, and how many times in all."""

    people: int
    times: int

    @property
    def said(self) -> str:
        return told(self.people)

    @property
    def times_said(self) -> str:
        return "" if self.people < LEAST else spaced(self.times)


@dataclass(frozen=True)
class ProfileLine:
    """A profile of the school: its open accounts, and who came, week after week."""

    label: str
    accounts: int
    weeks: Sequence[Came]


@dataclass(frozen=True)
class Statistics:
    """What the direction reads; `weeks` are the Mondays, the latest last."""

    year: str
    weeks: Sequence[datetime.date]
    profiles: Sequence[ProfileLine]
    evaluations: int
    entries: int
    item_validations: int
    pilier_validations: int

    @property
    def facts(self) -> list[tuple[str, int]]:
        """What was recorded, in words."""
        return [
            (f"Évaluations de l'année {self.year}", self.evaluations),
            ("Saisies dans ces évaluations", self.entries),
            ("Items du socle décidés", self.item_validations),
            ("Compétences du socle décidées", self.pilier_validations),
        ]


def statistics_of(school: School) -> Statistics:
    """The statistics of the open school, this school year for entries, the last twelve weeks for sign-ins."""
    weeks = _mondays()
    evaluations = Evaluation.objects.live().filter(year=school.first_year)
    return Statistics(
        year=school.year,
        weeks=weeks,
        profiles=list(_profiles(school, weeks)),
        evaluations=evaluations.count(),
        entries=Mark.objects.filter(evaluation__in=evaluations).exclude(code=PLANNED).count(),
        item_validations=ItemValidation.objects.count(),
        pilier_validations=PilierValidation.objects.count(),
    )


def _mondays() -> list[datetime.date]:
    day = local(now()).date()
    monday = day - datetime.timedelta(days=day.weekday())
    return [monday - datetime.timedelta(weeks=back) for back in reversed(range(WEEKS))]


def _profiles(school: School, weeks: Sequence[datetime.date]) -> Iterator[ProfileLine]:
    accounts = dict(Account.objects.active().order_by().values_list("profile").annotate(Count("pk")))
    came = _came(weeks[0])
    for profile in open_profiles(school):
        if accounts.get(profile):
            yield ProfileLine(
                label=str(profile.label),
                accounts=accounts[profile],
                weeks=[came.get((profile, week), Came(0, 0)) for week in weeks],
            )


def _came(since: datetime.date) -> dict[tuple[Profile, datetime.date], Came]:
    zone = get_current_timezone()
    begins = datetime.datetime.combine(since, datetime.time.min, tzinfo=zone)
    signed_in = JournalEntry.objects.filter(code=SIGN_IN, at__gte=begins).exclude(actor=None).order_by()
    by_week = signed_in.annotate(week=TruncWeek("at", tzinfo=zone)).values_list("actor__profile", "week")
    counted = by_week.annotate(Count("actor", distinct=True), Count("pk"))
    return {(Profile(profile), week.date()): Came(people, times) for profile, week, people, times in counted}


HEADS = ("Rubrique", "Profil", "Semaine du", "Nombre", "Connexions")


def rows_of(statistics: Statistics) -> Iterator[tuple[Value, ...]]:
    """The same as lines of a table whose heads are HEADS."""
    for label, number in statistics.facts:
        yield label, "", None, number, None
    for line in statistics.profiles:
        yield "Comptes ouverts", line.label, None, line.accounts, None
    for line in statistics.profiles:
        for week, came in zip(statistics.weeks, line.weeks, strict=True):
            yield "Personnes connectées", line.label, week, came.said, came.times_said


# --- Every school, for the operator -----------------------------------------------------------------------------------

SCHOOL_HEADS = (
    "Numéro",
    "UAI",
    "Établissement",
    "Commune",
    "Zone",
    "Ouvert le",
    "Dernière connexion",
    "Élèves",
    "Élèves venus en six mois",
    "Personnels",
    "Personnels venus en six mois",
    "Évaluations",
    "Saisies",
    "Items du socle décidés",
)


@dataclass(frozen=True)
class SchoolUse:
    """How much one school uses the server; numbers of people are in words, as `told` says them."""

    school: School
    figures: SchoolFigures | None

    @property
    def cells(self) -> tuple[Value, ...]:
        school, figures = self.school, self.figures or SchoolFigures()
        last = figures.last_sign_in_at
        return (
            school.number,
            school.uai,
            school.name,
            school.town,
            school.zone.name if school.zone else "",
            local(school.created_at).date(),
            local(last).date() if last else None,
            told(figures.pupils),
            told(figures.pupils_seen),
            told(figures.staff + figures.heads),
            told(figures.staff_seen),
            figures.evaluations,
            figures.marks,
            figures.validations,
        )


@dataclass(frozen=True)
class Totals:
    schools: int
    entered: int
    people: int
    evaluations: int
    marks: int


def all_uses() -> Iterator[SchoolUse]:
    """Every school, in the order of numbers."""
    with all_schools():
        figures = {each.school_id: each for each in SchoolFigures.objects.order_by()}
        schools = list(School.objects.select_related("zone").order_by("number"))
    return (SchoolUse(school, figures.get(school.pk)) for school in schools)


def uses_page(number: str | None) -> tuple[Page[School], list[SchoolUse]]:
    """A page of them."""
    page = Paginator(School.objects.select_related("zone").order_by("number"), _PER_PAGE).get_page(number)
    with all_schools():
        found = SchoolFigures.objects.filter(school__in=[school.pk for school in page.object_list])
        figures = {each.school_id: each for each in found}
    return page, [SchoolUse(school, figures.get(school.pk)) for school in page.object_list]


def totals() -> Totals:
    """The whole server."""
    people = F("pupils") + F("guardians") + F("staff") + F("heads")
    with all_schools():
        counted = SchoolFigures.objects.order_by().aggregate(
            entered=Count("last_sign_in_at"),
            people=Sum(people, default=0),
            evaluations=Sum("evaluations", default=0),
            marks=Sum("marks", default=0),
        )
        return Totals(schools=School.objects.count(), **counted)
