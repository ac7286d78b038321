"""« Journal »: what operators did."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from operation.console.journal import entries_matching, told
from operation.console.views.gate import OperatorRequest
from operation.listed import ACTIONS
from sacoche.kit import access
from sacoche.kit.listed_views import render_listed

_PER_PAGE = 100


@access.operators
@require_safe
def journal(request: OperatorRequest) -> HttpResponse:
    """The lines that hold every word, the latest first."""
    words = request.GET.get("q", "")[:100]
    entries = entries_matching(words)
    page = Paginator(entries, _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "lines": [(entry, told(entry)) for entry in page.object_list]}
    rows = ((entry, told(entry)) for entry in entries.iterator(chunk_size=500))
    return render_listed(request, "console/journal.html", context, ACTIONS.of(rows))
