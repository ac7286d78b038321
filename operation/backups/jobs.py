"""A backup read, or put back, by a worker: a school of years takes minutes, which no page should wait for."""

from uuid import UUID

from django.urls import reverse

from accounts.models import Account
from documents.jobs.asking import ask, is_worked, under_way
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from documents.models import Job
from operation.backups import putting_back
from operation.backups.faults import NotABackup, NotNow, NotThisSchool
from operation.backups.making import RIGHT
from operation.backups.putting_back import Steps
from operation.backups.restoring import Restored
from operation.models import Restoration
from schools.models import School

_GONE = "Cette sauvegarde n'attend plus : elle a été restaurée, retirée, ou laissée plus d'une heure."
# A compressed megabyte is some ten thousand rows: a page reads that many while one waits.
_AT_ONCE = 1024 * 1024


def subject_of(sent: Restoration) -> str:
    """What the jobs on one backup are known by."""
    return f"restoration {sent.uuid.hex}"


def read_or_ask(sent: Restoration, *, school: School, actor: Account, size: int) -> Job | None:
    """Read it now, or ask a worker for it. Raises TooManyJobs, NotABackup, NotThisSchool."""
    if size > _AT_ONCE and is_worked():
        return _ask(READ, sent, actor, f"Lecture de « {sent.file_name} »")
    putting_back.read(sent, school=school)
    return None


def put_back_or_ask(sent: Restoration, *, school: School, actor: Account) -> Job | Restored:
    """What was put back, now; or the job that does it, when a worker is there. Raises what `put_back` raises, and
    TooManyJobs.
    """
    if is_worked():
        return _ask(PUT_BACK, sent, actor, f"Restauration de « {sent.file_name} »")
    return putting_back.put_back(sent, school=school, actor=actor)


def _ask(kind: JobKind, sent: Restoration, actor: Account, title: str) -> Job:
    asked = {"restoration": str(sent.uuid)}
    return ask(kind=kind, owner=actor, title=title, asked=asked, subject=subject_of(sent), total=100)


def _sent(work: Work) -> Restoration:
    sent: Restoration | None = Restoration.objects.filter(uuid=UUID(work.asked["restoration"])).first()
    if sent is None:
        raise JobRefused(_GONE)
    return sent


def _read(work: Work) -> Outcome:
    sent = _sent(work)
    try:
        putting_back.read(sent, school=work.school)
    except (NotABackup, NotThisSchool) as refusal:
        raise JobRefused(str(refusal)) from refusal
    return Outcome("La sauvegarde est lue : rien n'est encore écrit.", reverse("operation:restoration"))


def _put_back(work: Work) -> Outcome:
    sent = _sent(work)

    def said(restored: Restored) -> Outcome:
        return Outcome(restored.sentence, reverse("operation:backups"))

    def progress(done: int, total: int) -> None:
        work.progress(99 * done // max(total, 1), 100)

    job = under_way(PUT_BACK, subject_of(sent))
    steps = Steps(progress, lambda restored: work.conclude(said(restored)), job.pk if job else None)
    try:
        restored = putting_back.put_back(sent, school=work.school, actor=work.owner, steps=steps)
    except (NotABackup, NotThisSchool, NotNow) as refusal:
        raise JobRefused(str(refusal)) from refusal
    return said(restored)


READ = kinds.register(JobKind("operation.read_backup", 1, RIGHT, _read))
PUT_BACK = kinds.register(JobKind("operation.put_back", 1, RIGHT, _put_back, shuts_school=True))
