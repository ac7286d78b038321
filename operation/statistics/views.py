"""« Statistiques »: for the direction of a school, and for the operator, school by school."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from operation.console.journal import note
from operation.console.views.gate import OperatorRequest
from operation.console.views.schools import school_or_404
from operation.statistics import queries
from sacoche.kit import access
from sacoche.kit.clock import stamp
from sacoche.kit.files.tables import TableFile, TableFormat, formats, table_file
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.tenancy import school_scope


@access.requires("operation.see_statistics")
@require_safe
def own_school(request: SchoolRequest) -> HttpResponse:
    """How much one's own school uses SACoche."""
    context = {"statistics": queries.statistics_of(request.school), "formats": list(formats), "few": queries.FEW}
    return render(request, "statistics/school.html", context)


@access.requires("operation.see_statistics")
@require_safe
def own_file(request: SchoolRequest) -> FileResponse:
    """The same as a table (`format`: csv, xlsx or ods)."""
    statistics = queries.statistics_of(request.school)
    return _sent(
        table_file(
            name=f"statistiques_{request.school.number}_{stamp()}",
            title="Statistiques",
            heads=queries.HEADS,
            rows=queries.rows_of(statistics),
            table_format=_format(request.GET),
        )
    )


@access.operators
@require_safe
def one_school(request: OperatorRequest, number: int) -> HttpResponse:
    """The same of any school, for the operator."""
    school = school_or_404(number)
    with school_scope(school):
        statistics = queries.statistics_of(school)
    context = {"statistics": statistics, "school": school, "few": queries.FEW}
    return render(request, "console/statistics_school.html", context)


@access.operators
@require_safe
def all_schools_page(request: OperatorRequest) -> HttpResponse:
    """Every school of the server."""
    page, uses = queries.uses_page(request.GET.get("page"))
    context = {"page": page, "uses": uses, "heads": queries.SCHOOL_HEADS, "totals": queries.totals()}
    return render(request, "console/statistics.html", context | {"formats": list(formats)})


@access.operators
@require_POST
def all_schools_file(request: OperatorRequest) -> FileResponse:
    """The same as a table; that it was taken is itself a line of the journal."""
    note("statistics.download", operator=request.operator)
    return _sent(
        table_file(
            name=f"statistiques_{stamp()}",
            title="Établissements",
            heads=queries.SCHOOL_HEADS,
            rows=(use.cells for use in queries.all_uses()),
            table_format=_format(request.POST),
        )
    )


def _format(asked: Any) -> TableFormat:
    code = asked.get("format", "csv")
    return formats.get(code) if code in formats else formats.get("csv")


def _sent(file: TableFile) -> FileResponse:
    return FileResponse(file.stream, as_attachment=True, filename=file.name, content_type=file.content_type)
