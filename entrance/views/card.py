"""The page that the QR code of a card opens: nine pictures to touch, on a tablet, without reading."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.cards.pictures import PICTURES, svg
from accounts.cards.services import CHOSEN
from accounts.models import PupilCard
from accounts.safety.throttle import Locked
from entrance import cards
from entrance.views.cookies import remember_school
from entrance.views.opening import open_session
from sacoche.kit.access import public
from sacoche.kit.requests import client_address
from sacoche.kit.tenancy import school_scope
from schools.models import School

_BY_CARD = "carte"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, number: int) -> HttpResponse:
    """Each picture that is touched is sent; the third one opens, or all begins again. What names the card is after the
    « ? »: the server in front keeps no such thing in its log.
    """
    token = request.GET.get("c", "")
    school = School.objects.numbered(str(number))
    if school is None:
        return _refused(request, None, "Cette carte n'est pas de ce serveur. Demande à ton enseignant.")
    with school_scope(school):
        try:
            presented = cards.card_presented(school, token)
        except cards.CardRefused as refused:
            return _refused(request, school, refused.sentence)
        return _touch(request, presented, token)


def _touch(request: HttpRequest, presented: PupilCard, token: str) -> HttpResponse:
    chosen = cards.touched(request.POST.get("deja", ""), request.POST.get("image", ""))
    if "recommencer" in request.POST or len(chosen) < CHOSEN:
        return _page(request, presented, () if "recommencer" in request.POST else chosen)
    try:
        pupil = cards.come_in_by(presented, token, chosen, address=client_address(request))
    except cards.WrongPictures:
        return _page(request, presented, (), error="Ce ne sont pas tes images. Recommence.", status=422)
    except Locked as lock:
        return _page(request, presented, (), error=f"Trop d'essais. Attends {lock.wait}.", status=429)
    open_session(request, pupil, way=_BY_CARD)
    response = redirect("home")
    assert pupil.school
    remember_school(response, pupil.school)
    return response


def _page(
    request: HttpRequest, presented: PupilCard, chosen: tuple[str, ...], *, error: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "pupil": presented.pupil,
        "pictures": [(picture, svg(picture)) for picture in PICTURES],
        "places": [place < len(chosen) for place in range(CHOSEN)],
        "already": ",".join(chosen),
        "touched": len(chosen),
        "error": error,
    }
    return render(request, "accounts/cards/touch.html", context, status=status)


def _refused(request: HttpRequest, school: School | None, sentence: str) -> HttpResponse:
    context = {"sentence": sentence, "school": school}
    return render(request, "accounts/cards/refused.html", context, status=410)
