"""New passwords of chosen people, written by a worker when there are too many for one page."""

from django.urls import reverse

from accounts.models import Account
from documents.jobs.asking import ask, carries_on, is_worked
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from imports.identities import issue
from sacoche.kit.text import count

_GIVEN_UP = "Vous avez effacé ces mots de passe avant la fin : les personnes qui restaient gardent l'ancien."
_READY = "Les mots de passe sont enregistrés : récupérez les étiquettes."


def go_on(*, owner: Account) -> bool:
    """Write passwords for under a second, unless a worker does; whether one does, or has been asked to.

    Raises TooManyJobs.
    """
    subject = f"account {owner.pk}"
    if carries_on(WRITE_PASSWORDS, subject):
        return True
    issue.make_slice(owner=owner)
    progress = issue.progress(owner)
    if progress is None or progress.is_complete or not is_worked():
        return False
    title = f"Nouveaux mots de passe de {count(progress.total, 'personne', 'personnes')}"
    ask(kind=WRITE_PASSWORDS, owner=owner, title=title, asked={}, subject=subject, total=progress.total)
    return True


def _write_passwords(work: Work) -> Outcome:
    """Slice after slice, each in its own transaction: begun again, it goes on with those that wait."""
    while progress := issue.progress(work.owner):
        if progress.is_complete:
            return Outcome(_READY, reverse("imports:identities_issue"))
        work.progress(progress.done, progress.total)
        issue.make_slice(owner=work.owner)
    raise JobRefused(_GIVEN_UP)


WRITE_PASSWORDS = kinds.register(JobKind("imports.issue", 1, "imports.set_identities", _write_passwords))
