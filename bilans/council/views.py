"""« Conseil de classe »: the class is chosen, then each pupil has his screen; the arrows go from one to the other."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from bilans.absences.queries import attendance_of
from bilans.computing.attendance import Figures
from bilans.council.queries import year_of
from bilans.officiels.kinds import official_kinds
from bilans.officiels.queries.editions import classes_seen, edition, editions_of
from bilans.officiels.queries.reading import class_document
from bilans.officiels.shapes import ClassDocument, Edition, PupilSheet
from bilans.paper.charts import bar_svg, curves_svg
from bilans.printing.laying import Printing, sheet_of
from bilans.printing.makers import why_not
from bilans.printing.queries import head_of, people_of, setup_of_school
from bilans.printing.rights import PREPARE
from evaluations.queries import current_scale
from evaluations.scale.whole import Scale
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from schools.models import SchoolClass


@requires(PREPARE)
@require_safe
def choose(request: SchoolRequest) -> HttpResponse:
    """The classes and periods whose council the reader may show."""
    classes = classes_seen(request.user)
    kinds = [(kind, _open_ones(request, editions_of(kind, classes))) for kind in official_kinds]
    return render(request, "bilans/council/choose.html", {"kinds": kinds})


def _open_ones(request: SchoolRequest, editions: Sequence[Edition]) -> list[Edition]:
    return [each for each in editions if not why_not(request.user, each, is_final=False)]


@requires(PREPARE)
@require_safe
def screen(request: SchoolRequest, kind: str, school_class: int, period: int) -> HttpResponse:
    """One pupil; the first one of the class by default."""
    found = _found(request, kind, school_class, period)
    if why_not(request.user, found, is_final=False):
        who = "est montré par la direction et par son professeur principal"
        messages.error(request, f"Le conseil de {found.school_class.label} {who}.")
        return redirect("bilans:council")
    document = class_document(found)
    rank = _rank(document.sheets, request.GET.get("eleve", ""))
    if rank is None:
        return render(request, "bilans/council/screen.html", {"edition": document.edition, "sheet": None})
    sheet = document.sheets[rank]
    context = {
        "edition": document.edition,
        "rank": rank + 1,
        "number": len(document.sheets),
        "before": document.sheets[rank - 1] if rank else None,
        "after": document.sheets[rank + 1] if rank + 1 < len(document.sheets) else None,
        "sheets": document.sheets,
        "chosen": sheet,
        "scale": current_scale(),
        **_shown(request, document, sheet, current_scale()),
    }
    return render(request, "bilans/council/screen.html", context)


def _found(request: SchoolRequest, kind: str, school_class: int, period: int) -> Edition:
    if kind not in official_kinds:
        raise Http404
    get_object_or_404(SchoolClass, pk=school_class)
    found = edition(official_kinds.get(kind), school_class, period)
    if found is None:
        raise Http404
    if not classes_seen(request.user).filter(pk=school_class).exists():
        raise Http404
    return found


def _rank(sheets: Sequence[PupilSheet], asked: str) -> int | None:
    """The pupil who is asked for; 404 for one who is not of the class; None when there is nobody."""
    if not sheets:
        return None
    if not asked:
        return 0
    rank = next((rank for rank, sheet in enumerate(sheets) if str(sheet.pupil.key) == asked), None)
    if rank is None:
        raise Http404
    return rank


def _shown(request: SchoolRequest, document: ClassDocument, sheet: PupilSheet, scale: Scale) -> dict[str, Any]:
    """The words and figures of his document, with its bars, and his year as a curve."""
    found, setup = document.edition, setup_of_school()
    pupil = sheet.pupil.key
    absences = attendance_of([pupil], found.dates.period_id, year=found.year).get(pupil)
    printing = Printing(request.school, document, setup, head_of(request.school, request.user, setup))
    paper = sheet_of(printing, sheet, people_of([pupil])[pupil], absences)
    rows = [(row, SafeString(bar_svg(row.share, scale)) if row.share and row.share.total else "") for row in paper.rows]
    curves = year_of(found, document, pupil)
    return {
        "sheet": paper,
        "rows": rows,
        "absences": absences or Figures(),
        "curves": SafeString(curves_svg(curves, scale)) if curves else "",
    }
