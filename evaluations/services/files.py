"""The files of évaluations, in the private storage of the server. Only this module knows where they are kept."""

import datetime
import uuid
from collections.abc import Callable, Collection
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from evaluations.models import Document, EvaluationFile, PupilComment, Request
from evaluations.models.beside import LONGEST_VOICE
from referentiels.file_kinds import kind_of_content, safe_name, said_kinds
from sacoche.kit.clock import now
from sacoche.kit.installation import resource_bytes, voice_days
from sacoche.kit.journal import record
from sacoche.kit.parts.kept import Kept, keep
from sacoche.kit.stored import discard_file, fetch, store
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School

_FOLDER = "evaluations"
# A file that is sent is named by its row in the same minute.
_WAITS = datetime.timedelta(days=1)
# What browsers record, by what its first bytes are.
_SOUNDS = {
    b"\x1aE\xdf\xa3": ("webm", "audio/webm"),
    b"OggS": ("ogg", "audio/ogg"),
    b"RIFF": ("wav", "audio/wav"),
}


class RefusedFile(Exception):
    """A file that is not kept; the message says why in French."""


def keep_file(*, school: School, name: str, content: bytes) -> EvaluationFile:
    """Keep a document under a name that says what it is. Raises RefusedFile, StorageFailed."""
    if len(content) > resource_bytes():
        raise RefusedFile(
            f"« {name[:60]} » dépasse {resource_bytes() // 1024**2} Mo : il n'a pas été gardé. "
            "Réduisez-le, ou donnez plutôt une adresse https://."
        )
    kind = kind_of_content(content)
    if kind is None:
        raise RefusedFile(
            f"« {name[:60]} » n'est pas d'un genre que l'on garde ici : il n'a pas été gardé. Sont gardés : "
            f"{said_kinds()}."
        )
    return _kept(school, safe_name(name, kind), kind.content_type, content)


def keep_voice(*, school: School, content: bytes, seconds: int) -> EvaluationFile:
    """Keep what a browser recorded. Raises RefusedFile, StorageFailed."""
    if seconds > LONGEST_VOICE or len(content) > settings.VOICE_BYTES:
        raise RefusedFile(
            f"Un commentaire parlé dure {LONGEST_VOICE} secondes au plus (et {settings.VOICE_BYTES // 1024**2} Mo) : "
            "celui-ci n'a pas été gardé. Recommencez plus court."
        )
    found = next((kind for mark, kind in _SOUNDS.items() if content.startswith(mark)), None)
    if found is None and content[4:8] == b"ftyp":
        found = ("m4a", "audio/mp4")
    if found is None:
        raise RefusedFile("Ce qui est arrivé n'est pas un enregistrement du micro : rien n'a été gardé. Recommencez.")
    extension, content_type = found
    return _kept(school, f"commentaire.{extension}", content_type, content)


def _kept(school: School, name: str, content_type: str, content: bytes) -> EvaluationFile:
    key = uuid.uuid4()
    store(_FOLDER, str(school.pk), str(key), content)
    made: EvaluationFile = EvaluationFile.objects.create(
        key=key, name=name, content_type=content_type, size=len(content), kept_at=now()
    )
    return made


def open_file(kept: EvaluationFile) -> BinaryIO | None:
    """The content of a file, None when it is no longer there. Raises StorageFailed."""
    return fetch(_FOLDER, str(kept.school_id), str(kept.key))


def discard_files(files: Collection[EvaluationFile]) -> None:
    """Delete files that nothing names any more, at once. Raises StorageFailed."""
    for row in files:
        discard_file(_FOLDER, str(row.school_id), str(row.key))
    EvaluationFile.objects.filter(pk__in=[row.pk for row in files]).delete()


def forget_old_voices() -> int:
    """Take away, in every school, the recordings older than the host keeps them; how many. Written comments stay."""
    return _in_each_school(VOICES, _forget_voices)


def forget_old_documents() -> int:
    """Take away, in every school, the subjects and answers older than the host keeps them; how many."""
    return _in_each_school(DOCUMENTS, _forget_documents)


def _in_each_school(kept: Kept, forget: Callable[[School], int]) -> int:
    with all_schools():
        schools = list(School.objects.filter(pk__in=kept.due().values("school")))
    return sum(map(forget, schools))


@transaction.atomic
def _forget_voices(school: School) -> int:
    with school_scope(school):
        number: int = VOICES.due().update(voice=None, voice_length=0)
        record("evaluations.forget_voices", actor=None, school=school, count=number)
        return number


@transaction.atomic
def _forget_documents(school: School) -> int:
    with school_scope(school):
        number: int = DOCUMENTS.due().order_by().delete()[0]
        record("evaluations.forget_documents", actor=None, school=school, count=number)
        return number


VOICES = keep(
    "evaluations.voices",
    "commentaires parlés",
    PupilComment,
    "voice__kept_at",
    days=voice_days,
    erase=forget_old_voices,
)
DOCUMENTS = keep(
    "evaluations.documents",
    "sujets et corrigés d'évaluations",
    Document,
    "file__kept_at",
    days=lambda: settings.DOCUMENT_DAYS,
    erase=forget_old_documents,
)


def forget_orphan_files() -> int:
    """Delete, in every school, the files that nothing names any more; how many. Raises StorageFailed."""
    with all_schools():
        schools = list(School.objects.filter(pk__in=_orphans().values("school")))
    return sum(map(_forget_in, schools))


def _forget_in(school: School) -> int:
    with school_scope(school):
        gone = list(_orphans())
        for row in gone:
            discard_file(_FOLDER, str(school.pk), str(row.key))
            row.delete()
        return len(gone)


def _orphans() -> QuerySet[EvaluationFile]:
    rows = EvaluationFile.objects.filter(kept_at__lt=now() - _WAITS)
    named = (
        Document.objects.filter(file=OuterRef("pk")),
        PupilComment.objects.filter(voice=OuterRef("pk")),
        Request.objects.filter(file=OuterRef("pk")),
    )
    found: QuerySet[EvaluationFile] = rows.filter(*(~Exists(each) for each in named))
    return found
