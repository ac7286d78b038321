"""A page and the files of its tables, at one address: what may be read, and the filters, are then the same."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sacoche.kit.downloads import attachment
from sacoche.kit.files.tables import formats
from sacoche.kit.listed import Listed

# « ?tableur=xlsx », and « &tableau=… » where a page has several.
_FORMAT, _TABLE = "tableur", "tableau"
FORMATS = ("xlsx", "ods")


def render_listed(
    request: HttpRequest, template: str, context: Mapping[str, Any], *tables: Listed, status: int = 200
) -> HttpResponse:
    """The page, with a link to the file of each of its tables; or the file that its address asks for."""
    asked = request.GET.get(_FORMAT)
    if asked is None or request.method not in ("GET", "HEAD"):
        return render(request, template, {**context, "listed": tables}, status=status)
    table = next((each for each in tables if request.GET.get(_TABLE, tables[0].code) == each.code), None)
    if table is None or asked not in FORMATS:
        raise Http404
    school = getattr(getattr(request, "user", None), "school", None)
    file = table.file(formats.get(asked), place=school.number if school else "")
    with file.stream as stream:
        return attachment(stream.read(), name=file.name, content_type=file.content_type)
