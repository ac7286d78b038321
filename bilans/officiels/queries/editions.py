"""Which documents there are: for each class and each of its periods, the status and the configuration."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from accounts.enums import Profile
from accounts.models import Account, GroupMembership
from accounts.queries import HAVE_EVERYTHING, classes_given_to, classes_open_to, groups_of
from bilans.models import ClassConfiguration, Configuration, DocumentStatus, Status
from bilans.officiels.kinds import OfficialKind
from bilans.officiels.law import Powers
from bilans.officiels.shapes import Edition
from sacoche.kit.access import may
from sacoche.kit.tenancy import current_school
from schools.models import PeriodDates, SchoolClass, SchoolClassQuerySet
from schools.years import first_year

# What a class without a configuration has: the default of each field.
DEFAULT_NAME = "Configuration par défaut"


def default_configuration(kind: OfficialKind) -> Configuration:
    """What a class without a configuration of its own has; it is not stored."""
    return Configuration(kind=kind.code, name=DEFAULT_NAME)


def year_of_dates(dates: PeriodDates) -> int:
    """The first calendar year of the school year of a period: its dates say it, not today."""
    return first_year(dates.starts_on, switch_month=current_school().year_switch_month)


def classes_seen(account: Account) -> SchoolClassQuerySet:
    """The classes whose documents an account opens: its own, and those from which its groups take pupils."""
    if account.profile in HAVE_EVERYTHING or account.profile == Profile.ADM:
        return SchoolClass.objects.in_level_order()
    members = GroupMembership.objects.filter(group__in=groups_of(account).order_by().values("pk"))
    grouped = members.exclude(pupil__school_class=None).values("pupil__school_class")
    own = classes_given_to(account).order_by().values("pk")
    return SchoolClass.objects.in_level_order().filter(Q(pk__in=own) | Q(pk__in=grouped))


def edition(
    kind: OfficialKind, school_class: int, period: int, *, statuses: Iterable[DocumentStatus] | None = None
) -> Edition | None:
    """The document of a class in a period, by their numbers; None when the class has no such period. Three queries.

    `statuses`: those of the place, of any year, when they were read already.
    """
    rows = PeriodDates.objects.select_related("period", "school_class__niveau")
    dates = rows.filter(school_class=school_class, period=period).first()
    if dates is None or dates.school_class is None:
        return None
    year = year_of_dates(dates)
    if statuses is None:
        statuses = DocumentStatus.objects.filter(kind=kind.code, year=year, period=period, school_class=school_class)
    status = next((each for each in statuses if each.year == year), None)
    chosen = ClassConfiguration.objects.filter(kind=kind.code, school_class=school_class)
    row = chosen.select_related("configuration").first()
    return _made(kind, dates, status, row.configuration if row else None)


def _made(
    kind: OfficialKind, dates: PeriodDates, status: DocumentStatus | None, settings: Configuration | None
) -> Edition:
    assert dates.school_class is not None
    return Edition(
        kind,
        dates.school_class,
        dates,
        year_of_dates(dates),
        Status(status.status) if status else kind.default_status,
        settings or default_configuration(kind),
        status.locked_at if status else None,
    )


def editions_of(kind: OfficialKind, classes: SchoolClassQuerySet) -> list[Edition]:
    """The documents of these classes, class by class, in the order of periods. Three queries."""
    ordered = {row.pk: row for row in classes}
    rows = PeriodDates.objects.filter(school_class__in=ordered).select_related("period")
    dates = list(rows.order_by("period__order", "period__name", "starts_on"))
    statuses = {
        (row.school_class_id, row.period_id, row.year): row
        for row in DocumentStatus.objects.filter(kind=kind.code, school_class__in=ordered)
    }
    settings = _settings_of(kind, ordered)
    rank = {pk: place for place, pk in enumerate(ordered)}
    for each in dates:
        each.school_class = ordered[each.school_class_id]
    return [
        _made(
            kind,
            each,
            statuses.get((each.school_class_id, each.period_id, year_of_dates(each))),
            settings.get(each.school_class_id),
        )
        for each in sorted(dates, key=lambda each: rank[each.school_class_id])
    ]


def _settings_of(kind: OfficialKind, classes: Mapping[int, SchoolClass]) -> dict[int, Configuration]:
    rows = ClassConfiguration.objects.filter(kind=kind.code, school_class__in=classes).select_related("configuration")
    return {row.school_class_id: row.configuration for row in rows}


def powers(account: Account, found: Edition) -> Powers:
    """What an account may do with a document, whatever its status; one query at most for who may conclude."""
    kind = found.kind
    concludes = may(account, kind.to_conclude)
    open_classes = classes_open_to(account, kind.to_conclude)
    return Powers(
        writes=may(account, kind.to_write),
        concludes=concludes and open_classes.filter(pk=found.school_class.pk).exists(),
        corrects=may(account, kind.to_correct),
        sets_status=may(account, kind.to_set_status),
    )
