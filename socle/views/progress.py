"""« Avancement de la validation », for the head of the school; « Où en est la classe », for who works with it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.queries import classes_of
from sacoche.kit.access import requires
from sacoche.kit.clock import stamp, today
from sacoche.kit.downloads import attachment
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest
from socle.listed import progress_table
from socle.queries import class_at_palier, school_progress


@requires("socle.see_progress")
@require_safe
def progress_pdf(request: SchoolRequest) -> HttpResponse:
    """The same on paper."""
    from socle.paper import write_progress  # reportlab is slow to import

    content = write_progress(school_progress(request.user), school=str(request.school), day=today())
    return attachment(content, name=f"avancement_{request.school.number}_{stamp()}.pdf", content_type="application/pdf")


@requires("socle.see_progress")
@require_safe
def progress(request: SchoolRequest) -> HttpResponse:
    """What is decided, palier after palier, with links to the grids for who may open them."""
    paliers = school_progress(request.user)
    return render_listed(request, "socle/progress.html", {"paliers": paliers}, progress_table(paliers))


@requires("socle.see_class")
@require_safe
def classes(request: SchoolRequest) -> HttpResponse:
    """To the class that `classe` names, else to the first; who has none reads what to do."""
    its_classes = list(classes_of(request.user))
    wished = request.GET.get("classe", "")
    shown = next((each for each in its_classes if str(each.pk) == wished), None)
    if shown is None and wished:
        raise Http404
    if not its_classes:
        return render(request, "socle/class.html", {"progress": None})
    return redirect("socle:class", (shown or its_classes[0]).pk)


@requires("socle.see_class")
@require_safe
def of_class(request: SchoolRequest, school_class: int) -> HttpResponse:
    """One class, compétence by compétence and pupil by pupil, with links to the cells; 404 for another's."""
    its_classes = list(classes_of(request.user).select_related("niveau"))
    shown = next((each for each in its_classes if each.pk == school_class), None)
    if shown is None:
        raise Http404
    wished = request.GET.get("palier", "")
    progress = class_at_palier(shown, int(wished) if wished in _PALIERS else None)
    return render(request, "socle/class.html", {"school_class": shown, "classes": its_classes, "progress": progress})


_PALIERS = {"1", "2", "3"}
