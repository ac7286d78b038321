"""The tables of the class council: on the screen, as a PDF, in a spreadsheet."""

import io

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bilans.officiels.council import MARGIN, NOTHING, TABLES, CouncilTable, on_paper
from bilans.officiels.queries.editions import editions_of
from bilans.officiels.queries.reading import class_documents
from bilans.officiels.rights import ENTER
from bilans.officiels.shapes import Edition
from bilans.officiels.views.opening import opened
from bilans.paper.html import Drawer
from bilans.paper.pieces import Paper
from bilans.paper.tables import table_of
from evaluations.queries import current_scale
from sacoche.kit.access import requires
from sacoche.kit.clock import local, now
from sacoche.kit.downloads import attachment
from sacoche.kit.files.tables import formats, table_file
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import unaccent
from schools.models import SchoolClass


def _paper(request: SchoolRequest, kind: str, school_class: int, period: int, table: str) -> tuple[Edition, Paper]:
    found = opened(request, kind, school_class, period)
    if table not in TABLES:
        raise Http404
    return found, TABLES[table].lay(class_documents(_editions(found, TABLES[table])))


def _editions(found: Edition, table: CouncilTable) -> list[Edition]:
    """The document; with those of the year before it when the table wants them, itself last."""
    if not table.has_periods:
        return [found]
    own = editions_of(found.kind, SchoolClass.objects.in_level_order().filter(pk=found.school_class.pk))
    return [each for each in own if each.year == found.year and each.dates.starts_on <= found.dates.starts_on]


@requires(ENTER)
@require_safe
def show(request: SchoolRequest, kind: str, school_class: int, period: int, table: str) -> HttpResponse:
    """A table, one sheet under the other."""
    found, paper = _paper(request, kind, school_class, period, table)
    drawer = Drawer(current_scale(), explains=False)
    context = {
        "edition": found,
        "kind": found.kind,
        "tables": list(TABLES.values()),
        "table": TABLES[table],
        "paper": paper,
        "sheets": [(sheet, drawer.sheet(sheet)) for sheet in paper.sheets],
        "formats": list(formats),
    }
    return render(request, "bilans/officiels/council.html", context)


@requires(ENTER)
@require_safe
def file(
    request: SchoolRequest, kind: str, school_class: int, period: int, table: str, code: str
) -> HttpResponse | FileResponse:
    """The same as a PDF, or in a spreadsheet."""
    found, paper = _paper(request, kind, school_class, period, table)
    words = unaccent(f"{paper.title} {found.school_class.reference} {found.dates.period.name}")
    name = "-".join("".join(sign if sign.isalnum() else " " for sign in words).split())[:80]
    if code == "pdf":
        return attachment(_pdf(request, paper), name=f"{name}.pdf", content_type="application/pdf")
    if code not in formats:
        raise Http404
    heads, rows = table_of(paper, current_scale())
    # A cell of a spreadsheet that holds nothing is empty: a dash alone would begin a formula.
    rows = [["" if cell == NOTHING else cell for cell in row] for row in rows]
    made = table_file(name=name, title=paper.title[:31], heads=heads, rows=rows, table_format=formats.get(code))
    response = FileResponse(made.stream, as_attachment=True, filename=made.name, content_type=made.content_type)
    response["Cache-Control"] = "no-store"
    return response


def _pdf(request: SchoolRequest, paper: Paper) -> bytes:
    from bilans.paper.pdf import Imprint, Printing, write_pdf  # reportlab is slow to import

    moment = local(now())
    made = f"Imprimé le {moment:%d/%m/%Y} à {moment.hour} h {moment:%M} par {request.user.author_label}"
    printing = Printing(is_landscape=paper.is_landscape, margin=MARGIN, has_legend=False, is_one_per_sheet=False)
    stream = io.BytesIO()
    write_pdf(stream, on_paper(paper), current_scale(), printing, Imprint(str(request.school), made))
    return stream.getvalue()
