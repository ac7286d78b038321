"""« Saisie déportée »: the file given, the file taken back, the difference read, then written."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bilans.officiels.deported import HEADS, Difference, UnusableFile, read_lines, rows_of
from bilans.officiels.forms import BroughtForm, TextsFileForm
from bilans.officiels.queries.subject import SubjectPage, subject_page
from bilans.officiels.rights import ENTER
from bilans.officiels.services.importing import Imported, import_lines
from bilans.officiels.services.places import Refused
from bilans.officiels.views.opening import opened
from sacoche.kit.access import requires
from sacoche.kit.files.tables import formats, table_file
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count, unaccent
from schools.models import Matiere

_ORDER = list(Difference)


def _page(
    request: SchoolRequest, kind: str, school_class: int, period: int, matiere: int
) -> tuple[Matiere, SubjectPage]:
    found = opened(request, kind, school_class, period)
    row = get_object_or_404(Matiere, pk=matiere)
    return row, subject_page(request.user, found, row)


@requires(ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: SchoolRequest, kind: str, school_class: int, period: int, matiere: int) -> HttpResponse:
    """What can be taken and given back; sent, what the file would change. Nothing is written."""
    row, page = _page(request, kind, school_class, period, matiere)
    form = TextsFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "formats": list(formats)}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                context |= _difference(read_lines(form.cleaned_data["fichier"], page))
            except UnusableFile as refusal:
                form.add_error("fichier", str(refusal))
        status = 422 if form.errors else 200
    context |= {"edition": page.edition, "kind": page.edition.kind, "matiere": row, "page": page}
    return render(request, "bilans/officiels/file.html", context, status=status)


def _difference(lines: list[Any]) -> dict[str, Any]:
    counts = [(one, sum(1 for line in lines if line.difference is one)) for one in _ORDER]
    ordered = sorted(lines, key=lambda line: (line.difference is Difference.SAME and not line.mean, line.number))
    return {"lines": ordered, "counts": [(one, number) for one, number in counts if number]}


@requires(ENTER)
@require_safe
def take(
    request: SchoolRequest, kind: str, school_class: int, period: int, matiere: int, code: str
) -> HttpResponse | FileResponse:
    """The file to fill; with `?rempli=1`, what is written stands in it."""
    row, page = _page(request, kind, school_class, period, matiere)
    if code not in formats:
        raise Http404
    words = unaccent(f"appreciations {row.reference} {page.edition.school_class.reference}").split()
    made = table_file(
        name="-".join(words),
        title=row.label[:31],
        heads=HEADS,
        rows=rows_of(page, is_filled="rempli" in request.GET),
        table_format=formats.get(code),
    )
    response = FileResponse(made.stream, as_attachment=True, filename=made.name, content_type=made.content_type)
    response["Cache-Control"] = "no-store"
    return response


@requires(ENTER)
@require_POST
def write(request: SchoolRequest, kind: str, school_class: int, period: int, matiere: int) -> HttpResponse:
    """Write the lines that are ticked, all or none."""
    row, page = _page(request, kind, school_class, period, matiere)
    place = [kind, school_class, period, matiere]
    form = BroughtForm(request.POST)
    if form.fault:
        messages.error(request, form.fault)
        return redirect("bilans:official_file", *place)
    try:
        outcome = import_lines(
            actor=request.user,
            kind=page.edition.kind,
            school_class=school_class,
            period=period,
            matiere=row,
            lines=form.lines,
        )
    except Refused as refusal:
        messages.error(request, f"{refusal} Rien n'est enregistré.")
        return redirect("bilans:official_file", *place)
    messages.success(request, _said(outcome))
    return redirect("bilans:official_subject", *place)


def _said(outcome: Imported) -> str:
    said = count(outcome.texts, "appréciation enregistrée", "appréciations enregistrées")
    if outcome.means:
        said += f", {count(outcome.means, 'moyenne', 'moyennes')}"
    if outcome.stale:
        said += f" ; changé entre-temps et laissé tel quel : {', '.join(outcome.stale)}"
    return f"{said}."
