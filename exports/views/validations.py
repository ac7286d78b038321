"""« Import Export des validations »: make a file, fetch it, import one."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from exports.forms import (
    ExportForm,
    ProcedureForm,
    ValidationsFileForm,
    chosen_codes,
    names_an_unknown_class,
    origin_of,
)
from exports.models import GeneratedFile
from exports.queries import file_of, groupings, pupil_list
from exports.registry import exporters
from exports.services import NothingToExport, generate_file
from imports.validations import UnreadableFile, import_validations
from sacoche.kit.access import requires
from sacoche.kit.private import open_private
from sacoche.kit.requests import SchoolRequest

RIGHT = "exports.exchange_validations"
_PAGE = "exports/validations.html"


@requires(RIGHT)
@require_safe
def validations(request: SchoolRequest) -> HttpResponse:
    """Choose a procedure, then its part of the page; htmx asks for a part, or for the pupils alone."""
    fragments = {"partie": "#part", "eleves": "#pupils"}
    fragment = fragments.get(request.htmx.target or "", "") if request.htmx else ""
    return _page(request, fragment=fragment)


@requires(RIGHT)
@require_POST
def generate(request: SchoolRequest) -> HttpResponse:
    """Make the file of the pupils chosen, then show what it holds."""
    form = ExportForm(groupings(), request.POST)
    if not form.is_valid():
        return _page(request, export_form=form)
    exporter = exporters.get(form.cleaned_data["procedure"].removeprefix("export-"))
    pupils = form.cleaned_data["pupils"]
    try:
        file = generate_file(exporter=exporter, school=request.school, maker=request.user, pupils=pupils)
    except NothingToExport as error:
        form.add_error(None, str(error))
        return _page(request, export_form=form)
    return HttpResponseRedirect(reverse("exports:generated", args=[file.token]))


@requires(RIGHT)
@require_safe
def generated(request: SchoolRequest, token: str) -> HttpResponse:
    """What the file just made holds, with the link to fetch it."""
    file = _file(request, token)
    return _expired(request) if file.is_expired else render(request, "exports/generated.html", {"file": file})


@requires(RIGHT)
@require_safe
def download(request: SchoolRequest, token: str) -> HttpResponse | FileResponse:
    """The file itself, as an attachment, for the person who made it."""
    file = _file(request, token)
    content = None if file.is_expired else open_private(file.path)
    if content is None:
        return _expired(request)
    response = FileResponse(content, as_attachment=True, filename=file.name)
    response["Cache-Control"] = "no-store"
    return response


@requires(RIGHT)
@require_POST
def import_file(request: SchoolRequest) -> HttpResponse:
    """Import the file sent and show the report, pupil by pupil; sending it again changes nothing."""
    origin = origin_of(request.POST.get("procedure", ""))
    form = ValidationsFileForm(request.POST, request.FILES)
    if origin is None or not form.is_valid():
        return _page(request, import_form=form)
    file = form.cleaned_data["fichier"]
    try:
        report = import_validations(
            school=request.school, actor=request.user, file=file.file, name=file.name, origin=origin
        )
    except UnreadableFile as error:
        form.add_error("fichier", str(error))
        return _page(request, import_form=form)
    return render(request, "exports/imported.html", {"report": report, "file_name": file.name, "origin": origin})


def _page(
    request: SchoolRequest,
    *,
    fragment: str = "",
    export_form: ExportForm | None = None,
    import_form: ValidationsFileForm | None = None,
) -> HttpResponse:
    asked = request.POST or request.GET
    procedure = ProcedureForm({"procedure": asked.get("procedure", "")})
    is_known = procedure.is_valid()
    groups = groupings()
    # A class that goes while the page is open only leaves the list, at its next click.
    if not request.htmx and names_an_unknown_class(request.GET.getlist("regroupement"), groups):
        raise Http404
    codes = chosen_codes(asked.getlist("regroupement"), groups)
    context = {
        "procedure_form": ProcedureForm(initial={"procedure": asked.get("procedure", "")}),
        "procedure": procedure.cleaned_data["procedure"] if is_known else "",
        "groups": groups,
        "codes": codes,
        "pupils": pupil_list(codes, ticked=export_form.ticked if export_form else None),
        "export_form": export_form,
        "import_form": import_form or ValidationsFileForm(),
    }
    has_error = export_form is not None or import_form is not None
    return render(request, _PAGE + fragment, context, status=422 if has_error else 200)


def _file(request: SchoolRequest, token: str) -> GeneratedFile:
    file = file_of(request.user, token)
    if file is None:
        raise Http404
    return file


def _expired(request: SchoolRequest) -> HttpResponse:
    return render(request, "exports/expired.html", status=410)
