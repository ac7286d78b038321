"""The file that an administrator has sent and not confirmed yet: private, for a day. He has one at a time."""

import contextlib
import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from accounts.models import Account
from imports.identities.lines import IdentityLine
from sacoche.kit.clock import now
from sacoche.kit.private import delete_private_dir, private_dir, private_keys_left_since, write_private

LIFETIME = datetime.timedelta(hours=24)
FILES = "identities"
# Apart from the draft: giving up a file never takes the passwords that were made.
ISSUED_FILES = "issued_identities"
_NAME = "file.json"


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
    """The name of the private folder of an administrator."""
    return f"compte-{owner.pk}"


def save_draft(*, owner: Account, draft: Draft) -> None:
    """Keep the draft, in the place of the one before. It may hold passwords: it never goes into the database."""
    purge_drafts()
    content = asdict(draft) | {"lines": [asdict(line) for line in draft.lines]}
    write_private(private_dir(FILES, folder_key(owner)) / _NAME, json.dumps(content).encode())


def read_draft(owner: Account) -> Draft | None:
    """The draft of an administrator, None when there is none."""
    with contextlib.suppress(FileNotFoundError):
        content: dict[str, Any] = json.loads((private_dir(FILES, folder_key(owner)) / _NAME).read_bytes())
        return Draft(
            objective=content["objective"],
            file_name=content["file_name"],
            lines=[IdentityLine(**line) for line in content["lines"]],
            problems=[(line, message) for line, message in content["problems"]],
            chosen={int(line): account for line, account in content["chosen"].items()},
            doubt=content.get("doubt", ""),
        )
    return None


def purge_drafts() -> None:
    """Delete the files that nobody confirmed, and the passwords that nobody took, for a day. For every school."""
    for kind in (FILES, ISSUED_FILES):
        for key in private_keys_left_since(kind, (now() - LIFETIME).timestamp()):
            delete_private_dir(kind, key)


def drop_draft(owner: Account) -> None:
    """Forget the draft; harmless when there is none. Passwords that were made stay, until they are taken."""
    delete_private_dir(FILES, folder_key(owner))
