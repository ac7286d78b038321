"""What a person reads on a page."""

import html
import re

from django.http import HttpResponse


def words(response: HttpResponse) -> str:
    """The page as text: no tags, entities read, spaces collapsed."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())
