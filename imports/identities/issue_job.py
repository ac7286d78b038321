"""New passwords of chosen people, written by a worker when there are too many for one page."""

from django.urls import reverse

from accounts.models import Account
from documents.jobs import sliced
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from imports.identities import issue
from sacoche.kit.slices import Progress
from sacoche.kit.text import count

_GIVEN_UP = "Vous avez effacé ces mots de passe avant la fin : les personnes qui restaient gardent l'ancien."
_READY = "Les mots de passe sont enregistrés : récupérez les étiquettes."


def go_on(*, owner: Account) -> bool:
    """Write passwords for under a second, unless a worker does; whether one does, or has been asked to.

    Raises TooManyJobs.
    """
    return sliced.go_on(
        kind=WRITE_PASSWORDS,
        owner=owner,
        subject=f"account {owner.pk}",
        asked={},
        title=lambda total: f"Nouveaux mots de passe de {count(total, 'personne', 'personnes')}",
        make_slice=lambda: _slice(owner),
    )


def _slice(owner: Account) -> Progress | None:
    issue.make_slice(owner=owner)
    return issue.progress(owner)


def _write_passwords(work: Work) -> Outcome:
    """Slice after slice, each in its own transaction: begun again, it goes on with those that wait."""
    progress = issue.progress(work.owner)
    while progress:
        if progress.is_complete:
            return Outcome(_READY, reverse("imports:identities_issue"))
        work.progress(progress.done, progress.total)
        progress = _slice(work.owner)
    raise JobRefused(_GIVEN_UP)


WRITE_PASSWORDS = kinds.register(JobKind("imports.issue", 1, "imports.set_identities", _write_passwords))
