"""Every file of a school, wherever the rooms keep them."""

import datetime

from accounts.models import Account
from documents import models as documents
from documents.models import GeneratedFile, Job
from exports import importing
from imports.identities.drafts import folder_key
from imports.identities.issue import HANDED
from imports.models import ImportRun, MoveIn
from imports.sacoche import moves
from imports.services import runs
from operation.backups import putting_back
from operation.models import Restoration
from sacoche.kit.clock import now
from sacoche.kit.parts.saved import in_order
from sacoche.kit.private import delete_private_dir
from sacoche.kit.stored import discard, keys_left_since
from schools.models import School

# A school that is put back has its files before its rows.
_BEING_PUT_BACK = datetime.timedelta(days=1)


def folders() -> list[str]:
    """Where the rows of some tables have their files, by the number of their school."""
    return [part.folder for part in in_order() if part.folder]


def files_of(school: School) -> list[tuple[str, str]]:
    """The kind and the key of all that the storage keeps for the open school."""
    jobs = Job.objects.filter(kind=importing.IMPORT.code).values_list("asked__key", flat=True)
    return [
        *((folder, str(school.pk)) for folder in folders()),
        *((documents.FILES, token) for token in GeneratedFile.objects.values_list("token", flat=True)),
        *((runs.FILES, run.key) for run in ImportRun.objects.all()),
        *((moves.FILES, move.key) for move in MoveIn.objects.all()),
        *((putting_back.FILES, sent.uuid.hex) for sent in Restoration.objects.all()),
        *((importing.FILES, key) for key in jobs),
        *((HANDED, folder_key(account)) for account in Account.objects.filter(profile="ADM")),
    ]


def discard_files(files: list[tuple[str, str]]) -> None:
    """Delete them; harmless when they are gone. Raises StorageFailed."""
    for kind, key in files:
        discard(kind, key)
        # What one server alone keeps, and the folder that is left empty.
        delete_private_dir(kind, key)


def sweep_folders() -> int:
    """Delete the files of schools that are no longer there, which a server that was killed left; how many schools."""
    living = {str(pk) for pk in School.objects.values_list("pk", flat=True)}
    gone = [
        (folder, key)
        for folder in folders()
        for key in keys_left_since(folder, now() - _BEING_PUT_BACK)
        if key not in living
    ]
    discard_files(gone)
    return len(gone)
