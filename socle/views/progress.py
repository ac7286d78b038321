"""« Avancement de la validation »: who still has blue cells, for the head of the school."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sacoche.kit.access import requires
from sacoche.kit.clock import stamp, today
from sacoche.kit.downloads import attachment
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from socle.listed import progress_table
from socle.queries import school_progress


@requires("socle.see_progress")
@require_safe
def progress_pdf(request: SchoolRequest) -> HttpResponse:
    """The same on paper."""
    from socle.paper import write_progress  # reportlab is slow to import

    content = write_progress(school_progress(request.user), school=str(request.school), day=today())
    return attachment(content, name=f"avancement_{request.school.number}_{stamp()}.pdf", content_type="application/pdf")


@requires("socle.see_progress")
@require_safe
def progress(request: SchoolRequest) -> HttpResponse:
    """What is decided, palier after palier, with links to the grids for who may open them."""
    paliers = school_progress(request.user)
    return render_listed(request, "socle/progress.html", {"paliers": paliers}, progress_table(paliers))
