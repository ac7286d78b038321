"""The home pages, and the pages that say what went wrong."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import reselect, reswap, retarget

from accounts.enums import ENVIRONMENTS, Profile
from sacoche import home as homes
from sacoche.kit.access import public, requires
from sacoche.kit.requests import wants_json


@requires("accounts.home")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page where each profile arrives."""
    account = request.user
    reading = homes.READINGS[Profile(account.profile)]  # type: ignore[union-attr]
    context = {"environment": ENVIRONMENTS[Profile(account.profile)], "home": reading(account)}  # type: ignore[union-attr, arg-type]
    return render(request, f"home/{homes.TEMPLATES[Profile(account.profile)]}.html", context)  # type: ignore[union-attr]


@public
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """The short path and the full path through the product."""
    return render(request, "help/index.html")


def _error_page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    context = {"title": title, "sentence": sentence, "status": status}
    if status == 403 and getattr(request, "htmx", False):
        # A piece of a page was asked for: the words go above the page that is open, which keeps what was typed.
        words = render(request, "error.html#sentence", context, status=status)
        return reselect(reswap(retarget(words, "#messages"), "innerHTML"), ".notice")
    return render(request, "error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, 400, "Demande illisible", "Revenez à la page précédente et recommencez.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refused, with the reason in words; a script shows them on the page that is open, which keeps its work."""
    sentence = str(exception) or "Votre profil ne donne pas accès à cette page."
    if wants_json(request):
        return JsonResponse({"error": sentence}, status=403)
    return _error_page(request, 403, "Accès refusé", sentence)


def forgery_suspected(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not the session's: most often a page left open while somebody signed in or out."""
    sentence = (
        "Cette page était restée ouverte pendant que vous vous connectiez ailleurs : "
        "revenez-y, rechargez-la, puis recommencez."
    )
    return _error_page(request, 403, "Page périmée", sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = "Cette adresse ne mène à rien dans votre établissement. Passez par les menus ou par l'accueil."
    return _error_page(request, 404, "Page introuvable", sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of the program: nothing about it is shown, the server's log has it."""
    sentence = "Une erreur s'est produite de notre côté ; rien n'a été enregistré à moitié. Réessayez dans un moment."
    return _error_page(request, 500, "Incident", sentence)
