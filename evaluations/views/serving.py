"""The files of évaluations, given back to who may have them."""

import re

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

from evaluations.models import EvaluationFile
from evaluations.services.files import open_file
from sacoche.kit.requests import SchoolRequest

_PART = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


def served(request: SchoolRequest, kept: EvaluationFile) -> HttpResponseBase:
    """A file to be saved, never shown as a page of this server; a piece of it when the browser asks for one, as that of
    a telephone does to play a sound. Raises StorageFailed.
    """
    content = open_file(kept)
    if content is None:
        raise Http404
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes"}
    part = _PART.fullmatch(request.headers.get("Range", ""))
    if part is None or int(part[1]) >= kept.size or (part[2] and int(part[2]) < int(part[1])):
        return FileResponse(
            content, as_attachment=True, filename=kept.name, content_type=kept.content_type, headers=headers
        )
    first, last = int(part[1]), min(int(part[2] or kept.size), kept.size - 1)
    with content:
        content.seek(first)
        piece = content.read(last - first + 1)
    headers |= {
        "Content-Range": f"bytes {first}-{first + len(piece) - 1}/{kept.size}",
        "Content-Disposition": "attachment",
    }
    return HttpResponse(piece, status=206, content_type=kept.content_type, headers=headers)
