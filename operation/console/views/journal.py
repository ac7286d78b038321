"""« Journal »: what operators did."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from operation.console.journal import entries_matching, told
from operation.console.views.gate import OperatorRequest
from sacoche.kit import access

_PER_PAGE = 100


@access.operators
@require_safe
def journal(request: OperatorRequest) -> HttpResponse:
    """The lines that hold every word, the latest first."""
    words = request.GET.get("q", "")[:100]
    page = Paginator(entries_matching(words), _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "lines": [(entry, told(entry)) for entry in page.object_list]}
    return render(request, "console/journal.html", context)
