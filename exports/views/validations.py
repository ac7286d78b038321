"""« Import Export des validations »: make a file, fetch it, import one."""

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from documents.jobs.asking import TooManyJobs
from documents.makers import NothingToMake
from documents.making import make_or_ask
from documents.models import GeneratedFile, Job
from documents.views.following import follow
from documents.views.giving import given, own_file
from exports.choosing import PupilsForm
from exports.forms import (
    ProcedureForm,
    ValidationsFileForm,
    chosen_codes,
    exporter_of,
    names_an_unknown_class,
    origin_of,
)
from exports.importing import last_report, leave_to_worker
from exports.passwords import is_to_be_shown, show_password
from exports.queries import groupings, pupil_list
from exports.registry import exporters
from imports.validations import UnreadableFile, import_validations
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed
from socle.exchange import PasswordRefused, in_clear

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
    """Make the file of the pupils chosen, then show what it holds; a long one is made by a worker."""
    exporter = exporter_of(request.POST.get("procedure", ""))
    if exporter is None:
        return _page(request, is_refused=True)
    form = exporter.form(request.POST)
    if not form.is_valid():
        return _page(request, export_form=form)
    try:
        made = make_or_ask(maker=exporter, school=request.school, owner=request.user, asked=form.asked())
    except (NothingToMake, StorageFailed, TooManyJobs) as error:
        form.add_error(None, str(error))
        return _page(request, export_form=form)
    return follow(request, made) if isinstance(made, Job) else HttpResponseRedirect(exporter.page(made))


@requires(RIGHT)
@require_safe
def generated(request: SchoolRequest, token: str) -> HttpResponse:
    """What the file just made holds, with the link to fetch it."""
    file = _file(request, token)
    return _expired(request) if file.is_expired else _generated(request, file)


@requires(RIGHT)
@require_POST
def password(request: SchoolRequest, token: str) -> HttpResponse:
    """The password of the file just made, shown this once."""
    file = _file(request, token)
    if file.is_expired:
        return _expired(request)
    return _generated(request, file, password=show_password(file))


def _generated(request: SchoolRequest, file: GeneratedFile, *, password: str | None = None) -> HttpResponse:
    context = {"file": file, "password": password, "is_to_be_shown": is_to_be_shown(file)}
    response = render(request, "exports/generated.html", context)
    if password:
        response["Cache-Control"] = "no-store"
    return response


@requires(RIGHT)
@require_safe
def download(request: SchoolRequest, token: str) -> HttpResponse | FileResponse:
    """The file itself, as an attachment, for the person who made it."""
    file = _file(request, token)
    return given(file) or _expired(request)


@requires(RIGHT)
@require_POST
def import_file(request: SchoolRequest) -> HttpResponse:
    """Import the file sent and show the report, pupil by pupil; sending it again changes nothing.

    A worker imports that of a whole school: its report is then a page of its own.
    """
    origin = origin_of(request.POST.get("procedure", ""))
    form = ValidationsFileForm(request.POST, request.FILES)
    if origin is None or not form.is_valid():
        return _page(request, import_form=form)
    file, typed = form.cleaned_data["fichier"], form.cleaned_data["mot_de_passe"]
    try:
        with in_clear(file.file, file.name, password=typed) as clear:
            sent = {"actor": request.user, "file": clear, "name": file.name, "origin": origin}
            if job := leave_to_worker(**sent):
                return follow(request, job)
            report = import_validations(school=request.school, **sent)
    except PasswordRefused as error:
        form.add_error("mot_de_passe", str(error))
        return _page(request, import_form=form)
    except (UnreadableFile, StorageFailed, TooManyJobs) as error:
        form.add_error("fichier", str(error))
        return _page(request, import_form=form)
    return render(request, "exports/imported.html", {"report": report, "file_name": file.name, "origin": origin})


@requires(RIGHT)
@require_safe
def import_report(request: SchoolRequest) -> HttpResponse:
    """What the last file that a worker imported for this person did, pupil by pupil; for a day."""
    told = last_report(request.user)
    if told is None:
        return render(request, "exports/report_gone.html", status=410)
    return render(request, "exports/imported.html", told)


def _page(
    request: SchoolRequest,
    *,
    fragment: str = "",
    export_form: PupilsForm | None = None,
    is_refused: bool = False,
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
        "procedure_form": procedure,
        "procedure": procedure.cleaned_data["procedure"] if is_known else "",
        "groups": groups,
        "codes": codes,
        "pupils": pupil_list(codes, ticked=export_form.ticked if export_form else None),
        "export_form": export_form,
        "import_form": import_form or ValidationsFileForm(),
    }
    has_error = is_refused or export_form is not None or import_form is not None
    return render(request, _PAGE + fragment, context, status=422 if has_error else 200)


def _file(request: SchoolRequest, token: str) -> GeneratedFile:
    return own_file(request, token, [each.code for each in exporters()])


def _expired(request: SchoolRequest) -> HttpResponse:
    return render(request, "exports/expired.html", status=410)
