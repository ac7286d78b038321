"""Each request has a number, is counted, and leaves a line when the log is asked for one."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sacoche.kit.requests import is_trusted
from sacoche.kit.watching.figures import REQUESTS, SECONDS
from sacoche.kit.watching.lines import ACCESS, request_number

HEADER = "X-Request-ID"
_NUMBER = re.compile(r"[0-9a-zA-Z-]{8,64}")
_log = logging.getLogger(ACCESS)


def watched(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The first of all, so that nothing is answered without it. Neither who asks nor what he looks for is kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        number = _number_of(request)
        token, began = request_number.set(number), time.perf_counter()
        try:
            response = get_response(request)
            _note(request, response, time.perf_counter() - began)
        finally:
            request_number.reset(token)
        response[HEADER] = number
        return response

    return middleware


def _number_of(request: HttpRequest) -> str:
    """That which a proxy of ours gave, so that its log and this one tell the same; else one drawn here."""
    given = request.headers.get(HEADER, "")
    is_ours = is_trusted(str(request.META.get("REMOTE_ADDR") or ""))
    return given if is_ours and _NUMBER.fullmatch(given) else uuid.uuid4().hex


def _note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    REQUESTS.labels(f"{response.status_code // 100}xx").inc()
    SECONDS.observe(seconds)
    if _log.isEnabledFor(logging.INFO):
        told = {"method": request.method, "status": response.status_code, "ms": round(seconds * 1000)}
        _log.info("%s", request.path, extra={"told": told})
