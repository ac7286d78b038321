"""What an open grid asks in the background, as its address or its body says it."""

from typing import NamedTuple

from django.http import QueryDict  # noqa: TID251 (a type: forms read it, nothing is served from here)

from grids.presence import is_page_name

_LONGEST_ID = 18


class LiveQuestion(NamedTuple):
    """Which grid (scope, class or group), from which page, after which line of history."""

    scope_id: int
    place_id: int
    is_group: bool
    page: str
    after: int
    is_closing: bool


def read_live_question(params: QueryDict) -> LiveQuestion | None:
    """The question of an address or of a body (`cadre`, `classe`, `page`, `depuis`), or None when it makes no sense."""
    code = params.get("classe", "")
    numbers = [params.get("cadre", ""), code.removeprefix("g"), params.get("depuis", "")]
    page = params.get("page", "")
    if not all(_is_number(text) for text in numbers) or not is_page_name(page):
        return None
    scope_id, place_id, after = map(int, numbers)
    return LiveQuestion(scope_id, place_id, code.startswith("g"), page=page, after=after, is_closing="ferme" in params)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
