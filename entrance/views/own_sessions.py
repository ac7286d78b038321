"""« Sessions ouvertes »: what somebody has open elsewhere, and closing it from afar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.factor import browsers
from accounts.models import KnownBrowser, OpenSession
from accounts.safety import open_sessions
from entrance.own_sessions import SessionLine, sessions_of, trusted_browsers
from sacoche.kit.access import requires
from sacoche.kit.requests import SchoolRequest
from sacoche.kit.text import count


@requires("accounts.own")
@require_safe
def sessions(request: SchoolRequest) -> HttpResponse:
    """The sessions that the reader has open, here and elsewhere."""
    lines = sessions_of(request.user, this_key=request.session.session_key)
    context = {"sessions": lines, "has_others": _has_others(lines), "browsers": trusted_browsers(request.user)}
    return render(request, "accounts/own/sessions.html", context)


def _has_others(lines: list[SessionLine]) -> bool:
    return any(not line.is_this for line in lines)


@requires("accounts.own")
@require_POST
def close_session(request: SchoolRequest, pk: int) -> HttpResponse:
    """Close one session of one's own, left open elsewhere."""
    session = get_object_or_404(OpenSession.objects.filter(account=request.user), pk=pk)
    open_sessions.close_session(account=request.user, session=session)
    messages.success(request, "La session est fermée.")
    return redirect("accounts:sessions")


@requires("accounts.own")
@require_POST
def close_other_sessions(request: SchoolRequest) -> HttpResponse:
    """« Tout fermer », but this session."""
    closed = open_sessions.close_other_sessions(account=request.user, kept_key=request.session.session_key)
    messages.success(request, f"{count(closed, 'session fermée', 'sessions fermées')}.")
    return redirect("accounts:sessions")


@requires("accounts.own")
@require_POST
def forget_browser(request: SchoolRequest, pk: int) -> HttpResponse:
    """A browser that one spared the second factor is asked for it again."""
    browser = get_object_or_404(KnownBrowser.objects.filter(account=request.user), pk=pk)
    browsers.forget_browser(account=request.user, pk=browser.pk)
    messages.success(request, "Ce navigateur redemandera votre second facteur.")
    return redirect("accounts:sessions")
