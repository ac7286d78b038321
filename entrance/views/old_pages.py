"""Public pages that guides and e-mails of before name by `?page=…`: each leads to what it has become."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from entrance.addresses import Asked
from entrance.cas.servers import server_of
from schools.models import School

_HAS_BECOME = {"public_contact_admin": "accounts:contact", "public_identifiants_perdus": "accounts:lost"}
_LEAVE_THE_ENT = "public_sso_logout"


def old_page(request: HttpRequest, asked: Asked) -> HttpResponse | None:
    """Where such an address leads; None for any other, or when nobody has the number it gives."""
    page = request.GET.get("page", "")
    if asked.problem:
        return None
    if page in _HAS_BECOME:
        query = f"?base={asked.school.number}" if asked.school else ""
        return redirect(reverse(_HAS_BECOME[page]) + query)
    if page == _LEAVE_THE_ENT:
        return _leave_the_ent(asked.school or School.objects.only_one())
    return None


def _leave_the_ent(school: School | None) -> HttpResponse | None:
    server = server_of(school) if school else None
    return HttpResponseRedirect(server.logout_address(school)) if school and server else None
