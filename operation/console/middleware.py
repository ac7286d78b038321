"""The session of the console: its own cookie, sent to the console alone. What a school has open opens nothing there."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

PREFIX = "/console/"


class Sessions(SessionMiddleware):
    """Django's sessions; under the address of the console, those of operators."""

    def process_request(self, request: HttpRequest) -> None:
        if not request.path_info.startswith(PREFIX):
            return super().process_request(request)
        request.session = self.SessionStore(request.COOKIES.get(settings.CONSOLE_COOKIE_NAME))
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return super().process_response(request, response)
        session, path = request.session, f"{settings.PUBLIC_PREFIX}{PREFIX}"
        if settings.CONSOLE_COOKIE_NAME in request.COOKIES and session.is_empty():
            response.delete_cookie(settings.CONSOLE_COOKIE_NAME, path=path, samesite="Strict")
        elif session.modified and not session.is_empty() and response.status_code < 500:
            session.save()
            response.set_cookie(
                settings.CONSOLE_COOKIE_NAME,
                session.session_key or "",
                path=path,
                secure=settings.IS_HTTPS,
                httponly=True,
                samesite="Strict",
            )
        response.headers.setdefault("Cache-Control", "no-store")
        return response
