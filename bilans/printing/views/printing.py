"""« Imprimer »: simulate, print and archive the documents of classes, or of some pupils; the file that comes out."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from bilans.archives.makers import ZIP
from bilans.officiels.kinds import OfficialKind, official_kinds
from bilans.officiels.rights import ENTER
from bilans.printing.makers import PRINT, SIMULATE
from bilans.printing.queries import setup_of_school, told_of
from bilans.printing.rights import PREPARE
from bilans.printing.views.chosen import (
    PrintedClass,
    by_pupil,
    classes_of,
    kind_of,
    only_of,
    period_of,
    periods_of,
    pupils_of,
)
from documents.jobs.asking import TooManyJobs
from documents.makers import NothingToMake, makers
from documents.making import make_or_ask
from documents.models import GeneratedFile, Job
from documents.views.following import follow
from documents.views.giving import given, own_file
from sacoche.kit.access import may, requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed
from schools.models import Period

_OURS = (PRINT, SIMULATE, ZIP)


@requires(PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
def printing(request: SchoolRequest) -> HttpResponse:
    """The classes of a period with their status, or the pupils of one of them.

    What is ticked is simulated, or printed once that was confirmed.
    """
    kind = kind_of(request)
    periods = periods_of(request)
    period = period_of(request, periods)
    rows = classes_of(request, kind, period) if period else []
    if request.method == "POST" and period:
        return _sent(request, kind, period, rows)
    return _page(request, kind, periods, period, rows)


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
    status = 422 if refusal else 200
    if by_pupil(request):
        chosen = next((row for row in rows if row.is_chosen), None)
        if chosen is None:
            raise Http404
        context |= {"row": chosen, "pupils": pupils_of(request, chosen)}
        return render(request, "bilans/printing/pupils.html", context, status=status)
    return render(request, "bilans/printing/print.html", context, status=status)


def _sent(request: SchoolRequest, kind: OfficialKind, period: Period, rows: Sequence[PrintedClass]) -> HttpResponse:
    chosen = [row.narrowed(only_of(request)) if by_pupil(request) else row for row in rows if row.is_chosen]
    is_final = request.POST.get("act") == "imprimer"
    if is_final and not may(request.user, kind.to_print):
        raise PermissionDenied(f"Vous n'avez pas le droit d'imprimer {kind.article}.")
    if len(chosen) < len(set(request.POST.getlist("classe"))):
        raise Http404
    refusal = "" if chosen else "Cochez au moins une classe."
    if by_pupil(request) and not any(row.pupils for row in chosen):
        refusal = refusal or "Cochez au moins un élève."
    if is_final:
        refusal = refusal or next((row.refusal for row in chosen if row.refusal), "")
    if refusal:
        return _page(request, kind, periods_of(request), period, rows, refusal=refusal)
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
        "only": pupils if by_pupil(request) else [],
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
        "only": [pupil for row in chosen for pupil in row.pupils] if by_pupil(request) else [],
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
