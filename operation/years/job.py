"""The passage made by a worker when there is one, by its own page otherwise: room after room."""

from django.urls import reverse

from accounts.models import Account
from documents.jobs import sliced
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from operation.years import services
from sacoche.kit.slices import Progress

_DONE = "L'année est ouverte : lisez ce qui a été fait, et ce qui reste à faire."
_NOTHING = "Aucune initialisation annuelle n'est en cours : elle est déjà terminée."


def go_on(*, owner: Account) -> bool:
    """Do a room of the passage, unless a worker does; whether one does, or has been asked to. Raises TooManyJobs."""
    return sliced.go_on(
        kind=OPEN_YEAR,
        owner=owner,
        subject="year",
        asked={},
        title=lambda total: "Initialisation annuelle",
        make_slice=lambda: services.go_on(actor=owner),
    )


def _open_year(work: Work) -> Outcome:
    """Room after room, each in its own transaction: begun again, it goes on with those that wait."""
    progress: Progress | None = services.go_on(actor=work.owner)
    if progress is None:
        raise JobRefused(_NOTHING)
    while progress and not progress.is_complete:
        work.progress(progress.done, progress.total)
        progress = services.go_on(actor=work.owner)
    return Outcome(_DONE, reverse("operation:year_done"))


OPEN_YEAR = kinds.register(JobKind("operation.open_year", 1, "operation.open_year", _open_year))
