"""What is made and kept holds of one person: what she asked for, and files that may name her."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Q

from documents.archives.services import ArchiveDamaged, content_of, discard_archives, in_one_file
from documents.making import throw_expired_files
from documents.models import Archive, ArchiveLink, GeneratedFile, Job, KeptFile, SealedNote
from sacoche.kit.clock import now
from sacoche.kit.parts.person import Erased, about_nobody, person

about_nobody(KeptFile)


def _throw_files(account: Any) -> int:
    """Every file of the school that waits for its hour: any may name her, and all can be made again."""
    GeneratedFile.objects.filter(expires_at__gt=now()).update(expires_at=now())
    number: int = throw_expired_files()
    GeneratedFile.objects.filter(owner=account).delete()
    return number


def _forget_jobs(account: Any) -> int:
    """Hers; and those of others whose title or sentence names her."""
    named = Q()
    for name in (account.full_name, account.display_name):
        named |= Q(title__contains=name) | Q(sentence__contains=name)
    number: int = Job.objects.filter(Q(owner=account) | named).delete()[0]
    return number


person(
    Job,
    "owner",
    section="travaux",
    label="travaux demandés",
    fate=Erased.GONE,
    columns={"titre": "title", "demande_le": "created_at", "fini_le": "ended_at"},
    erase=_forget_jobs,
)
person(
    GeneratedFile,
    "owner",
    section="fichiers",
    label="fichiers à télécharger, de tout l'établissement",
    fate=Erased.GONE,
    columns={"nom": "name", "fait_le": "created_at", "octets": "size"},
    erase=_throw_files,
)
person(
    SealedNote,
    "owner",
    section="notes",
    label="identifiants à distribuer",
    fate=Erased.GONE,
    why="Des identifiants d'autres personnes, illisibles sans la clé du serveur et effacés au bout d'un jour.",
)


def _printed(rows: Any) -> Iterator[tuple[str, BinaryIO | None]]:
    """The PDFs, as they were printed; one that can no longer be read is told as gone."""
    for name, archive in in_one_file(rows):
        try:
            yield f"archives/{name}", io.BytesIO(content_of(archive))
        except ArchiveDamaged:
            yield f"archives/{name}", None


def _forget_archives(account: Any) -> int:
    """What was printed about her goes, and its files at once: the key that opens them is in the row."""
    rows = list(Archive.objects.filter(about=account))
    Archive.objects.filter(about=account).delete()
    transaction.on_commit(lambda: discard_archives(rows), robust=True)
    return len(rows)


person(
    Archive,
    "about",
    section="archives",
    label="documents archivés",
    fate=Erased.GONE,
    columns={
        "titre": "title",
        "annee": "year",
        "classe": "class_name",
        "version": "version",
        "imprime_le": "made_at",
        "sha256": "sha256",
        "lu_le": "read_by_person_at",
    },
    erase=_forget_archives,
    files=_printed,
)
person(
    ArchiveLink,
    "owner",
    section="documents_transmis",
    label="documents transmis à un autre établissement",
    fate=Erased.GONE,
    columns={"a": "recipient", "le": "created_at", "pris": "times"},
)
