"""What a PDF says, page by page."""

import io

from pypdf import PdfReader


def pages_of(content: bytes) -> list[str]:
    """The text of each page, on one line, with ordinary spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
