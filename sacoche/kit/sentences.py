"""Sentences that are kept as a code and the details of a day: lines of the journal, notices.

A sentence holds {names} of details; a number goes with its word: « {pupils:élève|élèves} » is « 1 élève » or
« 2 élèves ».
"""

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from sacoche.kit.text import count

_DETAIL = re.compile(r"\{[^}:]*:?([^}]*)\}")
_UNKNOWN = "…"


class _Sentences(string.Formatter):
    def format_field(self, value: Any, forms: str) -> str:
        if not forms or not isinstance(value, int):
            return str(value)
        return count(value, *forms.split("|"))


class _OldSentences(_Sentences):
    """Sentences of lines that may have been written with other details than those of today."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), _UNKNOWN)


def check(sentence: str, details: Mapping[str, Any]) -> None:
    """Raise KeyError when a sentence misses one of its details."""
    _Sentences().vformat(sentence, (), details)


def told(sentence: str, details: Mapping[str, Any]) -> str:
    """A sentence with these details; one that it was kept without becomes « … »."""
    return _OldSentences().vformat(sentence, (), details)


def bare(sentence: str) -> str:
    """A sentence without its details: « a créé le compte de … (…) »."""
    return _DETAIL.sub(_without_detail, sentence)


def _without_detail(detail: re.Match[str]) -> str:
    plural = detail[1].rpartition("|")[2]
    return f"{_UNKNOWN} {plural}".strip()
