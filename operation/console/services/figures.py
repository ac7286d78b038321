"""Counting schools for the list of the console: numbers alone, from time to time, a few questions for all of them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Max, Q, Sum

from accounts.enums import Profile
from accounts.models import Account, OutgoingMail
from documents.models import GeneratedFile, Job, JobStatus
from evaluations.models import PLANNED, Evaluation, EvaluationFile, Mark
from operation.console.models import SchoolFigures, SchoolState
from referentiels.models import ResourceFile
from sacoche.kit.clock import now
from sacoche.kit.tenancy import SchoolOwned, all_schools
from sacoche.kit.text import count
from schools.models import School
from socle.models import ItemValidation

COUNTED_EVERY = datetime.timedelta(hours=1)
RECENT = datetime.timedelta(days=182)
# A school that nobody entered so long after it was opened waits for somebody.
_FIRST_SIGN_IN = datetime.timedelta(days=21)
_STUCK = datetime.timedelta(minutes=30)
_HEADS = (Profile.ADM, Profile.DIR)
_WITH_FILES = (ResourceFile, EvaluationFile, GeneratedFile)
# Schools looked at together: their numbers go in one question.
_AT_ONCE = 500


@dataclass
class _Seen:
    """What was counted of one school, on its way to its row."""

    figures: dict[str, Any] = field(default_factory=lambda: defaultdict(int))
    stuck_jobs: int = 0
    refused_mails: int = 0


def count_due_schools() -> int:
    """Count again the schools whose figures are an hour old, and those that have none; how many. For the purge."""
    with all_schools():
        fresh = SchoolFigures.objects.filter(counted_at__gt=now() - COUNTED_EVERY).values("school")
        due = list(School.objects.exclude(pk__in=fresh).order_by("pk"))
    for start in range(0, len(due), _AT_ONCE):
        count_schools(due[start : start + _AT_ONCE])
    return len(due)


def count_schools(schools: Sequence[School]) -> None:
    """Count these schools and keep their figures, whatever they were."""
    with all_schools():
        rows = figures_of(schools)
        fields = [each.name for each in SchoolFigures._meta.concrete_fields if each.name not in ("id", "school")]
        with transaction.atomic():
            SchoolFigures.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["school"], update_fields=fields, batch_size=200
            )


def figures_of(schools: Sequence[School]) -> list[SchoolFigures]:
    """The figures of these schools as they are now, not kept."""
    seen: dict[int, _Seen] = {school.pk: _Seen() for school in schools}
    pks = list(seen)
    with all_schools():
        _count_people(seen, pks)
        _count_work(seen, pks)
        _count_rows(seen, pks)
        _look_for_trouble(seen, pks)
    return [_row(school, seen[school.pk]) for school in schools]


def _count_people(seen: dict[int, _Seen], pks: list[int]) -> None:
    recent = Q(last_login__gte=now() - RECENT)
    accounts = Account.objects.active().filter(school__in=pks).order_by()
    counted = accounts.values("school", "profile").annotate(
        people=Count("pk"),
        recent=Count("pk", filter=recent),
        never=Count("pk", filter=Q(last_login=None)),
        last=Max("last_login"),
    )
    for each in counted:
        figures = seen[each["school"]].figures
        figures[_kind(each["profile"])] += each["people"]
        figures["never_in"] += each["never"]
        if each["profile"] == Profile.ELV:
            figures["pupils_seen"] += each["recent"]
        elif each["profile"] != Profile.TUT:
            figures["staff_seen"] += each["recent"]
        last = figures.get("last_sign_in_at")
        figures["last_sign_in_at"] = max(filter(None, (last, each["last"])), default=None)


def _kind(profile: str) -> str:
    if profile in _HEADS:
        return "heads"
    return {Profile.ELV: "pupils", Profile.TUT: "guardians"}.get(Profile(profile), "staff")


def _count_work(seen: dict[int, _Seen], pks: list[int]) -> None:
    work = (
        ("evaluations", Evaluation.objects.live()),
        # What is only planned is no result.
        ("marks", Mark.objects.exclude(code=PLANNED)),
        ("validations", ItemValidation.objects.all()),
    )
    for name, rows in work:
        for pk, number in rows.filter(school__in=pks).order_by().values_list("school").annotate(Count("school")):
            seen[pk].figures[name] = number
    for model in _WITH_FILES:
        sizes = model.objects.filter(school__in=pks).order_by().values_list("school").annotate(Sum("size"))
        for pk, size in sizes:
            seen[pk].figures["file_bytes"] += size or 0


def _count_rows(seen: dict[int, _Seen], pks: list[int]) -> None:
    for model in apps.get_models():
        if issubclass(model, SchoolOwned) and model is not SchoolFigures:
            for pk, number in _by_school(model, pks):
                seen[pk].figures["rows"] += number


def _by_school(model: type[models.Model], pks: list[int]) -> Iterator[tuple[int, int]]:
    rows: Iterable[Any] = model._base_manager.filter(school__in=pks).order_by()
    return iter(rows.values_list("school").annotate(Count("school")))  # type: ignore[attr-defined]


def _look_for_trouble(seen: dict[int, _Seen], pks: list[int]) -> None:
    stuck = Q(status=JobStatus.WAITING, created_at__lt=now() - _STUCK)
    for pk, number in Job.objects.filter(stuck, school__in=pks).order_by().values_list("school").annotate(Count("pk")):
        seen[pk].stuck_jobs = number
    refused = OutgoingMail.objects.filter(school__in=pks, refused_at__gte=now() - datetime.timedelta(days=7))
    for pk, number in refused.order_by().values_list("school").annotate(Count("pk")):
        seen[pk].refused_mails = number


def _row(school: School, seen: _Seen) -> SchoolFigures:
    state, concern = _judged(school, seen)
    return SchoolFigures(school=school, state=state, concern=concern, counted_at=now(), **seen.figures)


def _judged(school: School, seen: _Seen) -> tuple[SchoolState, str]:
    """How a school is, and what is to be looked at first."""
    if seen.stuck_jobs:
        jobs = count(seen.stuck_jobs, "travail attend", "travaux attendent")
        return SchoolState.DOWN, f"{jobs} depuis plus de 30 minutes"
    if seen.refused_mails:
        mails = count(seen.refused_mails, "courriel refusé", "courriels refusés")
        return SchoolState.WATCHED, f"{mails} cette semaine"
    if seen.figures.get("last_sign_in_at") is None and school.created_at < now() - _FIRST_SIGN_IN:
        days = (now() - school.created_at).days
        return SchoolState.WATCHED, f"créé il y a {days} jours, aucune connexion"
    return SchoolState.WELL, ""
