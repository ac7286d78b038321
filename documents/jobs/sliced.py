"""Work cut into slices under a second: a page makes one, and leaves the rest to a worker when there is one.

A slice is a transaction of its own, so that a job begun again goes on with what waits.
"""

from collections.abc import Callable

from accounts.models import Account
from documents.jobs.asking import ask, carries_on, is_worked
from documents.jobs.kinds import Asked, JobKind
from sacoche.kit.slices import Progress


def go_on(
    *,
    kind: JobKind,
    owner: Account,
    subject: str,
    asked: Asked,
    title: Callable[[int], str],
    make_slice: Callable[[], Progress | None],
) -> bool:
    """Make a slice, unless a worker does; whether one does, or has been asked to.

    `title` is told how many there are in all; `make_slice` says how far it has come, None when nothing is under way.
    Raises what it raises, and TooManyJobs.
    """
    if carries_on(kind, subject):
        return True
    progress = make_slice()
    if progress is None or progress.is_complete or not is_worked():
        return False
    ask(
        kind=kind,
        owner=owner,
        title=title(progress.total),
        asked=asked,
        subject=subject,
        total=progress.total,
    )
    return True
