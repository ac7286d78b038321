"""An évaluation out of its grid: the file of « saisie déportée » given and taken back, the grid on paper."""

import io
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.forms.file import FilledFileForm
from evaluations.forms.strips import StripsForm
from evaluations.models import Evaluation, Level
from evaluations.paper.deported import workbook_rows, write_csv
from evaluations.paper.reading import UnusableFile, read_file
from evaluations.paper.sheet import Sheet, keys_of, sigles_of
from evaluations.paper.strips import Strip, strips_of, write_strips
from evaluations.queries import current_scale
from evaluations.queries.sheets import sheet_of
from evaluations.rights import EVALUATE
from evaluations.subjects import GONE
from evaluations.views.opening import opened
from sacoche.kit.access import requires
from sacoche.kit.downloads import attachment
from sacoche.kit.files.xlsx import XlsxSheet
from sacoche.kit.requests import SchoolRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: SchoolRequest, pk: int) -> tuple[Evaluation, Sheet, bool]:
    """The évaluation, what it holds, and whether what is asked for is filled (`rempli`)."""
    evaluation, _level = opened(request, pk, Level.SEE)
    return evaluation, sheet_of(evaluation), "rempli" in request.GET


@requires(EVALUATE)
@require_safe
def deported_csv(request: SchoolRequest, pk: int) -> HttpResponse:
    """« Saisie déportée »: the file to fill elsewhere; with `?rempli=1`, what is saved stands in it."""
    evaluation, sheet, is_filled = _asked(request, pk)
    content = write_csv(sheet, keys_of(current_scale()), is_filled=is_filled)
    return attachment(content, name=f"saisie_{evaluation.pk}.csv", content_type="text/csv; charset=windows-1252")


@requires(EVALUATE)
@require_safe
def deported_workbook(request: SchoolRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    evaluation, sheet, is_filled = _asked(request, pk)
    stream = io.BytesIO()
    with XlsxSheet(stream, title=f"saisie {evaluation.pk}") as written:
        for row in workbook_rows(sheet, keys_of(current_scale()), is_filled=is_filled):
            written.write_row(row)
    return attachment(stream.getvalue(), name=f"saisie_{evaluation.pk}.xlsx", content_type=_XLSX)


@requires(EVALUATE)
@require_safe
def grid_pdf(request: SchoolRequest, pk: int) -> HttpResponse:
    """The grid on paper; `?rempli=1` for what is saved, `?gris=1` for a printer without colours."""
    from evaluations.paper.grid_pdf import write_grid  # reportlab is slow to import

    evaluation, sheet, is_filled = _asked(request, pk)
    content = write_grid(sheet, current_scale(), is_filled=is_filled, is_grey="gris" in request.GET)
    return attachment(content, name=f"grille_{evaluation.pk}.pdf", content_type="application/pdf")


@requires(EVALUATE)
@require_POST
def read_deported(request: SchoolRequest, pk: int) -> JsonResponse:
    """What a filled file says of the cells of the open grid; nothing is written."""
    try:
        evaluation, _level = opened(request, pk, Level.ENTER)
    except Http404:
        return JsonResponse({"error": GONE}, status=404)
    except PermissionDenied as refusal:
        return JsonResponse({"error": f"{refusal} Rien n'a été lu."}, status=403)
    form = FilledFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": " ".join(map(str, form.errors["fichier"]))}, status=422)
    try:
        brought = read_file(form.cleaned_data["fichier"], sheet_of(evaluation), keys_of(current_scale()))
    except UnusableFile as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    cells = [[pupil, item, code] for (pupil, item), code in brought.cells.items()]
    return JsonResponse({"cells": cells, "told": list(brought.told)})


@requires(EVALUATE)
@require_http_methods(["GET", "HEAD", "POST"])
def strips(request: SchoolRequest, pk: int) -> HttpResponse:
    """« Cartouche »: what is asked of the strips; sent, their PDF, or their text for a spreadsheet (`csv`)."""
    evaluation, sheet, _is_filled = _asked(request, pk)
    form = StripsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found = strips_of(sheet, form.wish(), sigles_of(current_scale()))
        if found:
            return _strips_file(evaluation, form, found, is_text="csv" in request.POST)
        form.add_error(None, "Aucun élève n'aurait d'item dans son cartouche : décochez une restriction.")
    context = {"evaluation": evaluation, "form": form, "pupils": len(sheet.pupils), "items": len(sheet.items)}
    return render(request, "evaluations/strips.html", context, status=422 if form.errors else 200)


def _strips_file(evaluation: Evaluation, form: StripsForm, found: Sequence[Strip], *, is_text: bool) -> HttpResponse:
    if is_text:
        content = write_strips(found, form.wish())
        return attachment(
            content, name=f"cartouches_{evaluation.pk}.csv", content_type="text/csv; charset=windows-1252"
        )
    from evaluations.paper.strips_pdf import Look, write_strips_pdf  # reportlab is slow to import

    title = f"Cartouches : {evaluation.title}"
    content = write_strips_pdf(found, Look(**form.look()), current_scale(), title=title)
    return attachment(content, name=f"cartouches_{evaluation.pk}.pdf", content_type="application/pdf")
