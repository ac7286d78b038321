"""The page of each tick grid, and its save at each gesture."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from accounts.grids.base import TickGrid, columns_by_pk
from accounts.grids.board import counts_of, read_board, read_summaries
from accounts.grids.cells import RefusedCells, read_cells
from accounts.grids.filters import UnknownChoice
from accounts.grids.links import Cells, GoneMeanwhile, Tick
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest

_GONE = "Une ligne ou une colonne a été supprimée à l'instant : rechargez la page."


def page_of(grid: TickGrid) -> Callable[..., HttpResponse]:
    """The view that shows a grid."""

    @requires(grid.right)
    @require_safe
    def page(request: SchoolRequest) -> HttpResponse:
        try:
            board = read_board(grid, request.user, request.GET)
        except UnknownChoice as error:
            raise Http404 from error
        return render(request, "accounts/grid.html", {"grid": grid, "board": board})

    return page


def save_of(grid: TickGrid) -> Callable[..., JsonResponse]:
    """The view that saves a gesture made on a grid: answers what the page cannot know by itself."""

    @requires(grid.right)
    @require_POST
    def save(request: SchoolRequest) -> JsonResponse:
        try:
            cells = _cells(grid, request)
            grid.save(actor=request.user, cells=cells)
        except RefusedCells as refusal:
            return JsonResponse({"error": refusal.sentence}, status=400)
        except RequestDataTooBig:
            return JsonResponse({"error": "Envoi trop volumineux : affichez moins de lignes."}, status=413)
        except GoneMeanwhile:
            return JsonResponse({"error": _GONE}, status=409)
        return JsonResponse(_answer(grid, request, {column.pk for _, column in cells if column}))

    return save


def _cells(grid: TickGrid, request: SchoolRequest) -> Cells:
    """The boxes sent, whose rows and columns are all of the grid; raises RefusedCells, Http404."""
    sent: dict[tuple[int, int], Tick] = read_cells(request.body)
    rows = grid.rows(request.user).in_bulk({row for row, _ in sent})
    columns = columns_by_pk(grid, grid.columns(request.user).filter(pk__in={column for _, column in sent}))
    try:
        return {(rows[row], columns[column]): tick for (row, column), tick in sent.items()}
    except KeyError as error:
        raise Http404 from error


def _answer(grid: TickGrid, request: SchoolRequest, columns: set[int]) -> dict[str, Any]:
    answer: dict[str, Any] = {"counts": counts_of(grid.links(request.user))}
    if grid.summary_title:
        summaries = read_summaries(grid, request.user, columns)
        answer["summaries"] = [
            render_to_string("accounts/grid.html#summary", {"grid": grid, "summary": summary}) for summary in summaries
        ]
    return answer
