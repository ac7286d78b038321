"""The file of absences that somebody has sent and not confirmed yet: his alone, for a day. He has one at a time."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from accounts.models import Account
from bilans.absences.lines import Brought, FileLine
from documents.notes import drop_note, read_note, write_note

_NOTE = "absences"
_DAYS = ("first_day", "last_day")


@dataclass(frozen=True)
class Draft:
    """A file read: its layout, the period and the classes that it is for (by number), what it brings.

    `others_have_none`: whether the pupils whom it does not name get 0.
    """

    layout: str
    file_name: str
    period: int
    classes: Sequence[int]
    others_have_none: bool
    brought: Brought


def save_draft(*, owner: Account, draft: Draft) -> None:
    """Keep the draft, in the place of the one before."""
    content = asdict(draft)
    said = content["brought"]
    said |= {name: said[name].isoformat() if said[name] else None for name in _DAYS}
    write_note(owner=owner, kind=_NOTE, value=content)


def read_draft(owner: Account) -> Draft | None:
    """The draft of somebody, None when there is none."""
    content: dict[str, Any] | None = read_note(owner=owner, kind=_NOTE)
    if content is None:
        return None
    said = content["brought"]
    said |= {name: datetime.date.fromisoformat(said[name]) if said[name] else None for name in _DAYS}
    lines = [FileLine(**line | {"late_on": [tuple(each) for each in line["late_on"]]}) for line in said["lines"]]
    return Draft(**content | {"brought": Brought(**said | {"lines": lines})})


def set_others(*, owner: Account, draft: Draft, others_have_none: bool) -> None:
    """Say what becomes of the pupils whom the file does not name."""
    save_draft(owner=owner, draft=replace(draft, others_have_none=others_have_none))


def drop_draft(owner: Account) -> None:
    """Forget the draft; harmless when there is none."""
    drop_note(owner=owner, kind=_NOTE)
