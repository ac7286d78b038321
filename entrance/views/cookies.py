"""The cookies of the entrance: the school of last time, the way in that was taken, the proof that cookies are kept."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from schools.models import School

_ONE_YEAR = 365 * 24 * 3600


def remembered_school(request: HttpRequest) -> School | None:
    """The school where somebody last signed in with this browser."""
    number = request.get_signed_cookie(settings.SCHOOL_COOKIE_NAME, default="")
    return School.objects.numbered(number or "")


def remember_school(response: HttpResponse, school: School, *, through_ent: bool = False) -> None:
    """Keep the school for a year: somebody has just signed in there. `through_ent`: the next time too, by itself."""
    if through_ent:
        _set(response, settings.MODE_COOKIE_NAME, "ent")
    else:
        forget_ent(response)
    response.set_signed_cookie(
        settings.SCHOOL_COOKIE_NAME,
        str(school.number),
        max_age=_ONE_YEAR,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def comes_through_ent(request: HttpRequest) -> bool:
    """Whether the last to sign in with this browser, since it was opened, did it through an ENT."""
    return request.COOKIES.get(settings.MODE_COOKIE_NAME) == "ent"


def forget_ent(response: HttpResponse) -> None:
    """The next page asked for while signed out shows the form: the person is there, or has left."""
    response.delete_cookie(settings.MODE_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH, samesite="Lax")


def keeps_cookies(request: HttpRequest) -> bool:
    """Whether the browser has sent back one of our cookies."""
    ours = {settings.SESSION_COOKIE_NAME, settings.SCHOOL_COOKIE_NAME, settings.PROOF_COOKIE_NAME}
    return not ours.isdisjoint(request.COOKIES)


def prove_cookies(response: HttpResponse) -> None:
    """Give the cookie whose return shows that the browser keeps them."""
    _set(response, settings.PROOF_COOKIE_NAME, "1")


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_school(response: HttpResponse) -> None:
    """The address named a school that does not exist: the next visit chooses again."""
    response.delete_cookie(settings.SCHOOL_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH, samesite="Lax")
