"""What this room holds about accounts, for a merge."""

from typing import Any

from django.db.models import Max

from accounts.merging.merge import Merge, hold
from documents.models import Archive, ArchiveLink, GeneratedFile, Job, SealedNote

hold(GeneratedFile, "owner")
hold(Job, "owner")


def _forget(merge: Merge) -> None:
    """What one account alone may read is not shown to another, were it of the same person: the day is soon over."""
    notes: Any = SealedNote.objects
    notes.filter(owner=merge.other).delete()


hold(SealedNote, "owner", move=_forget)


def _gather(merge: Merge) -> None:
    """The archives of both are those of one person: of one document, those of the other are the later versions."""
    last: dict[tuple[Any, ...], int] = {}
    documents = ("kind", "uai", "year", "period")
    for *document, version in Archive.objects.filter(about=merge.kept).values_list(*documents).annotate(Max("version")):
        last[tuple(document)] = version
    for archive in Archive.objects.filter(about=merge.other).order_by("version"):
        document = tuple(getattr(archive, name) for name in documents)
        last[document] = last.get(document, 0) + 1
        Archive.objects.filter(pk=archive.pk).update(about=merge.kept, version=last[document])


hold(Archive, "about", move=_gather, label="documents archivés")
hold(Archive, "author")
hold(ArchiveLink, "owner")
