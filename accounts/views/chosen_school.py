"""Which school somebody not signed in is about."""

from django.conf import settings
from django.http import HttpRequest

from schools.models import School


def chosen_school(request: HttpRequest, asked_for: str | None) -> School | None:
    """The school of the form, of the address, of last time, or the only one there is, in that order."""
    number = request.POST.get("base") or asked_for
    if number:
        return School.objects.numbered(number)
    remembered = request.get_signed_cookie(settings.SCHOOL_COOKIE_NAME, default="")
    return School.objects.numbered(remembered or "") or School.objects.only_one()
