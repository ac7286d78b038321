"""What was written of absences: a save and its undo, the history of a pupil."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from bilans.absences.queries import changes_of, classes_for, history_of, undo_of
from bilans.absences.services import StaleFigures, undo_save
from bilans.computing.attendance import figures_of
from bilans.models import AttendanceChange, AttendanceSave
from bilans.rights import ATTENDANCE
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count

_NOT_YOURS = "Des élèves de cette page ne sont pas d'une de vos classes."


@requires(ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: SchoolRequest, pk: int) -> HttpResponse:
    """What a save changed, and what of a file it left out; sent, it is put back but for what has changed since."""
    save_made = get_object_or_404(AttendanceSave.objects.select_related("period"), pk=pk)
    changes = changes_of(save_made)
    _check_classes(request, [change.pupil for change in changes])
    if request.method == "POST":
        return _undo(request, save_made)
    undo = undo_of(save_made, changes)
    context = {"save": save_made, "changes": [_shown(each) for each in changes], "undo": undo}
    return render(request, "bilans/absences/save.html", context)


def _check_classes(request: SchoolRequest, pupils: list[Account]) -> None:
    """403 in words when a pupil is of a class that is not the reader's."""
    own = set(classes_for(request.user).values_list("pk", flat=True))
    if not all(pupil.school_class_id is None or pupil.school_class_id in own for pupil in pupils):
        raise PermissionDenied(_NOT_YOURS)


def _shown(change: AttendanceChange) -> tuple[AttendanceChange, list[tuple[int | None, int | None]]]:
    """A change with its figures two by two, before and after."""
    return change, list(zip(figures_of(change.before), figures_of(change.after), strict=True))


def _undo(request: SchoolRequest, save_made: AttendanceSave) -> HttpResponse:
    try:
        number = undo_save(actor=request.user, save_made=save_made)
    except StaleFigures:
        messages.warning(request, "Cet enregistrement était déjà annulé.")
    else:
        messages.success(request, f"Annulé : {count(number, 'élève remis', 'élèves remis')} comme avant.")
    return redirect("bilans:absences_save", save_made.pk)


@requires(ATTENDANCE)
@require_safe
def pupil(request: SchoolRequest, pk: int) -> HttpResponse:
    """Every change of a pupil's absences in the year, the latest first."""
    found = get_object_or_404(Account.objects.pupils().select_related("school_class__niveau"), pk=pk)
    _check_classes(request, [found])
    changes = [_shown(each) for each in history_of(found, year=request.school.first_year)]
    return render(request, "bilans/absences/pupil.html", {"pupil": found, "changes": changes})
