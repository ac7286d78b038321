"""What is made, kept, handed out; what is archived."""

from documents.models.archives import Archive, ArchiveLink, FrozenArchive
from documents.models.made import (
    CONTENT,
    FILES,
    UNFINISHED,
    GeneratedFile,
    Job,
    JobQuerySet,
    JobStatus,
    KeptFile,
    SealedNote,
    StorageSeat,
    WorkerBeat,
)

__all__ = [
    "CONTENT",
    "FILES",
    "UNFINISHED",
    "Archive",
    "ArchiveLink",
    "FrozenArchive",
    "GeneratedFile",
    "Job",
    "JobQuerySet",
    "JobStatus",
    "KeptFile",
    "SealedNote",
    "StorageSeat",
    "WorkerBeat",
]
