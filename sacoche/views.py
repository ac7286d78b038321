"""The home pages, and the pages that say what went wrong."""

import contextlib
import datetime
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django_htmx.http import reselect, reswap, retarget

from accounts.guardians.queries import children_of
from accounts.models import Account
from entrance.sessions import count_home_view, last_visit, may_enrol
from sacoche.audit import audit, doctrine
from sacoche.diagnostic import diagnostic as diagnostic_of
from sacoche.help.pages import HEADS, page_of, pages_for
from sacoche.home import home_of
from sacoche.home.staff import class_lines
from sacoche.home.welcome import welcome
from sacoche.kit.access import public, requires
from sacoche.kit.clock import now
from sacoche.kit.installation import Maintenance, upload_bytes
from sacoche.kit.logs import is_out_of_reach
from sacoche.kit.requests import SchoolRequest, wants_json
from sacoche.offline.middleware import device_key

_LONGEST_WORDS = 100
_SECURITY_TXT_LASTS = datetime.timedelta(days=180)


@requires("accounts.home")
@require_safe
def home(request: SchoolRequest) -> HttpResponse:
    """The page where each profile arrives."""
    account, page = request.user, home_of(request.user)
    reading = {"child": _child(request)} if "enfant" in request.GET else {}
    context = {
        "welcome": welcome(account, views=count_home_view(request.session), last_visit=last_visit(request.session)),
        "home": page.read(account, **reading),
        "may_enrol": may_enrol(request.session),
        "device_key": device_key(account),
    }
    return render(request, f"home/{page.template}.html", context)


@requires("socle.see_class")
@require_safe
def home_classes(request: SchoolRequest) -> HttpResponse:
    """The classes of who has many, a piece of the home page: it is shown before they are counted."""
    return render(request, "home/classes.html", {"lines": class_lines(request.user)})


def _child(request: SchoolRequest) -> Account:
    """The child that a guardian chose: one of his own, or the page does not exist."""
    child = next((each for each in children_of(request.user) if str(each.pk) == request.GET["enfant"]), None)
    if child is None:
        raise Http404
    return child


@public
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """The tasks of the reader, those found by words, and for whoever installs the product its two paths."""
    words = request.GET.get("q", "").strip()[:_LONGEST_WORDS]
    profile = getattr(request.user, "profile", None)
    context = {
        "words": words,
        "pages": pages_for(profile, words),
        "shows_paths": not words and (profile is None or profile in HEADS),
    }
    return render(request, "help/index.html", context)


@public
@require_safe
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One task, on one screen."""
    page = page_of(slug)
    if page is None:
        raise Http404
    return render(request, "help/page.html", {"page": page})


@requires("accounts.diagnose")
@require_safe
def diagnostic(request: SchoolRequest) -> HttpResponse:
    """What is so in the school, to be read to whoever helps from afar; nothing is done from here."""
    return render(request, "home/diagnostic.html", {"parts": diagnostic_of(request.user)})


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Where the product comes from, and its licence."""
    return render(request, "help/about.html", {"source_url": settings.SOURCE_URL})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law asks for: what was looked at, what is missing, whom to tell; the host's own words."""
    name, contact = settings.ACCESSIBILITY_TEXT, settings.ACCESSIBILITY_CONTACT
    text = Path(name).read_text(encoding="utf-8", errors="replace") if name else ""
    context = {"host_text": text.strip(), "contact": contact, "is_page": contact.startswith("https://")}
    return render(request, "help/accessibility.html", context | {"audit": audit()})


@public
@require_safe
def conformity(request: HttpRequest) -> HttpResponse:
    """What the ministry asks of a service, line by line, each with its proof or « non »."""
    return render(request, "help/conformity.html", {"requirements": doctrine(), "audit": audit()})


@public
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a fault of security, as RFC 9116 writes it; 404 when the operator says nobody.

    `Expires` is asked for so that a forgotten file is not believed: this one is made by a server that runs.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    is_page = settings.SECURITY_CONTACT.startswith("https://")
    site = urlsplit(settings.PUBLIC_URL)
    lines = (
        f"Contact: {'' if is_page else 'mailto:'}{settings.SECURITY_CONTACT}",
        f"Expires: {now() + _SECURITY_TXT_LASTS:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: fr, en",
        f"Canonical: {site.scheme}://{site.netloc}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _error_page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    context = {"title": title, "sentence": sentence, "status": status}
    if status == 403 and getattr(request, "htmx", False):
        # A piece of a page was asked for: the words go above the page that is open, which keeps what was typed.
        words = render(request, "error.html#sentence", context, status=status)
        return reselect(reswap(retarget(words, "#messages"), "innerHTML"), ".notice")
    return render(request, "error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that could not be read."""
    return _error_page(request, 400, "Demande illisible", "Revenez à la page précédente et recommencez.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refused, with the reason in words; a script shows them on the page that is open, which keeps its work."""
    sentence = str(exception) or (
        "Cette page est réservée à d'autres profils. "
        "Si elle devrait vous être ouverte, demandez-le à un administrateur."
    )
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
    """Nothing there, or nothing of this school: the two are told alike."""
    if getattr(getattr(request, "user", None), "is_authenticated", False):
        sentence = "Cette adresse ne mène à rien dans votre établissement. Passez par les menus ou par l'accueil."
    else:
        sentence = "Cette adresse ne mène à rien. Connectez-vous pour retrouver votre espace."
    return _error_page(request, 404, "Page introuvable", sentence)


def too_large(request: HttpRequest) -> HttpResponse:
    """More than the server takes at once, refused unread."""
    limit = upload_bytes() // 1024**2
    sentence = f"Cet envoi est trop gros : un fichier ne dépasse pas {limit} Mo. Rien n'a été reçu ni enregistré."
    if wants_json(request):
        return JsonResponse({"error": sentence}, status=413)
    return _error_page(request, 413, "Envoi trop gros", sentence)


def closed_for_maintenance(request: HttpRequest, planned: Maintenance) -> HttpResponse:
    """The operator works on the server: why, and until when if that is known. A grid keeps its clicks meanwhile."""
    wait = int((planned.ends_at - now()).total_seconds()) if planned.ends_at else 0
    headers = {"Retry-After": str(max(60, wait)), "Cache-Control": "no-store"}
    if wants_json(request):
        return JsonResponse({"error": planned.sentence}, status=503, headers=headers)
    # Nobody is asked for: the database may be what is worked on.
    page = {"title": "Maintenance", "sentence": planned.sentence, "status": 503, "ends_at": planned.ends_at}
    return HttpResponse(render_to_string("maintenance.html", page), status=503, headers=headers)


def storage_failed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Files could not be kept or read: the exception says it in French."""
    if wants_json(request):
        return JsonResponse({"error": str(exception)}, status=503)
    return _error_page(request, 503, "Fichiers hors d'atteinte", str(exception))


def too_many_jobs(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This person has as many jobs waiting as anybody may."""
    return _error_page(request, 429, "Trop de travaux en attente", str(exception))


def server_error(request: HttpRequest) -> HttpResponse:
    """An error of the program: nothing about it is shown, the server's log has it. A database that does not answer is
    none: its page, which asks nothing of it, says to come back (503).
    """
    if is_out_of_reach(sys.exc_info()[1]):
        return _database_away(request)
    sentence = "Une erreur s'est produite de notre côté ; rien n'a été enregistré à moitié. Réessayez dans un moment."
    with contextlib.suppress(Exception):
        return _error_page(request, 500, "Incident", sentence)
    return HttpResponse(_bare_page("Incident", sentence, 500), status=500)


def _database_away(request: HttpRequest) -> HttpResponse:
    if not connection.in_atomic_block:
        # The next request looks for the database anew: another machine may have taken its place.
        connection.close()
    sentence = (
        "SACoche ne répond pas pour le moment : sa base de données est hors d'atteinte. Rien n'a été enregistré à "
        "moitié ; réessayez dans une minute."
    )
    if wants_json(request):
        response: HttpResponse = JsonResponse({"error": sentence}, status=503)
    else:
        response = HttpResponse(_bare_page("Un instant", sentence, 503), status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def _bare_page(title: str, sentence: str, status: int) -> str:
    """A page without anything of the database: who is signed in, his school and his menus are there."""
    return render_to_string("error.html", {"title": title, "sentence": sentence, "status": status})
