"""The page of a pupil."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.people.pupil_queries import pupil_sheet
from accounts.people.queries import managed_pupils
from accounts.photos.queries import photos_shown_to
from accounts.photos.rights import PLACE
from sacoche.kit.access import may, requires
from sacoche.kit.requests import SchoolRequest


@requires("accounts.manage_pupils")
@require_safe
def pupil(request: SchoolRequest, pk: int) -> HttpResponse:
    """Class, groups, teachers, guardians and identifiers of one pupil, present or gone."""
    found = get_object_or_404(managed_pupils(), pk=pk)
    context = {
        "sheet": pupil_sheet(found),
        "photo": photos_shown_to(request.user, [found]).get(pk),
        "may_place": may(request.user, PLACE),
    }
    return render(request, "accounts/pupil.html", context)
