"""The help of each family of files, and the model files of those that are made by hand."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from imports.reading.spreadsheets import SpreadsheetSource, model_csv
from imports.sources import sources
from imports.views.wizard import step_titles
from sacoche.kit.access import public, requires
from sacoche.kit.requests import SchoolRequest


@public
@require_safe
def help_base_eleves(request: SchoolRequest) -> HttpResponse:
    """The procedure for Base Élèves, step by step."""
    return render(
        request, "help/base_eleves.html", {"step_titles": step_titles(sources.get("base_eleves_eleves").steps)}
    )


@public
@require_safe
def help_onde(request: SchoolRequest) -> HttpResponse:
    """Where to find the extractions of ONDE, and what becomes of them."""
    return render(request, "help/onde.html")


@public
@require_safe
def help_siecle(request: SchoolRequest) -> HttpResponse:
    """Where to find the exports of Siècle and of STS-Web, and what becomes of them."""
    return render(request, "help/siecle.html")


@public
@require_safe
def help_factos(request: SchoolRequest) -> HttpResponse:
    """Where to find the extractions of Factos, and what becomes of them."""
    return render(request, "help/factos.html")


@public
@require_safe
def help_tableur(request: SchoolRequest) -> HttpResponse:
    """How to make a file with a spreadsheet, column by column."""
    return render(request, "help/tableur.html")


@public
@require_safe
def help_sacoche(request: SchoolRequest) -> HttpResponse:
    """How a school comes from SACoche, from the backup to what is to be compared."""
    return render(request, "help/sacoche.html")


@requires("imports.run")
@require_safe
def model_file(request: SchoolRequest, code: str) -> HttpResponse:
    """The model of a file to fill in with a spreadsheet."""
    source = sources.get(code) if code in sources else None
    if not isinstance(source, SpreadsheetSource):
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="modele_{source.code}.csv"'}
    return HttpResponse(model_csv(source), content_type="text/csv; charset=windows-1252", headers=headers)
