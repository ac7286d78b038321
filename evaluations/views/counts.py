"""« Nombre de saisies »: the whole school for its head, one's own for a teacher."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.queries.counts import Counts, counts_of, rows_of
from evaluations.rights import EVALUATE, SEE_ALL
from sacoche.kit.access import requires
from sacoche.kit.downloads import attachment
from sacoche.kit.files.csvtext import ENCODING, in_windows_1252, without_formula
from sacoche.kit.requests import SchoolRequest


@requires(EVALUATE)
@require_safe
def own_counts(request: SchoolRequest) -> HttpResponse:
    """What the reader entered this year."""
    return _page(request, counts_of(request.school.first_year, only=request.user), is_all=False)


@requires(SEE_ALL)
@require_safe
def all_counts(request: SchoolRequest) -> HttpResponse:
    """What everybody entered this year."""
    return _page(request, counts_of(request.school.first_year), is_all=True)


@requires(EVALUATE)
@require_safe
def own_counts_csv(request: SchoolRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    return _file(counts_of(request.school.first_year, only=request.user))


@requires(SEE_ALL)
@require_safe
def all_counts_csv(request: SchoolRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    return _file(counts_of(request.school.first_year))


def _page(request: SchoolRequest, counts: Counts, *, is_all: bool) -> HttpResponse:
    rows = [(line, [line.months.get(month, 0) for month in counts.months]) for line in counts.teachers]
    context = {"counts": counts, "rows": rows, "is_all": is_all, "year": request.school.year}
    return render(request, "evaluations/counts.html", context)


def _file(counts: Counts) -> HttpResponse:
    lines = [";".join(f'"{_plain(cell)}"' for cell in row) for row in rows_of(counts)]
    content = in_windows_1252("".join(f"{line}\r\n" for line in lines)).encode(ENCODING)
    return attachment(content, name="nombre_de_saisies.csv", content_type="text/csv; charset=windows-1252")


def _plain(cell: str) -> str:
    return without_formula(cell).replace('"', '""')
