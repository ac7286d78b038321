"""« Absences / Retards »: the figures of a class in a period, typed in a grid, and their table."""

from collections.abc import Collection

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from bilans.absences.forms import FiguresForm
from bilans.absences.queries import SHOWN_SAVES, attendance_of, pupils_of_period, saves_of
from bilans.absences.services import save_page
from bilans.absences.table import attendance_table
from bilans.absences.views.opening import Opened, Place, opened
from bilans.rights import ATTENDANCE
from sacoche.kit.access import requires
from sacoche.kit.files.tables import formats
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count

# Those that come back: a file .ods is not read.
_FORMATS = ("csv", "xlsx")


@requires(ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: SchoolRequest) -> HttpResponse:
    """The grid of a class; sent, what changes is written, or all of it shown again with what is refused (422)."""
    choice = opened(request, request.GET)
    if choice.place is None:
        return render(request, "bilans/absences/page.html", {"choice": choice})
    if request.method == "POST":
        return _sent(request, choice, choice.place)
    return _page(request, choice, choice.place, _form(request, choice.place))


def _form(
    request: SchoolRequest, place: Place, *, is_sent: bool = False, disputed: Collection[int] = ()
) -> FiguresForm:
    pupils = list(pupils_of_period(place.period, [place.school_class]))
    known = attendance_of(pupils, place.period, year=request.school.first_year)
    return FiguresForm(pupils, known, request.POST if is_sent else None, disputed)


def _sent(request: SchoolRequest, choice: Opened, place: Place) -> HttpResponse:
    form = _form(request, place, is_sent=True)
    if not form.is_valid:
        return _page(request, choice, place, form, status=422)
    disputed = save_page(
        actor=request.user,
        period=place.period,
        year=request.school.first_year,
        place=place.school_class.label,
        wanted=form.wanted,
    )
    if disputed:
        return _page(request, choice, place, _form(request, place, is_sent=True, disputed=disputed), status=409)
    number = len(form.wanted)
    said = count(number, "élève modifié", "élèves modifiés") if number else "Rien n'avait changé"
    messages.success(request, f"{said}.")
    return redirect(f"{reverse('bilans:absences')}?{choice.query}")


def _page(
    request: SchoolRequest, choice: Opened, place: Place, form: FiguresForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "choice": choice,
        "form": form,
        "rows": form.rows,
        "saves": saves_of(place.period, [place.school_class], year=request.school.first_year)[:SHOWN_SAVES],
        "formats": [formats.get(code) for code in _FORMATS],
    }
    return render(request, "bilans/absences/page.html", context, status=status)


@requires(ATTENDANCE)
@require_safe
def table(request: SchoolRequest) -> FileResponse:
    """Our table of a class, or of all of them when none is asked for: filled elsewhere, it is imported back."""
    choice = opened(request, request.GET, is_whole=True)
    code = request.GET.get("format", "csv")
    if choice.period is None or code not in _FORMATS:
        raise Http404
    classes = [choice.school_class] if choice.school_class else choice.classes
    place = choice.school_class.reference if choice.school_class else "toutes"
    file = attendance_table(
        choice.period,
        classes,
        year=request.school.first_year,
        name=f"absences_{slugify(place)}_{slugify(choice.period.name)}",
        table_format=formats.get(code),
    )
    return FileResponse(file.stream, as_attachment=True, filename=file.name, content_type=file.content_type)
