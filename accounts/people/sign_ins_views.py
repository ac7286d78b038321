"""The page « Dates de dernière connexion »."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.listed import SIGN_INS
from accounts.people.sign_ins import classes_read_by, visitors_of
from sacoche.kit.access import requires
from sacoche.kit.listed_views import render_listed
from sacoche.kit.requests import SchoolRequest


@requires("accounts.see_sign_ins")
@require_safe
def sign_ins(request: SchoolRequest) -> HttpResponse:
    """The pupils of one of the reader's classes and their guardians, with the last time of each."""
    classes = classes_read_by(request.user)
    asked = request.GET.get("classe", "")
    chosen = next((each for each in classes if str(each.pk) == asked), None)
    if asked and chosen is None:
        raise Http404
    if chosen is None and len(classes) == 1:
        [chosen] = classes
    visitors = visitors_of(chosen) if chosen else []
    context = {"classes": classes, "chosen": chosen, "visitors": visitors}
    return render_listed(request, "accounts/sign_ins.html", context, SIGN_INS.of(visitors))
