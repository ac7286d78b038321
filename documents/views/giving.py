"""A file that somebody asked for, given to him alone: what every page of a made file does."""

from collections.abc import Collection

from django.http import FileResponse, Http404

from documents.making import content_of, file_of
from documents.models import GeneratedFile
from sacoche.kit.requests import SchoolRequest


def own_file(request: SchoolRequest, token: str, makers: Collection[str]) -> GeneratedFile:
    """The file of that address, which the reader made by one of these makers, expired or not; 404 for any other."""
    file = file_of(request.user, token)
    if file is None or file.maker not in makers:
        raise Http404
    return file


def given(file: GeneratedFile, *, content_type: str = "") -> FileResponse | None:
    """The bytes as an attachment that no browser keeps, or None once they are gone. Raises StorageFailed."""
    content = content_of(file)
    if content is None:
        return None
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=content_type or None)
    response["Cache-Control"] = "no-store"
    return response
