"""« Extraction de données »."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from exports.forms import ExtractionForm
from exports.services import extract
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.requests import SchoolRequest


@requires("exports.extract")
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def extraction(request: SchoolRequest) -> HttpResponse | FileResponse:
    """Choose a table; the answer to the POST is its file, and a line of the journal says who took it."""
    is_asking = request.method == "POST"
    form = ExtractionForm(request.POST if is_asking else None)
    if is_asking and form.is_valid():
        file = extract(school=request.school, actor=request.user, **form.criteria())
        return FileResponse(file.stream, as_attachment=True, filename=file.name, content_type=file.content_type)
    return render(request, "exports/extraction.html", {"form": form}, status=422 if is_asking else 200)
