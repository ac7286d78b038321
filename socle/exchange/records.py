"""What a validations file holds, once read or before it is written."""

import datetime
import html
import re
from dataclasses import dataclass, field
from typing import NamedTuple

AUTHOR_LENGTH = 25
# XML 1.0 allows no other control characters: a file that holds one opens nowhere.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class UnreadableFile(Exception):
    """The file is refused whole; the message is a French sentence that says why and what to do."""


class PasswordRefused(UnreadableFile):
    """The file has a password, which was not given or is another one."""


class Decision(NamedTuple):
    """One decision: on an item, or on the whole compétence when `item_id` is None. `state` is 1 or 0."""

    pilier_id: int
    item_id: int | None
    state: int
    on: datetime.date
    author: str


@dataclass(slots=True)
class PupilRecord:
    """A pupil of the file with his decisions. `sconet_id` is 0 when unknown, names are as the file has them."""

    sconet_id: int
    last_name: str
    first_name: str
    decisions: list[Decision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Problem:
    """A row of the file that is left aside: its line, the pupil it is about, and why, in French."""

    line: int
    pupil: str
    message: str


@dataclass(slots=True)
class Totals:
    """What a file holds: decisions on compétences, decisions on items, pupils."""

    piliers: int = 0
    items: int = 0
    pupils: int = 0


def one_line(text: str) -> str:
    """The text on one line, with nothing in it that XML forbids."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def author_label(text: str) -> str:
    """The text of `info` as it is stored: HTML entities decoded, one line, at most 25 characters."""
    return one_line(html.unescape(text))[:AUTHOR_LENGTH].rstrip()
