"""A backup put back by the operator: on a server where the school is not, over it, or beside it for a drill."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from operation.backups.cipher import FileKey
from operation.backups.comparing import Difference, missing_files, with_living, with_restored
from operation.backups.faults import NotThisSchool
from operation.backups.putting_back import access_shut, note_restored
from operation.backups.reading import Content, read_to_the_end
from operation.backups.restoring import Place, Restored, new_place, put_files_back, put_rows_back
from sacoche.kit.tenancy import school_scope
from schools.models import School

OPERATOR = "l'exploitant"


class NumberTaken(Exception):
    """Another school of this server has the number; the message says so in French."""


@dataclass(frozen=True)
class Drill:
    """What a drill found. `faults`: what came back otherwise than it is in the backup: there must be none.

    `since`: how the school differs from its backup, `missing` its files that are no longer there.
    """

    content: Content
    faults: list[Difference]
    since: list[Difference]
    missing: list[str]


def restore(stream: BinaryIO, key: FileKey, *, number: int | None, is_over: bool) -> Restored:
    """Put the school of a backup on this server, as its operator asks. All of it or nothing.

    Raises NotABackup, NotThisSchool when it is there and `is_over` was not asked, NumberTaken, StorageFailed.
    """
    content = read_to_the_end(stream, key)
    living = School.objects.filter(identity=content.manifest.identity).first()
    if living and not is_over:
        raise NotThisSchool(
            f"« {living} » est déjà sur ce serveur, sous le n° {living.number} : rien n'a été écrit. --over le "
            "remplace par la sauvegarde ; la commande drill l'essaie à côté."
        )
    if living:
        with school_scope(living), access_shut(living, by=OPERATOR, content=content):
            return _put_back(stream, key, content, _over(living))
    return _put_back(stream, key, content, _new(content, number))


def _put_back(stream: BinaryIO, key: FileKey, content: Content, place: Place) -> Restored:
    put_files_back(stream, key, place, _told_to_nobody)

    def last(restored: Restored) -> None:
        with school_scope(restored.school):
            note_restored(restored.school, content, actor=None, by=OPERATOR)

    return put_rows_back(stream, key, place, content, progress=_told_to_nobody, last=last)


def _over(living: School) -> Place:
    return Place(living.pk, living.number, living.uai, is_there=True, is_kept=True)


def _new(content: Content, number: int | None) -> Place:
    number = number or content.manifest.number
    if School.objects.filter(number=number).exists():
        raise NumberTaken(f"Un autre établissement a déjà le n° {number} : donnez-en un autre avec --number.")
    uai = content.manifest.uai
    return new_place(number=number, uai="" if School.objects.filter(uai=uai).exists() else uai)


def drill(stream: BinaryIO, key: FileKey, school: School) -> Drill:
    """Put a backup back beside the living school, compare every row, and take it away again: nothing stays of it.

    On SQLite, whoever writes meanwhile waits. Raises NotABackup, NotThisSchool.
    """
    content = read_to_the_end(stream, key)
    if content.manifest.identity != str(school.identity):
        raise NotThisSchool(f"Cette sauvegarde est celle de « {content.manifest.school} », pas de « {school} ».")
    faults: list[Difference] = []
    try:
        with transaction.atomic():
            place = new_place(number=_free_number(), uai="")
            restored = put_rows_back(stream, key, place, content, progress=_told_to_nobody, last=lambda made: None)
            faults = with_restored(stream, key, restored)
            raise _NothingStays
    except _NothingStays:
        pass
    with school_scope(school):
        return Drill(content, faults, with_living(stream, key, school), missing_files(stream, key, school))


class _NothingStays(Exception):
    """Rolls a drill back."""


def _free_number() -> int:
    last = School.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return last + 1


def _told_to_nobody(done: int, total: int) -> None:
    pass
