"""From a filtered list to one of its lines, and back to the same list, at that line.

The address of the line carries the filters of the list, as it was read, in `?retour=`.
"""

from urllib.parse import quote

from django.http.request import HttpRequest, QueryDict  # noqa: TID251 (the filters of an address, no answer here)
from django.urls import reverse

_FIELD = "retour"


def carried(request: HttpRequest) -> str:
    """What a page follows its own addresses with, so as to keep the filters it came from: « ?retour=… »."""
    return f"?{_FIELD}={quote(request.GET[_FIELD])}" if request.GET.get(_FIELD) else ""


def to_carry(request: HttpRequest) -> str:
    """The same for a list, whose own filters are to be carried."""
    return f"?{_FIELD}={quote(request.GET.urlencode())}" if request.GET else ""


def list_address(request: HttpRequest, name: str, *, line: object = "") -> str:
    """The list `name` as it was filtered, at one of its lines; what came is read anew, and leads nowhere else."""
    filters = QueryDict(request.GET.get(_FIELD, "")).urlencode()
    return reverse(name) + (f"?{filters}" if filters else "") + (f"#{line_id(line)}" if line else "")


def line_id(line: object) -> str:
    """The id of the line of a list."""
    return f"ligne-{line}"
