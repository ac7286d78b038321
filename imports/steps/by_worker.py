"""A review of thousands of lines, written by a worker: the page that validated it shows how far it is, and may be left.

What the worker does is what the page would have done: the same answer, the same single transaction.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.models import Account
from documents.jobs.asking import TooManyJobs, ask, is_worked, under_way
from documents.jobs.kinds import Asked, JobKind, JobRefused, Outcome, Work, kinds
from documents.models import Job
from imports import services
from imports.models import ImportLine, ImportRun, LineKind
from imports.review.answers import IncompleteForms, ReviewAnswer, StalePlan
from imports.review.wording import summary_sentences
from imports.services import RunGone
from imports.steps import steps
from imports.steps.base import ReviewStep, Step
from sacoche.kit.text import count

# Up to that many lines of the file, the page does it at once.
AT_ONCE = 2_000
_STALE = "L'établissement a changé depuis que cette étape a été validée : rien n'a été écrit. Vérifiez-la de nouveau."
_GONE = "Cet import a pris fin avant cette étape, dont rien n'a été écrit."


def leave_to_worker(*, run: ImportRun, step: Step, actor: Account, data: Any) -> Job | None:
    """The job that writes the review sent, None when the page does it itself: it is short, or nobody else would.

    What is wrong with the answer is said before, on the page that it comes from. Raises StalePlan, IncompleteForms.
    """
    if not isinstance(step, ReviewStep) or not step.may_be_long or run.has_done(step.code):
        return None
    return leave_answer_to_worker(run=run, step=step, actor=actor, answer=step.read(data))


def leave_answer_to_worker(*, run: ImportRun, step: ReviewStep, actor: Account, answer: ReviewAnswer) -> Job | None:
    """The same, once the form is read."""
    lines = ImportLine.objects.filter(run=run, kind=LineKind.USER).count()
    if lines <= AT_ONCE or not is_worked():
        return None
    step.check(run, answer)
    try:
        return ask(
            kind=APPLY,
            owner=actor,
            title=f"{step.title.partition(' (')[0]} d'un import de {count(lines, 'ligne', 'lignes')}",
            asked={"run": str(run.uuid), "step": step.code, "answer": _written_down(answer)},
            subject=_subject(run, step, actor),
            address=reverse("imports:step", args=[run.uuid, step.code]),
        )
    except TooManyJobs:
        return None


def worker_at(*, run: ImportRun, step: Step, actor: Account) -> Job | None:
    """The job that writes this step for this person, while it goes on."""
    if not isinstance(step, ReviewStep) or not step.may_be_long or run.has_done(step.code):
        return None
    return under_way(APPLY, _subject(run, step, actor))


def _subject(run: ImportRun, step: Step, actor: Account) -> str:
    """Whoever takes the import over validates the step himself: the job of the former holder then refuses."""
    return f"import {run.key} {step.code} {actor.pk}"


def _written_down(answer: ReviewAnswer) -> Asked:
    """The answer alone: the form may also have brought a password, asked for to know who is there."""
    return {
        "fingerprint": answer.fingerprint,
        "ticked": sorted(answer.ticked),
        "separated": sorted(answer.separated),
        "read": dict(answer.read),
    }


def _read_back(asked: Asked) -> ReviewAnswer:
    ticked, separated = frozenset(asked["ticked"]), frozenset(asked["separated"])
    return ReviewAnswer(asked["fingerprint"], ticked, separated, asked["read"])


def _apply(work: Work) -> Outcome:
    """One transaction, which also ends the job: killed before its end, nothing is written and it is begun again."""
    work.progress(0, 0)
    try:
        with transaction.atomic():
            work.hold()
            outcome = _outcome(work)
            work.conclude(outcome)
            return outcome
    except (StalePlan, IncompleteForms):
        raise JobRefused(_STALE) from None
    except RunGone:
        raise JobRefused(_GONE) from None


def _outcome(work: Work) -> Outcome:
    run = ImportRun.objects.filter(uuid=UUID(work.asked["run"])).first()
    if run is None:
        raise RunGone
    run.school = work.school
    run = services.locked(run)
    if run.holder_id != work.owner.pk:
        raise JobRefused(f"{run.holder_label} a repris cet import : cette étape est à valider de sa main.")
    step = steps.get(work.asked["step"])
    assert isinstance(step, ReviewStep)
    before = frozenset(run.summary)
    step.apply(run, work.owner, _read_back(work.asked["answer"]))
    run.refresh_from_db()
    written = {name: told for name, told in run.summary.items() if name not in before}
    return Outcome(" ".join(summary_sentences(written)), reverse("imports:step", args=[run.uuid, step.code]))


APPLY = kinds.register(JobKind("imports.apply", 1, "imports.run", _apply))
