"""« Résilier l'inscription »: what would be lost, the name copied, a last backup; and the way back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from documents.jobs.asking import TooManyJobs
from documents.models import Job
from documents.views.following import follow
from operation.backups.figures import held_now
from operation.backups.making import WholeSchool, back_up_or_ask
from operation.leaving import services
from operation.leaving.forms import LeaveForm
from operation.models import Origin
from sacoche.kit.access import asks_who_is_there, requires
from sacoche.kit.clock import local
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.stored import StorageFailed
from schools.leaving import GRACE

RIGHT = "operation.leave"


@requires(RIGHT)
@asks_who_is_there()
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SchoolRequest) -> HttpResponse:
    """Ask, with all that would be lost; confirmed, make the last backup and give fifteen days to change one's mind."""
    form = LeaveForm(request.school, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        made = back_up_or_ask(
            school=request.school, owner=request.user, password=form.cleaned_data["password"], origin=Origin.LAST
        )
    except (StorageFailed, TooManyJobs) as error:
        form.add_error(None, str(error))
        return _page(request, form, status=503)
    at = services.leave(actor=request.user, school=request.school)
    messages.warning(
        request, f"L'inscription est résiliée : tout sera effacé le {local(at):%d/%m/%Y}. Récupérez cette sauvegarde."
    )
    return follow(request, made) if isinstance(made, Job) else redirect(WholeSchool(Origin.LAST).page(made))


def _page(request: SchoolRequest, form: LeaveForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "lines": held_now(request.school), "days": GRACE.days}
    return render(request, "operation/leaving/leave.html", context, status=status)


@requires(RIGHT)
@require_POST
def stay(request: SchoolRequest) -> HttpResponse:
    """The school changes its mind."""
    if services.stay(actor=request.user, school=request.school):
        messages.success(request, "L'établissement reste : rien ne sera effacé.")
    return redirect("operation:leave")
