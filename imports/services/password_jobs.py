"""Passwords made by a worker when there are too many for one page: the page that asked may be closed."""

from uuid import UUID

from django.urls import reverse

from accounts.models import Account
from documents.jobs import sliced
from documents.jobs.kinds import JobKind, JobRefused, Outcome, Work, kinds
from imports.models import ImportRun
from imports.services import RunGone, identifiers
from imports.services.identifiers import NotTheMaker
from sacoche.kit.slices import Progress
from sacoche.kit.text import count

READY = "Les mots de passe sont prêts : enregistrez ou imprimez les étiquettes."


def go_on(*, run: ImportRun, actor: Account) -> bool:
    """Make passwords for under a second, unless a worker does; whether one does, or has been asked to.

    Raises NotTheMaker, RunGone, TooManyJobs.
    """
    return sliced.go_on(
        kind=MAKE_PASSWORDS,
        owner=actor,
        subject=f"import {run.key}",
        asked={"run": str(run.uuid)},
        title=lambda total: f"Mots de passe de {count(total, 'utilisateur', 'utilisateurs')}",
        make_slice=lambda: identifiers.make_slice(run=run, actor=actor),
    )


def _make_passwords(work: Work) -> Outcome:
    """Slice after slice, each in its own transaction: begun again, it goes on with those that wait."""
    uuid = UUID(work.asked["run"])
    while True:
        progress = _slice(work, uuid)
        if progress.is_complete:
            return Outcome(READY, reverse("imports:identifiers", args=[uuid]))


def _slice(work: Work, uuid: UUID) -> Progress:
    run = ImportRun.objects.filter(uuid=uuid).first()
    if run is None:
        raise JobRefused("Cet import n'existe plus.")
    if run.holder_id != work.owner.pk:
        raise JobRefused(f"{run.holder_label} a repris cet import : les mots de passe qui restent sont à sa main.")
    run.school = work.school
    try:
        before = identifiers.progress(run)
        # Stopped or cancelled: nothing more is made.
        work.progress(before.done, before.total)
        return identifiers.make_slice(run=run, actor=work.owner)
    except RunGone:
        raise JobRefused("L'import a pris fin avant ces mots de passe : le prochain import les donnera.") from None
    except NotTheMaker:
        raise JobRefused("Un autre administrateur a demandé ces mots de passe : lui seul peut les lire.") from None


MAKE_PASSWORDS = kinds.register(JobKind("imports.passwords", 1, "imports.run", _make_passwords))
