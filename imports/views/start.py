"""The start of an import: a category, its file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from imports import services
from imports.enums import Audience
from imports.forms import UploadForm
from imports.queries import open_run, shows_everything
from imports.services import ImportUnderWay
from imports.sources import sources
from imports.sources.base import Source
from imports.steps import steps
from imports.views.wizard import current_step, step_titles, to_step, without_password_of
from sacoche.kit.access import requires
from sacoche.kit.installation import upload_bytes
from sacoche.kit.requests import SchoolRequest

# The order of the options under the heading of each group of sources.
_LISTED = (Audience.STAFF, Audience.PUPILS, Audience.GUARDIANS, Audience.NOBODY)


@requires("imports.run")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SchoolRequest) -> HttpResponse:
    """The choice of a category and of its file; sending the file opens the run."""
    if request.method == "POST":
        return _receive(request)
    return _start_page(request, UploadForm())


def _receive(request: SchoolRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start_page(request, form, status=422)
    source: Source = form.cleaned_data["categorie"]
    if _lacks_uai(source, request):
        return _start_page(request, form, status=422)
    try:
        run = services.stage_upload(
            school=request.school,
            actor=request.user,
            source_code=source.code,
            source_label=source.heading(),
            file_name=form.cleaned_data["fichier"].name,
            data=form.cleaned_data["data"],
            steps=source.steps,
            audience=source.audience,
            is_full=form.cleaned_data["vue"] != "differences",
        )
    except ImportUnderWay:
        return _start_page(request, form, status=409)
    return to_step(run, source.steps[0])


def _lacks_uai(source: Source, request: SchoolRequest) -> bool:
    """Whether nothing would say that the file is that of the school."""
    return source.needs_uai and not request.school.uai


def _start_page(request: SchoolRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    code = request.POST.get("categorie") or request.GET.get("categorie", "")
    source = sources.get(code) if code in sources else next(iter(sources))
    run = open_run()
    is_full = shows_everything(source.audience, request.school)
    context = {
        "form": form,
        "groups": _groups(),
        "source": source,
        "step_titles": step_titles(source.steps),
        "current": source.steps[0],
        "run": run,
        "run_step": current_step(run) if run else None,
        "waiting": without_password_of(run) if run else 0,
        "lacks_uai": _lacks_uai(source, request),
        "has_reviews": any(steps.get(code).is_review for code in source.steps),
        "is_full": form["vue"].value() != "differences" if form["vue"].value() else is_full,
        "is_full_by_default": is_full,
        "max_bytes": upload_bytes(),
        "max_megabytes": upload_bytes() // 1024**2,
    }
    return render(request, "imports/start.html", context, status=status)


def _groups() -> list[tuple[str, list[Source]]]:
    """The sources of the list « Catégorie », under the headings of their groups."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(f"{source.group} ({source.group_advice})", []).append(source)
    return [(group, sorted(found, key=lambda each: _LISTED.index(each.audience))) for group, found in groups.items()]
