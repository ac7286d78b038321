"""The life of a backup that a school sends: received, read to its end, confirmed, put back, given up."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import DatabaseError, transaction

from accounts.access.services import open_again, shut_while
from accounts.models import Account
from documents.models import Job, JobStatus
from imports.sacoche.moves import NotEmpty, check_empty
from operation.backups.cipher import FileKey
from operation.backups.faults import NotABackup, NotNow, NotThisSchool
from operation.backups.figures import figures
from operation.backups.reading import Content, read_to_the_end
from operation.backups.records import open_key
from operation.backups.restoring import Place, Restored, put_files_back, put_rows_back
from operation.models import Restoration
from sacoche.kit.clock import local, now
from sacoche.kit.journal import record
from sacoche.kit.sealing import seal, unseal
from sacoche.kit.stored import StorageFailed, discard, fetch, keys_left_since, store
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School

FILES, UPLOAD = "restaurations", "sauvegarde"
LIFE = datetime.timedelta(hours=1)
Progress = Callable[[int, int], None]
# A file is stored, then its row: what has no row by then never will.
_RECEIVING = datetime.timedelta(minutes=10)
# How long access stays shut if the server is killed: more for more rows, which take longer to write.
_SHUT, _ROWS_A_MINUTE = datetime.timedelta(minutes=5), 30_000
_FULL = "Le disque de ce serveur est plein, ou sa base ne répond plus : rien n'a changé dans l'établissement. "
_FULL += "Prévenez la personne qui s'occupe de ce serveur."


@dataclass(frozen=True)
class Steps:
    """How a long work says how far it is, and ends with what it writes."""

    progress: Progress = lambda done, total: None
    conclude: Callable[[Restored], None] = lambda restored: None
    job: int | None = None


def receive(*, school: School, actor: Account, file_name: str, content: BinaryIO, password: str) -> Restoration:
    """Keep a backup until it is read, instead of the one that waited. Raises NotABackup, WrongPassword."""
    key = open_key(content, password)
    for waiting in Restoration.objects.all():
        forget(waiting)
    sent = Restoration(file_name=file_name[:200], key=seal(key.packed()), holder_label=actor.display_name)
    store(FILES, sent.uuid.hex, UPLOAD, content)
    with transaction.atomic():
        sent.save()
        record("operation.send_backup", actor=actor, school=school, file_name=sent.file_name)
    return sent


def read(sent: Restoration, *, school: School) -> Content:
    """Read the whole backup, and keep what its page tells. Raises NotABackup, NotThisSchool, having put it away."""
    try:
        with _upload(sent) as stream:
            content = read_to_the_end(stream, key_of(sent))
        place_for(content, school)
    except (NotABackup, NotThisSchool):
        forget(sent)
        raise
    sent.seen = figures(content, school)
    Restoration.objects.filter(pk=sent.pk).update(seen=sent.seen)
    return content


def key_of(sent: Restoration) -> FileKey:
    """The key of its file."""
    return FileKey.unpacked(unseal(bytes(sent.key)))


def place_for(content: Content, school: School, *, but_job: int | None = None) -> Place:
    """Where the backup goes: over the school that it is of, or in an empty space. Raises NotThisSchool."""
    manifest = content.manifest
    if manifest.identity == str(school.identity):
        return Place(school.pk, school.number, school.uai, is_there=True, is_kept=True, but_job=but_job)
    try:
        check_empty()
    except NotEmpty:
        raise NotThisSchool(
            f"Cette sauvegarde est celle de « {manifest.school} », pas de « {school} » : rien n'a été écrit. Elle ne "
            "se restaure que sur l'établissement dont elle est, ou dans un espace vide."
        ) from None
    is_free = manifest.uai and not School.objects.exclude(pk=school.pk).filter(uai=manifest.uai).exists()
    uai = manifest.uai if is_free else school.uai
    return Place(school.pk, school.number, uai, is_there=True, is_kept=False, but_job=but_job)


def put_back(sent: Restoration, *, school: School, actor: Account, steps: Steps | None = None) -> Restored:
    """Put the backup back, all of it or nothing, access shut meanwhile; its file is then deleted.

    Raises NotABackup, NotThisSchool, NotNow, StorageFailed. Killed at any moment, the school is as it was, and opens by
    itself.
    """
    steps = steps or Steps()
    _check_nothing_goes_on(steps.job)
    key = key_of(sent)
    with _upload(sent) as stream:
        content = read_to_the_end(stream, key)
        place = place_for(content, school, but_job=steps.job)
        with access_shut(school, by=actor.display_name, content=content):
            put_files_back(stream, key, place, lambda done, total: None)
            restored = put_rows_back(
                stream, key, place, content, progress=steps.progress, last=_Ending(sent, content, actor, steps)
            )
    discard(FILES, sent.uuid.hex)
    return restored


def _check_nothing_goes_on(job: int | None) -> None:
    title = Job.objects.filter(status=JobStatus.RUNNING).exclude(pk=job).values_list("title", flat=True).first()
    if title:
        raise NotNow(
            f"Un travail est en cours (« {title} ») : attendez qu'il finisse, ou annulez-le, puis recommencez."
        )


@contextmanager
def access_shut(school: School, *, by: str, content: Content) -> Iterator[None]:
    """Inside, nobody enters; what is put back opens the school, and so does what fails. Raises StorageFailed."""
    minutes = sum(content.counts.values()) // _ROWS_A_MINUTE
    until = now() + _SHUT + datetime.timedelta(minutes=minutes)
    shut_while(school=school, reason=f"{by} restaure une sauvegarde de l'établissement", by=by, until=until)
    try:
        yield
    except BaseException as error:
        # A disk that is full may not even take this: then access opens when its time has come.
        with suppress(DatabaseError):
            open_again(school=school)
        if isinstance(error, DatabaseError):
            raise StorageFailed(_FULL) from error
        raise


class _Ending:
    """What is written last, in the transaction of the rows: the journal's line, the end of the job."""

    def __init__(self, sent: Restoration, content: Content, actor: Account, steps: Steps) -> None:
        self._sent, self._content, self._actor, self._steps = sent, content, actor, steps

    def __call__(self, restored: Restored) -> None:
        school = restored.school
        with school_scope(school):
            # The account may have been made since, or be somebody else's number in another space.
            own = Account.objects.filter(pk=self._actor.pk, login=self._actor.login).first()
            note_restored(school, self._content, actor=own, by=self._actor.display_name)
            Restoration.objects.filter(pk=self._sent.pk).delete()
            if own:
                self._steps.conclude(restored)
            else:
                Job.objects.filter(pk=self._steps.job).delete()


def note_restored(school: School, content: Content, *, actor: Account | None, by: str) -> None:
    """The line of the journal."""
    made_at = f"{local(content.manifest.at):%d/%m/%Y à %H:%M}"
    rows = sum(content.counts.values())
    record("operation.restore", actor=actor, school=school, made_at=made_at, by=by, rows=rows)


def give_up(sent: Restoration, *, school: School, actor: Account) -> None:
    """Put the backup away: nothing was written."""
    with transaction.atomic():
        record("operation.give_up_restoration", actor=actor, school=school, file_name=sent.file_name)
        Restoration.objects.filter(pk=sent.pk).delete()
    discard(FILES, sent.uuid.hex)


def forget(sent: Restoration) -> None:
    """Take a backup that waits off the server. Raises StorageFailed."""
    Restoration.objects.filter(pk=sent.pk).delete()
    discard(FILES, sent.uuid.hex)


def _upload(sent: Restoration) -> BinaryIO | Any:
    stream = fetch(FILES, sent.uuid.hex, UPLOAD)
    if stream is None:
        raise NotABackup("Cette sauvegarde n'est plus sur le serveur : elle y reste une heure. Envoyez-la à nouveau.")
    return stream


def purge_restorations() -> int:
    """Forget, in every school, the backups that have waited an hour, and what has no row; how many."""
    with all_schools():
        left = list(Restoration.objects.filter(created_at__lte=now() - LIFE).select_related("school"))
        for sent in left:
            forget(sent)
        waiting = {each.hex for each in Restoration.objects.values_list("uuid", flat=True)}
    for key in keys_left_since(FILES, now() - _RECEIVING):
        if key not in waiting:
            discard(FILES, key)
    return len(left)
