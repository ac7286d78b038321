"""« Pourquoi ? »: a level explained down to its results, with where to go from there."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Account
from bilans.queries import items_of
from bilans.queries.behind import behind
from bilans.reports.options import WrongOption
from bilans.reports.registry import Page, Report
from bilans.rights import SEE_SCORES
from bilans.views.pages import asked_for
from evaluations.queries.families import requestable
from evaluations.rights import REQUEST
from grids.forms import read_ids
from sacoche.kit.access import may, refusal, requires
from sacoche.kit.requests import SchoolRequest

View = Callable[[SchoolRequest], HttpResponse]


def why_of(report: Report, page: Page) -> View:
    """The view that explains the levels of a document: `case` is the pupil and the item, « 12-34 »."""

    @requires(page.right)
    @require_safe
    def view(request: SchoolRequest) -> HttpResponse:
        if not may(request.user, SEE_SCORES):
            raise PermissionDenied(refusal(request.user, SEE_SCORES))
        return _explained(request, report, page)

    return view


def _may_request(reader: Account, pupil: int, item: int) -> bool:
    """Whether the reader is this pupil, and may ask to be evaluated on this item."""
    return reader.pk == pupil and may(reader, REQUEST) and bool(requestable(reader, [item]))


def _explained(request: SchoolRequest, report: Report, page: Page) -> HttpResponse:
    asking = asked_for(request, report, page, request.GET)
    named = read_ids(request.GET.get("case", "").split("-"))
    if len(named) != 2:
        raise Http404
    pupils = [pupil for pupil in asking.chosen.pupils if pupil.pk == named[0]]
    found = items_of(Q(pk=named[1]))
    if not pupils or not found:
        raise Http404
    asked = asking.about(pupils)
    try:
        explained = page.levels(asked, found).explained(named[0], found[0])
    except WrongOption as error:
        return HttpResponse(str(error), status=422)
    context = {
        "pupil": asked.pupils[0],
        "account": pupils[0],
        "item": found[0],
        "lines": behind(request.user, pupils[0], found[0], explained, asked.scale),
        "explanation": explained.explanation,
        "scale": asked.scale,
        "is_staff": not asking.chosen.is_family,
        "place": asking.chosen.one_place,
        "start": asked.window().window.start,
        "may_request": _may_request(request.user, named[0], named[1]),
    }
    template = "bilans/_why.html" if request.htmx else "bilans/why.html"
    return render(request, template, context | {"report": report, "query": asking.query})
