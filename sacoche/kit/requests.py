"""The type of the requests that views receive once the middleware has done its work."""

from typing import Any

from django.http import HttpRequest


class SchoolRequest(HttpRequest):
    """A request of a signed-in person: `user` is an account, `school` is his school, whose scope is open."""

    user: Any
    school: Any
    htmx: Any
