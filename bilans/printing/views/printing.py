"""« Imprimer »: simulate, print and archive the documents of classes; the file that comes out of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from bilans.archives.makers import ZIP
from bilans.models import Status
from bilans.officiels.kinds import OfficialKind, official_kinds
from bilans.officiels.queries.editions import classes_seen, editions_of
from bilans.officiels.rights import ENTER
from bilans.officiels.shapes import Edition
from bilans.printing.makers import PRINT, SIMULATE, why_not
from bilans.printing.queries import archived, setup_of_school, told_of
from documents.jobs.asking import TooManyJobs
from documents.makers import NothingToMake, makers
from documents.making import make_or_ask
from documents.models import GeneratedFile, Job
from documents.views.following import follow
from documents.views.giving import given, own_file
from sacoche.kit.access import may, requires
from sacoche.kit.clock import today
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed
from schools.models import Period, PeriodDates

_OURS = (PRINT, SIMULATE, ZIP)


@dataclass(frozen=True)
class PrintedClass:
    """A class in the list of what may be printed: its pupils, how many have an archive, why it cannot be printed."""

    edition: Edition
    pupils: Sequence[int]
    archived: int
    refusal: str
    is_chosen: bool = False

    @property
    def is_complete(self) -> bool:
        return self.edition.status == Status.COMPLETE


@requires(ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def printing(request: SchoolRequest) -> HttpResponse:
    """The classes of a period with their status; what is ticked is simulated, or printed once that was confirmed."""
    kind = _kind(request)
    periods = list(Period.objects.filter(dates__school_class__in=classes_seen(request.user)).distinct())
    period = _period(request, periods)
    rows = _rows(request, kind, period) if period else []
    if request.method == "POST" and period:
        return _sent(request, kind, period, rows)
    return _page(request, kind, periods, period, rows)


def _kind(request: SchoolRequest) -> OfficialKind:
    asked = request.POST.get("bilan") or request.GET.get("bilan") or "bulletin"
    if asked not in official_kinds:
        raise Http404
    return official_kinds.get(asked)


def _period(request: SchoolRequest, periods: Sequence[Period]) -> Period | None:
    """The one that is asked for, that of today by default; 404 for another school's."""
    asked = request.POST.get("periode") or request.GET.get("periode") or ""
    if not asked:
        begun = PeriodDates.objects.filter(school_class__isnull=False, starts_on__lte=today(), period__in=periods)
        last = begun.order_by("-starts_on", "-period__order").first()
        return last.period if last else periods[0] if periods else None
    found = next((each for each in periods if str(each.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _rows(request: SchoolRequest, kind: OfficialKind, period: Period) -> list[PrintedClass]:
    """The classes that the reader may print, or simulate."""
    wished = set(request.POST.getlist("classe") or request.GET.getlist("classe"))
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
        sum((pupil, found.year) in known for pupil in pupils),
        why_not(request.user, found, is_final=True),
        str(found.school_class.pk) in wished,
    )


def _page(
    request: SchoolRequest,
    kind: OfficialKind,
    periods: Sequence[Period],
    period: Period | None,
    rows: Sequence[PrintedClass],
    *,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "kind": kind,
        "kinds": list(official_kinds),
        "periods": periods,
        "period": period,
        "rows": rows,
        "refusal": refusal,
        "may_print": may(request.user, kind.to_print),
        "setup": setup_of_school(),
    }
    return render(request, "bilans/printing/print.html", context, status=422 if refusal else 200)


def _sent(request: SchoolRequest, kind: OfficialKind, period: Period, rows: Sequence[PrintedClass]) -> HttpResponse:
    periods = list(Period.objects.filter(dates__school_class__in=classes_seen(request.user)).distinct())
    chosen = [row for row in rows if row.is_chosen]
    is_final = request.POST.get("act") == "imprimer"
    if is_final and not may(request.user, kind.to_print):
        raise PermissionDenied(f"Vous n'avez pas le droit d'imprimer {kind.article}.")
    if len(chosen) < len(set(request.POST.getlist("classe"))):
        raise Http404
    refusal = "" if chosen else "Cochez au moins une classe."
    if is_final:
        refusal = refusal or next((row.refusal for row in chosen if row.refusal), "")
    if refusal:
        return _page(request, kind, periods, period, rows, refusal=refusal)
    if is_final and request.POST.get("vu") != _seen(chosen):
        return _question(request, kind, period, chosen)
    return _made(request, kind, period, chosen, PRINT if is_final else SIMULATE)


def _question(
    request: SchoolRequest, kind: OfficialKind, period: Period, chosen: Sequence[PrintedClass]
) -> HttpResponse:
    """What a final print does, counted, before it is done; asked again when the count changed."""
    pupils = [pupil for row in chosen for pupil in row.pupils]
    context = {
        "kind": kind,
        "period": period,
        "chosen": chosen,
        "pupils": len(pupils),
        "archived": sum(row.archived for row in chosen),
        "families": told_of(request.school, kind, pupils),
        "seen": _seen(chosen),
        "has_changed": "vu" in request.POST,
    }
    return render(request, "bilans/printing/question.html", context, status=409 if "vu" in request.POST else 200)


def _seen(chosen: Sequence[PrintedClass]) -> str:
    return ",".join(f"{row.edition.school_class.pk}:{len(row.pupils)}:{row.archived}" for row in chosen)


def _made(
    request: SchoolRequest, kind: OfficialKind, period: Period, chosen: Sequence[PrintedClass], code: str
) -> HttpResponse:
    asked = {
        "kind": kind.code,
        "period": period.pk,
        "classes": [row.edition.school_class.pk for row in chosen],
        "pupils": sum(len(row.pupils) for row in chosen),
    }
    maker = makers.get(code)
    try:
        made = make_or_ask(maker=maker, school=request.school, owner=request.user, asked=asked)
    except (NothingToMake, StorageFailed, TooManyJobs) as error:
        messages.error(request, str(error))
        back = urlencode([("bilan", kind.code), ("periode", str(period.pk))])
        return redirect(f"{reverse('bilans:print')}?{back}")
    return follow(request, made) if isinstance(made, Job) else HttpResponseRedirect(maker.page(made))


# --- What came out ---


@requires(ENTER)
@require_safe
def printed(request: SchoolRequest, token: str) -> HttpResponse:
    """What was printed, for an hour, with the link that gives it."""
    found = _file(request, token)
    return render(request, "bilans/printing/printed.html", {"file": found}, status=410 if found.is_expired else 200)


@requires(ENTER)
@require_safe
def take_printed(request: SchoolRequest, token: str) -> HttpResponse | FileResponse:
    """The file itself, for the person who made it."""
    found = _file(request, token)
    return given(found) or render(request, "bilans/printing/printed.html", {"file": found}, status=410)


def _file(request: SchoolRequest, token: str) -> GeneratedFile:
    return own_file(request, token, _OURS)
