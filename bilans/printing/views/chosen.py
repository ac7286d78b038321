"""What the page of printing is asked: a kind of document, a period, classes, and some of their pupils alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.http import Http404

from accounts.models import Account
from bilans.models import Status
from bilans.officiels.kinds import OfficialKind, official_kinds
from bilans.officiels.queries.editions import classes_seen, editions_of
from bilans.officiels.shapes import Edition
from bilans.printing.makers import why_not
from bilans.printing.queries import archived
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest
from schools.models import Period, PeriodDates


@dataclass(frozen=True)
class PrintedClass:
    """A class in the list of what may be printed: its pupils, those who have an archive, why it cannot be printed."""

    edition: Edition
    pupils: Sequence[int]
    has_archive: Collection[int]
    refusal: str
    is_chosen: bool = False

    @property
    def is_complete(self) -> bool:
        return self.edition.status == Status.COMPLETE

    @property
    def archived(self) -> int:
        """How many of its pupils have this document in the archives already."""
        return sum(pupil in self.has_archive for pupil in self.pupils)

    def narrowed(self, only: Collection[int]) -> "PrintedClass":
        """The same for some of its pupils."""
        return replace(self, pupils=[pupil for pupil in self.pupils if pupil in only])


@dataclass(frozen=True)
class PrintedPupil:
    """A pupil in the list of a class."""

    key: int
    name: str
    is_archived: bool
    is_chosen: bool


def _asked(request: SchoolRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name) or ""


def _all_asked(request: SchoolRequest, name: str) -> list[str]:
    return request.POST.getlist(name) or request.GET.getlist(name)


def kind_of(request: SchoolRequest) -> OfficialKind:
    """The kind of document that is asked for, the bulletin by default; 404 for one that there is not."""
    asked = _asked(request, "bilan") or "bulletin"
    if asked not in official_kinds:
        raise Http404
    return official_kinds.get(asked)


def periods_of(request: SchoolRequest) -> list[Period]:
    """The periods of the classes that the reader opens."""
    return list(Period.objects.filter(dates__school_class__in=classes_seen(request.user)).distinct())


def period_of(request: SchoolRequest, periods: Sequence[Period]) -> Period | None:
    """The one that is asked for, that of today by default; 404 for another school's."""
    asked = _asked(request, "periode")
    if not asked:
        begun = PeriodDates.objects.filter(school_class__isnull=False, starts_on__lte=today(), period__in=periods)
        last = begun.order_by("-starts_on", "-period__order").first()
        return last.period if last else periods[0] if periods else None
    found = next((each for each in periods if str(each.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def classes_of(request: SchoolRequest, kind: OfficialKind, period: Period) -> list[PrintedClass]:
    """The classes that the reader may print, or simulate; those that are asked for are chosen."""
    wished = set(_all_asked(request, "classe"))
    editions = [each for each in editions_of(kind, classes_seen(request.user)) if each.dates.period_id == period.pk]
    pupils: dict[int | None, list[int]] = {}
    of_classes = Account.objects.pupils().active().filter(school_class__in=[each.school_class for each in editions])
    for pk, school_class in of_classes.in_name_order().values_list("pk", "school_class"):
        pupils.setdefault(school_class, []).append(pk)
    known = archived(kind, period.name, [pupil for held in pupils.values() for pupil in held])
    open_ones = [each for each in editions if not why_not(request.user, each, is_final=False)]
    return [_row(request, each, pupils.get(each.school_class.pk, []), known, wished) for each in open_ones]


def _row(
    request: SchoolRequest,
    found: Edition,
    pupils: Sequence[int],
    known: Collection[tuple[int, int]],
    wished: Collection[str],
) -> PrintedClass:
    return PrintedClass(
        found,
        pupils,
        {pupil for pupil in pupils if (pupil, found.year) in known},
        why_not(request.user, found, is_final=True),
        str(found.school_class.pk) in wished,
    )


# --- Some pupils alone ---


def by_pupil(request: SchoolRequest) -> bool:
    """Whether pupils are chosen, and not whole classes."""
    return bool(_asked(request, "eleves"))


def only_of(request: SchoolRequest) -> set[int]:
    """The pupils that are ticked, whoever they are."""
    asked = _all_asked(request, "eleve")
    return {int(each) for each in asked if each.isascii() and each.isdigit() and len(each) < 12}


def pupils_of(request: SchoolRequest, row: PrintedClass) -> list[PrintedPupil]:
    """The pupils of a class; those that are asked for are chosen."""
    only = only_of(request)
    people = Account.objects.filter(pk__in=row.pupils).in_name_order()
    return [
        PrintedPupil(pupil.pk, f"{pupil.last_name} {pupil.first_name}", pupil.pk in row.has_archive, pupil.pk in only)
        for pupil in people
    ]
