"""The page of a pupil."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.people.pupil_queries import pupil_sheet
from accounts.people.queries import managed_pupils
from accounts.photos.queries import photos_shown_to
from accounts.photos.rights import PLACE
from sacoche.kit.access import may, requires
from sacoche.kit.clock import stamp, today
from sacoche.kit.downloads import attachment
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


@requires("accounts.manage_pupils")
@require_safe
def pupil_pdf(request: SchoolRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    from accounts.people.pupil_paper import write_pupil  # reportlab is slow to import

    sheet = pupil_sheet(get_object_or_404(managed_pupils(), pk=pk))
    content = write_pupil(sheet, school=str(request.school), day=today())
    name = f"fiche_{slugify(sheet.pupil.full_name)[:60]}_{stamp()}.pdf"
    return attachment(content, name=name, content_type="application/pdf")
