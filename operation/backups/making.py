"""A backup made for somebody, by its page or by a worker: a file that he alone takes, for an hour."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import Account
from documents.jobs.asking import ask, is_worked
from documents.jobs.kinds import JobKind, Outcome, Work, kinds
from documents.makers import Asked, Made, MakerForm, Making
from documents.making import make_file
from documents.models import GeneratedFile, Job
from evaluations.models import Mark
from operation.backups.aside import told_aside
from operation.backups.cipher import FileKey, new_key
from operation.backups.writing import Written, name_of, write_backup
from operation.models import Backup, Origin
from sacoche.kit.sealing import seal, unseal
from sacoche.kit.stored import told_in_french
from schools.models import School

RIGHT = "operation.back_up"
# Of marks: a page makes that of a small school while one waits.
_AT_ONCE = 5000


class WholeSchool:
    """The file of a whole school; one for each making, of which it keeps what was written."""

    code = "operation.whole_school"
    family = "operation.whole_school"
    label = "Sauvegarde"
    right = RIGHT
    content_type = "application/octet-stream"
    part = ""
    at_once = _AT_ONCE

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self._written: Written | None = None
        self._told: dict[str, Any] = {}

    def form(self, data: Any = None) -> MakerForm:
        return MakerForm(data)

    def title(self, asked: Asked) -> str:
        return "Sauvegarde de l'établissement"

    def weight(self, asked: Asked) -> int:
        return int(Mark.objects.count())

    def make(self, asked: Asked, making: Making) -> Made:
        """Write the school under the key that was sealed. Raises StorageFailed."""
        key = FileKey.unpacked(unseal(asked["key"].encode()))
        by = making.owner.display_name if making.owner else ""
        with told_in_french(), told_aside(making.school, making.progress) as progress:
            written = write_backup(school=making.school, stream=making.stream, key=key, by=by, progress=progress)
        name = name_of(making.school, written.manifest.at)
        self._written, counts = written, {"rows": written.row_count, "files": written.file_count}
        self._told = {"by": by, "name": name, "size": making.stream.tell()}
        return Made(name, "operation.back_up", counts | {"missing": len(written.missing)}, counts)

    def note(self) -> None:
        """Write down that the school was saved, in the transaction that keeps the file."""
        assert self._written is not None
        note_backup(self._written, origin=self.origin, **self._told)

    def page(self, file: GeneratedFile) -> str:
        return reverse("operation:backup", args=[file.token])


def note_backup(written: Written, *, origin: Origin, by: str, name: str, size: int) -> Backup:
    """Write down, in the open school, that it was saved."""
    noted: Backup = Backup.objects.create(
        made_at=written.manifest.at,
        origin=origin,
        by=by,
        name=name,
        size=size,
        row_count=written.row_count,
        file_count=written.file_count,
    )
    return noted


def back_up(
    *,
    school: School,
    owner: Account,
    sealed: str,
    origin: Origin = Origin.ASKED,
    progress: Callable[[int, int], None] = lambda done, total: None,
    hold: Callable[[], None] = lambda: None,
) -> GeneratedFile:
    """Make the file under a sealed key. Raises StorageFailed, and what `progress` and `hold` raise."""
    maker = WholeSchool(origin)

    def before_keeping() -> None:
        hold()
        maker.note()

    asked = {"key": sealed}
    return make_file(
        maker=maker, school=school, owner=owner, asked=asked, progress=progress, before_keeping=before_keeping
    )


def sealed_key(password: str) -> str:
    """A new key, which the servers of this installation alone read again: the password is kept nowhere."""
    return seal(new_key(password).packed()).decode()


def back_up_or_ask(
    *, school: School, owner: Account, password: str, origin: Origin = Origin.ASKED
) -> GeneratedFile | Job:
    """The file, made at once; or the job that makes it, when the school is large and a worker is there.

    Raises StorageFailed, TooManyJobs.
    """
    sealed, maker = sealed_key(password), WholeSchool(origin)
    if maker.weight({}) <= maker.at_once or not is_worked():
        return back_up(school=school, owner=owner, sealed=sealed, origin=origin)
    asked = {"key": sealed, "origin": origin.value}
    return ask(kind=BACK_UP, owner=owner, title=maker.title({}), asked=asked, subject="backup", total=100)


def _by_worker(work: Work) -> Outcome:
    def progress(done: int, total: int) -> None:
        work.progress(99 * done // max(total, 1), 100)

    file = back_up(
        school=work.school,
        owner=work.owner,
        sealed=work.asked["key"],
        origin=Origin(work.asked["origin"]),
        progress=progress,
        hold=work.hold,
    )
    until = timezone.localtime(file.expires_at)
    return Outcome(
        f"Sauvegarde prête, à récupérer avant {until:%H:%M}.", reverse("operation:backup", args=[file.token]), file
    )


BACK_UP = kinds.register(JobKind("operation.back_up", 1, RIGHT, _by_worker))
