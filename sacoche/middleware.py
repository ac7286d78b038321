"""What happens around every view: frames, the read-only guard, large bodies, idle sessions, the open school, access."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from whitenoise.middleware import WhiteNoiseMiddleware

from accounts.access.decided import closing_for
from documents.jobs.asking import TooManyJobs
from entrance.addresses import read_address
from entrance.cas.servers import server_of
from entrance.sessions import OPENED_BY_TICKET, has_idled_out, has_lived_out, must_enrol, touch
from entrance.store import account_of
from entrance.views.ent_logout import single_logout
from operation.console.views.gate import ask_for_an_operator, is_open
from sacoche.kit.access import ask_who_is_there, refusal
from sacoche.kit.clock import seconds
from sacoche.kit.installation import body_bytes, installation, upload_bytes
from sacoche.kit.journal import coming_from
from sacoche.kit.reads import refuse_writes
from sacoche.kit.requests import client_address, is_of_another_account, wants_json
from sacoche.kit.stored import StorageFailed
from sacoche.kit.tenancy import school_scope
from sacoche.views import closed_for_maintenance, storage_failed, too_large, too_many_jobs
from schools.labels import labels_remembered

_log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
_READING_METHODS = ("GET", "HEAD", "OPTIONS")
# What a page asks by itself, with nobody in front of it perhaps: that keeps no session open.
_ASKED_BY_PAGES = ("/session/", "/presence/", "/bandeau/", "/etat/")
# What answers during a maintenance: the console, what watches the server, what pages are drawn with.
_OPEN_MEANWHILE = ("/console/", "/sante", "/metrics", "/static/")
# What is worth compressing: it is written here as text.
_TEXTS = ("text/html", "application/json", "text/plain", "text/csv")
# What remains open to whoever must first add a second factor.
_WHILE_ENROLLING = ("accounts.activate", "accounts.second_factor")
_IN_A_FRAME = ("iframe", "frame", "embed", "object")
# What belongs to a sign-in that began in a frame, and is nothing in another tab.
_LEFT_IN_THE_FRAME = ("ticket", "cookie")


def signed_in(get_response: GetResponse) -> GetResponse:
    """Say who is signed in, the first time it is asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: account_of(request))  # type: ignore[assignment]
        return get_response(request)

    return middleware


def readonly_gets(get_response: GetResponse) -> GetResponse:
    """Make a GET that writes raise, in development and tests; sessions alone may be written."""
    if not settings.READONLY_GETS:
        return get_response

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in _READING_METHODS:
            return get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return get_response(request)

    return middleware


def known_address(get_response: GetResponse) -> GetResponse:
    """Let the journal say from where each action was asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with coming_from(client_address(request)):
            return get_response(request)

    return middleware


def maintenance(get_response: GetResponse) -> GetResponse:
    """While the operator works on the server, answer everything of schools by the reason; his console stays open."""

    def middleware(request: HttpRequest) -> HttpResponse:
        planned = installation().maintenance
        if planned is None or not planned.is_on or request.path_info.startswith(_OPEN_MEANWHILE):
            return get_response(request)
        return closed_for_maintenance(request, planned)

    return middleware


def idle_sessions(get_response: GetResponse) -> GetResponse:
    """Close a session left alone longer than the limit, or that the school no longer wants open; any request of a page
    or a save keeps the others.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if reason := _reason_to_leave(request):
                logout(request)
                request.left_because = reason  # type: ignore[attr-defined]
                messages.warning(request, reason)
            elif not request.path.endswith(_ASKED_BY_PAGES):
                touch(request.session, now=seconds())
        return get_response(request)

    return middleware


def _reason_to_leave(request: HttpRequest) -> str:
    """Why the session of this request must end now, in French, or nothing."""
    account: Any = request.user
    if closing := closing_for(account):
        return closing.sentence
    if has_lived_out(request.session, now=seconds()):
        return "Votre session a été fermée au bout de douze heures : reconnectez-vous."
    if has_idled_out(request.session, account, now=seconds()):
        return "Votre session a été fermée après une longue inactivité : reconnectez-vous."
    return ""


def open_school(get_response: GetResponse) -> GetResponse:
    """Open the signed-in account's school for the whole request; nothing in an address chooses it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        school = getattr(request.user, "school", None)
        request.school = school  # type: ignore[attr-defined]
        if school is None:
            return get_response(request)
        with school_scope(school), labels_remembered():
            return get_response(request)

    return middleware


def ent_logout(get_response: GetResponse) -> GetResponse:
    """Answer an ENT that says who left. Comes before the check of forgeries: its server has no token of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return single_logout(request) or get_response(request)

    return middleware


class StaticFiles(WhiteNoiseMiddleware):
    """The static files that were there when the server started, and those collected since: during an update, the pages
    of a server of the next version ask this one for their modules too.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path not in self.files and path.startswith(self.static_prefix) and not self.autorefresh:
            self._look_again(path)
        response: HttpResponseBase = super().__call__(request)
        return response

    def _look_again(self, path: str) -> None:
        file = Path(self.static_root) / path[len(self.static_prefix) :]
        if self.url_is_canonical(path) and file.is_relative_to(self.static_root) and file.is_file():
            self.add_file_to_dictionary(path, str(file))


class CompressedText(GZipMiddleware):
    """Compress pages and data: a grid of 150 pupils weighs ten times less on the line of a school.

    What is compressed already (a ZIP, a PDF, a workbook) and what comes piece by piece stay as they are. The name that
    gzip lets one write in its head is of a random length, so that the size of an answer tells nothing of the token that
    its forms hold.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in _TEXTS:
            return response
        return super().process_response(request, response)


class BodyLimit:
    """Refuse what weighs too much by what it says of itself, before a byte of it is kept on the disk.

    Comes before the check of forgeries, the first to read a form. A body that does not say its length is read as empty.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        length = _announced_length(request)
        if length > body_bytes() + _more(request, view):
            return too_large(request)
        if length <= settings.MAX_BODY_BYTES_OF_STRANGERS or request.user.is_authenticated or is_open(request):
            return None
        return too_large(request) if getattr(view, "is_public", False) else _ask_to_sign_in(request)


def _more(request: HttpRequest, view: Any) -> int:
    """How much heavier than any file is that of this page; nothing for a stranger."""
    most = getattr(view, "most_bytes", None)
    return max(0, most() - upload_bytes()) if most and request.user.is_authenticated else 0


class SaidIncidents:
    """What went wrong outside the program, and says it in French, has its page: no view needs one for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, StorageFailed):
            _log.error("private storage: %s", exception.__cause__ or exception)
            return storage_failed(request, exception)
        return too_many_jobs(request, exception) if isinstance(exception, TooManyJobs) else None


def _announced_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


class AccessMiddleware:
    """Enforce the marks of sacoche.kit.access: a view with no mark is open to nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            # After « Déconnexion » the Back button must show nothing; and no cache that people share keeps a page.
            response["Cache-Control"] = "no-store" if request.user.is_authenticated else "private, no-cache"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if getattr(view, "is_public", False):
            return None
        if getattr(view, "is_of_operators", False):
            return ask_for_an_operator(request)
        right = getattr(view, "right_code", None)
        if right is None:
            raise PermissionDenied("Cette page n'est ouverte à personne : ses droits n'ont pas été déclarés.")
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if is_of_another_account(request):
            return _name_who_is_signed_in(request)
        if request.user.must_activate and right != "accounts.activate":
            return _ask_to_activate(request)
        if _must_renew_password(request) and right != "accounts.activate":
            return HttpResponseRedirect(reverse("accounts:renew_password"))
        if _must_enrol(request) and right not in _WHILE_ENROLLING:
            return HttpResponseRedirect(reverse("accounts:factor"))
        if reason := refusal(request.user, right):
            raise PermissionDenied(reason)
        return ask_who_is_there(request) if request.method in getattr(view, "proved_methods", ()) else None


def _must_renew_password(request: HttpRequest) -> bool:
    """Whether the person came in with a password that others know or guess; whoever came through an ENT typed none."""
    return request.user.must_renew_password and OPENED_BY_TICKET not in request.session  # type: ignore[union-attr]


def _must_enrol(request: HttpRequest) -> bool:
    """Whether a page is asked for by somebody who first adds a second factor. What an open page sends is saved: whoever
    signs in again in the middle of a grid loses nothing of it.
    """
    is_a_page = request.method in _READING_METHODS and not (wants_json(request) or request.htmx)  # type: ignore[attr-defined]
    return is_a_page and must_enrol(request.session)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, then back where the person was going; a script gets words it can show instead."""
    sign_in = reverse("accounts:sign_in")
    if wants_json(request):
        reason = getattr(request, "left_because", "Votre session est fermée : reconnectez-vous.")
        return JsonResponse({"error": reason, "sign_in": sign_in}, status=401)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=401, headers={"HX-Redirect": sign_in})
    if request.method in _READING_METHODS:
        return redirect_to_login(request.get_full_path(), sign_in)
    return HttpResponseRedirect(sign_in)


def _ask_to_activate(request: HttpRequest) -> HttpResponse:
    """The personal-data notice, then the page that was asked for."""
    activation = reverse("accounts:activation")
    if request.method not in _READING_METHODS or request.path == reverse("home"):
        return HttpResponseRedirect(activation)
    return redirect_to_login(request.get_full_path(), activation)


def _name_who_is_signed_in(request: HttpRequest) -> HttpResponse:
    """Somebody else signed in since the page was drawn: what it sends would be done in the wrong name."""
    name = request.user.display_name  # type: ignore[union-attr]
    return JsonResponse({"error": f"C'est maintenant {name} qui est connecté dans ce navigateur."}, status=409)


def frames(get_response: GetResponse) -> GetResponse:
    """Answer a frame of another site, an ENT's, by the one page that may be framed: it opens the same address in a tab.

    In a frame the browser keeps our cookies to itself (SameSite), so that nobody could sign in there. Comes before the
    middleware that refuses framing, and before the session, which that page does not need.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Dest") in _IN_A_FRAME:
            return _page_for_a_frame(request)
        return get_response(request)

    return middleware


def _page_for_a_frame(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(render_to_string("frame.html", {"address": _same_page(request)}))
    # The tab that opens asks for the same address: it must not be given this page again.
    response["Cache-Control"] = "no-store"
    if sites := _sites_that_may_frame(request):
        response._csp_replace = {"frame-ancestors": sites}  # type: ignore[attr-defined]
    else:
        response["X-Frame-Options"] = "DENY"
    return response


def _sites_that_may_frame(request: HttpRequest) -> list[str]:
    """Those of the operator, and the ENT of the school that the address names."""
    school = read_address(request.GET).school
    server = server_of(school) if school else None
    return [*settings.FRAME_ANCESTORS, *(server.sites if server else [])]


def _same_page(request: HttpRequest) -> str:
    """The address that the frame asks for; what was sent by a form cannot be sent again from elsewhere."""
    if request.method not in _READING_METHODS:
        return reverse("accounts:sign_in")
    query = request.GET.copy()
    for name in _LEFT_IN_THE_FRAME:
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
