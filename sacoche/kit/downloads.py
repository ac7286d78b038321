"""Files that a browser saves."""

from django.http import HttpResponse


def attachment(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A file that the browser saves under `name`, and that no cache keeps: it holds what is somebody's own."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
