"""What a page shows, as people read it."""

from html import unescape
from typing import Any


def plain(answer: Any) -> str:
    """The page, with ordinary spaces where the French has no-break ones, and signs as they are read."""
    return unescape(answer.text).replace("\xa0", " ").replace("\u202f", " ")
