"""The file that an administrator has sent and not confirmed yet: his alone, for a day. He has one at a time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from accounts.models import Account
from documents.notes import drop_note, read_note, write_note
from imports.identities.lines import IdentityLine

# Apart from the passwords that were made: giving up a file never takes them.
_NOTE = "identities"


@dataclass(frozen=True)
class Draft:
    """A file read: the objective, what it is called, its lines, the lines left out, the accounts chosen by hand."""

    objective: str
    file_name: str
    lines: Sequence[IdentityLine]
    problems: Sequence[tuple[int, str]] = ()
    chosen: dict[int, int] = field(default_factory=dict)
    # Why the format chosen is probably not that of the file; empty when it seems to be.
    doubt: str = ""


def folder_key(owner: Account) -> str:
    """The key of the private files of an administrator."""
    return f"compte-{owner.pk}"


def save_draft(*, owner: Account, draft: Draft) -> None:
    """Keep the draft, in the place of the one before. It may hold passwords."""
    content = asdict(draft) | {"lines": [asdict(line) for line in draft.lines]}
    write_note(owner=owner, kind=_NOTE, value=content)


def read_draft(owner: Account) -> Draft | None:
    """The draft of an administrator, None when there is none."""
    content: dict[str, Any] | None = read_note(owner=owner, kind=_NOTE)
    if content is None:
        return None
    return Draft(
        objective=content["objective"],
        file_name=content["file_name"],
        lines=[IdentityLine(**line) for line in content["lines"]],
        problems=[(line, message) for line, message in content["problems"]],
        chosen={int(line): account for line, account in content["chosen"].items()},
        doubt=content.get("doubt", ""),
    )


def drop_draft(owner: Account) -> None:
    """Forget the draft; harmless when there is none. Passwords that were made stay, until they are taken."""
    drop_note(owner=owner, kind=_NOTE)
