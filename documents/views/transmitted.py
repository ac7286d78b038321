"""What a school transmits to somebody who has no account here: the page of an address that a mail gave."""

import tempfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from documents.archives.links import archives_of, link_of, note_taken
from documents.archives.services import ArchiveDamaged
from documents.archives.zips import write_zip
from documents.models import Archive, ArchiveLink
from sacoche.kit.access import public
from sacoche.kit.private import temporary_folder
from sacoche.kit.tenancy import school_scope

_PAGE = "documents/transmitted.html"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def transmitted(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """What is there to take, until when; then the file, at each press of the button. Nobody is named before that.

    A GET gives nothing: what opens the links of a mail before its reader takes no pupil's bulletin.
    """
    link = link_of(token)
    if link is None:
        raise Http404
    with school_scope(link.school):
        archives = [] if link.is_expired else archives_of(link)
        if request.method == "POST" and archives:
            return _given(request, link, archives)
    return _page(request, link, len(archives))


def _page(request: HttpRequest, link: ArchiveLink, number: int, refusal: str = "") -> HttpResponse:
    context = {"link": link, "number": number, "refusal": refusal}
    gone = link.is_expired or not number
    return render(request, _PAGE, context, status=410 if gone else 409 if refusal else 200)


def _given(request: HttpRequest, link: ArchiveLink, archives: list[Archive]) -> HttpResponse | FileResponse:
    stream = tempfile.TemporaryFile(dir=temporary_folder())  # noqa: SIM115 (closed with the response)
    try:
        write_zip(stream, archives)
    except ArchiveDamaged:
        stream.close()
        refusal = "Un de ces documents n'a pas pu être relu : demandez à l'établissement de les transmettre à nouveau."
        return _page(request, link, len(archives), refusal)
    stream.seek(0)
    note_taken(link)
    response = FileResponse(stream, as_attachment=True, filename="documents-scolaires.zip")
    response["Cache-Control"] = "no-store"
    return response
