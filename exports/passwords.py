"""The password of a file of validations: drawn with it, kept sealed for whoever made it, shown once."""

from django.db import transaction

from accounts.models import Account
from documents.models import GeneratedFile
from documents.notes import drop_note, read_note, write_note

_NOTE = "mot-de-passe"


def keep_password(owner: Account | None, sealed: str, password: str) -> None:
    """Keep the password of the file known by `sealed` until it is shown; a file in clear has none."""
    if owner and sealed:
        write_note(owner=owner, kind=_NOTE, subject=sealed, value=password)


def is_to_be_shown(file: GeneratedFile) -> bool:
    """Whether the file has a password that has not been shown yet."""
    sealed = file.told.get("sealed")
    return bool(sealed) and read_note(owner=file.owner, kind=_NOTE, subject=sealed) is not None


@transaction.atomic
def show_password(file: GeneratedFile) -> str | None:
    """The password, which is then kept nowhere; None when it has been shown already, or when there is none."""
    sealed = file.told.get("sealed") or "-"
    password: str | None = read_note(owner=file.owner, kind=_NOTE, subject=sealed)
    drop_note(owner=file.owner, kind=_NOTE, subject=sealed)
    return password
