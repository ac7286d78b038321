"""What is made and kept holds of one person: what she asked for, and files that may name her."""

from typing import Any

from django.db.models import Q

from documents.making import throw_expired_files
from documents.models import GeneratedFile, Job, KeptFile, SealedNote
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
