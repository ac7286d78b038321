"""« Actions complémentaires » on what is ticked, « Derniers changements » and their undoing."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from referentiels.forms.bulk import BulkForm, ticked_items
from referentiels.models import Change, Referentiel
from referentiels.queries.changes import UNDO_DAYS, last_gestures
from referentiels.services.editing import change_items, link_items
from referentiels.services.log import Gone
from referentiels.services.undoing import undo, undone_in_words
from referentiels.views.making import RIGHT
from referentiels.views.nodes import open_to_write
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count


@requires(RIGHT)
@require_POST
def bulk(request: SchoolRequest, pk: int) -> HttpResponse:
    """The same change on every ticked item: one gesture, undone at once."""
    referentiel = open_to_write(request, pk)
    form = BulkForm(request.POST)
    items = ticked_items(referentiel, request.POST)
    if not items:
        messages.error(request, "Cochez d'abord des items, un thème ou un domaine.")
    elif not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
    else:
        _change(request, referentiel, items, form)
    return redirect("referentiels:content", pk)


def _change(request: SchoolRequest, referentiel: Referentiel, items: list[int], form: BulkForm) -> None:
    try:
        changed = _done(request, referentiel, items, form)
    except Gone as gone:
        messages.error(request, str(gone))
    else:
        messages.success(request, f"{count(changed, 'item modifié', 'items modifiés')}.")


def _done(request: SchoolRequest, referentiel: Referentiel, items: list[int], form: BulkForm) -> int:
    said = form.cleaned_data
    whom = {"author": request.user, "referentiel": referentiel, "keys": items}
    if said["action"] == form.COEFFICIENT:
        what = f"coefficient {said['coefficient']}"
        return change_items(**whom, values={"coefficient": said["coefficient"]}, what=what)
    if said["action"] in (form.ALLOW, form.FORBID):
        is_allowed = said["action"] == form.ALLOW
        what = "demandes autorisées" if is_allowed else "demandes interdites"
        return change_items(**whom, values={"is_requestable": is_allowed}, what=what)
    return link_items(**whom, entry=said["entry"], is_added=said["action"] == form.LINK)


@requires(RIGHT)
@require_safe
def changes(request: SchoolRequest, pk: int) -> HttpResponse:
    """The gestures of the last thirty days."""
    referentiel = open_to_write(request, pk)
    context = {"referentiel": referentiel, "gestures": last_gestures(referentiel), "days": UNDO_DAYS}
    return render(request, "referentiels/changes.html", context)


@requires(RIGHT)
@require_POST
def take_back(request: SchoolRequest, pk: int, gesture: uuid.UUID) -> HttpResponse:
    """« Annuler » a gesture; what changed since is left, and named."""
    referentiel = open_to_write(request, pk)
    if gesture not in {line.gesture for line in last_gestures(referentiel)}:
        if Change.objects.filter(referentiel=referentiel, gesture=gesture).exists():
            messages.error(request, f"Un changement s'annule pendant {UNDO_DAYS} jours.")
            return redirect("referentiels:changes", pk)
        raise Http404
    try:
        undone = undo(author=request.user, referentiel=referentiel, gesture_id=gesture)
    except Gone as gone:
        messages.error(request, str(gone))
    else:
        messages.success(request, undone_in_words(undone))
    return redirect("referentiels:changes", pk)
