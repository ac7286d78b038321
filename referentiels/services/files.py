"""The files that items give, in the private storage of the server. Only this module knows where they are kept."""

import datetime
import uuid
from typing import BinaryIO

from referentiels.file_kinds import kind_of_content, safe_name, said_kinds
from referentiels.models import Change, Item, ResourceFile
from referentiels.queries.changes import UNDO_DAYS
from referentiels.resources import lines_of
from sacoche.kit.clock import now
from sacoche.kit.installation import resource_bytes
from sacoche.kit.stored import StorageFailed, discard_file, fetch, store
from sacoche.kit.tenancy import all_schools, school_scope
from schools.models import School

_FOLDER = "ressources"


class RefusedFile(Exception):
    """A file that is not kept; the message says why in French."""


def keep_file(*, school: School, name: str, content: bytes) -> ResourceFile:
    """Keep a file under a name that says what it is. Raises RefusedFile."""
    if len(content) > resource_bytes():
        raise RefusedFile(f"« {name[:60]} » dépasse {resource_bytes() // 1024**2} Mo : il n'a pas été gardé.")
    kind = kind_of_content(content)
    if kind is None:
        raise RefusedFile(
            f"« {name[:60]} » n'est pas d'un genre que l'on donne aux élèves. Sont gardés : {said_kinds()}."
        )
    key = uuid.uuid4()
    try:
        store(_FOLDER, str(school.pk), str(key), content)
    except StorageFailed as error:
        raise RefusedFile(str(error)) from error
    made: ResourceFile = ResourceFile.objects.create(
        key=key, name=safe_name(name, kind), content_type=kind.content_type, size=len(content), kept_at=now()
    )
    return made


def open_file(kept: ResourceFile) -> BinaryIO | None:
    """The content of a file, None when it is no longer there. Raises StorageFailed."""
    return fetch(_FOLDER, str(kept.school_id), str(kept.key))


def forget_orphans() -> int:
    """Delete, in every school, the files that no item gives and that no « Annuler » can bring back; how many.

    Raises StorageFailed.
    """
    with all_schools():
        schools = list(School.objects.filter(pk__in=ResourceFile.objects.values("school")))
    return sum(map(_forget_in, schools))


def _forget_in(school: School) -> int:
    with school_scope(school):
        since = now() - datetime.timedelta(days=UNDO_DAYS)
        given = _given()
        orphans = [row for row in ResourceFile.objects.filter(kept_at__lt=since) if str(row.key) not in given]
        if not orphans:
            return 0
        recent = Change.objects.filter(made_at__gte=since).values_list("before", "after")
        told = {key for pair in recent for said in pair for key in _keys(said.get("resources", ()))}
        gone = [row for row in orphans if str(row.key) not in told]
        for row in gone:
            discard_file(_FOLDER, str(school.pk), str(row.key))
            row.delete()
        return len(gone)


def _given() -> set[str]:
    """The keys of the files that items give."""
    return {
        key for said in Item.objects.exclude(resources=[]).values_list("resources", flat=True) for key in _keys(said)
    }


def _keys(said: list[dict[str, str]]) -> list[str]:
    return [line.file for line in lines_of(said) if line.file]
