"""Comments, written and spoken, and the documents of an évaluation: each write in one transaction, with its line."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import Account
from evaluations.models import Document, Evaluation, EvaluationFile, PupilComment
from evaluations.services.marks import lock_evaluation
from evaluations.services.telling import tell_results
from sacoche.kit.journal import record


@dataclass(frozen=True)
class Said:
    """What somebody wants to say to a pupil; `seen` is what the page showed. `pupil` is 0 for the whole class."""

    pupil: int
    seen: str
    text: str

    @property
    def is_changed(self) -> bool:
        return self.text != self.seen


@dataclass
class CommentsSaved:
    """How many were written; `stale`, by pupil, are those that somebody changed meanwhile: what stands, and whose."""

    saved: int = 0
    stale: dict[int, tuple[str, str]] = field(default_factory=dict)


@transaction.atomic
def save_comments(*, actor: Account, pk: int, said: Sequence[Said]) -> CommentsSaved:
    """Write the comments that changed; one that a colleague changed meanwhile is left and told.

    Raises Evaluation.DoesNotExist.
    """
    evaluation = lock_evaluation(pk)
    present = {each.pupil_id: each for each in PupilComment.objects.filter(evaluation=evaluation)}
    outcome = CommentsSaved()
    for each in said:
        if not each.is_changed:
            continue
        if not each.pupil:
            _say_to_all(evaluation, each, outcome)
        else:
            _say(evaluation, each, present.get(each.pupil), actor, outcome)
    if outcome.saved:
        written = [each.pupil for each in said if each.pupil and each.is_changed and each.pupil not in outcome.stale]
        tell_results(evaluation, written, by=actor)
        record("evaluations.comment", actor=actor, school=evaluation.school, **_named(evaluation), count=outcome.saved)
    return outcome


def _say_to_all(evaluation: Evaluation, said: Said, outcome: CommentsSaved) -> None:
    if evaluation.general_comment not in (said.seen, said.text):
        outcome.stale[0] = (evaluation.general_comment, "")
        return
    if evaluation.general_comment != said.text:
        evaluation.general_comment = said.text
        evaluation.save(update_fields=["general_comment"])
        outcome.saved += 1


def _say(
    evaluation: Evaluation, said: Said, present: PupilComment | None, actor: Account, outcome: CommentsSaved
) -> None:
    stands = present.text if present else ""
    if stands == said.text:
        return
    if stands != said.seen:
        outcome.stale[said.pupil] = (stands, present.author_label if present else "")
        return
    wanted = {"text": said.text, "author_label": actor.author_label}
    PupilComment.objects.update_or_create(evaluation=evaluation, pupil_id=said.pupil, defaults=wanted)
    outcome.saved += 1


@transaction.atomic
def set_voice(*, actor: Account, pk: int, pupil: Account, voice: EvaluationFile | None, seconds: int = 0) -> None:
    """Give a pupil a spoken comment in the place of the last one; None takes it away. Raises DoesNotExist."""
    evaluation = lock_evaluation(pk)
    wanted = {"voice": voice, "voice_length": seconds if voice else 0, "author_label": actor.author_label}
    PupilComment.objects.update_or_create(evaluation=evaluation, pupil=pupil, defaults=wanted)
    if voice:
        tell_results(evaluation, [pupil.pk], by=actor)
    verb = "evaluations.speak" if voice else "evaluations.unspeak"
    record(verb, actor=actor, school=evaluation.school, **_named(evaluation), pupil=pupil.full_name)


@dataclass(frozen=True, kw_only=True)
class WantedDocument:
    """A document as somebody gives it: a file or a link."""

    kind: str
    pupil: Account | None = None
    file: EvaluationFile | None = None
    link: str = ""
    visible_on: datetime.date | None = None


@transaction.atomic
def set_document(*, actor: Account, pk: int, wanted: WantedDocument) -> Document:
    """Give a document in the place of that of the same kind for the same pupils. Raises Evaluation.DoesNotExist."""
    evaluation = lock_evaluation(pk)
    Document.objects.filter(evaluation=evaluation, kind=wanted.kind, pupil=wanted.pupil).delete()
    made: Document = Document.objects.create(
        evaluation=evaluation,
        kind=wanted.kind,
        pupil=wanted.pupil,
        file=wanted.file,
        link=wanted.link,
        visible_on=wanted.visible_on,
    )
    record("evaluations.give_document", actor=actor, school=evaluation.school, **_named(evaluation), document=str(made))
    return made


@transaction.atomic
def remove_document(*, actor: Account, document: Document) -> None:
    """Take a document away; its file is swept by the purge."""
    evaluation = lock_evaluation(document.evaluation_id)
    Document.objects.filter(pk=document.pk).delete()
    told = {"document": str(document)}
    record("evaluations.remove_document", actor=actor, school=evaluation.school, **_named(evaluation), **told)


def _named(evaluation: Evaluation) -> dict[str, str]:
    return {"title": evaluation.title, "day": f"{evaluation.given_on:%d/%m/%Y}"}
