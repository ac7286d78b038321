"""« Je ne comprends pas »: a question about a result, one answer, and no thread."""

from django.db import transaction

from accounts.models import Account
from evaluations.models import Evaluation, ResultQuestion
from evaluations.services.telling import tell_answered, tell_asked_about
from referentiels.models import Item
from sacoche.kit.clock import today
from sacoche.kit.journal import record


class RefusedQuestion(Exception):
    """Nothing was written; the message says why, in French."""


@transaction.atomic
def ask_about(*, pupil: Account, evaluation: Evaluation, item: Item, text: str) -> ResultQuestion:
    """Ask once about a result. Raises RefusedQuestion."""
    wanted = {"text": text, "asked_on": today()}
    made, is_new = ResultQuestion.objects.get_or_create(evaluation=evaluation, pupil=pupil, item=item, defaults=wanted)
    if not is_new:
        raise RefusedQuestion("Tu as déjà posé ta question sur ce résultat : une seule est permise.")
    told = {"title": evaluation.title, "day": f"{evaluation.given_on:%d/%m/%Y}"}
    tell_asked_about(evaluation, by=pupil)
    record("evaluations.ask_about", actor=pupil, school=pupil.school, **told)
    return made


@transaction.atomic
def answer_about(*, actor: Account, question: ResultQuestion, text: str) -> None:
    """Answer once. Raises RefusedQuestion."""
    waiting = ResultQuestion.objects.filter(pk=question.pk, answered_on=None)
    wanted = {"answer": text, "answered_by": actor.author_label, "answered_on": today()}
    if not waiting.update(**wanted):
        raise RefusedQuestion("Cette question a déjà sa réponse : il n'y en a qu'une.")
    evaluation = question.evaluation
    told = {"title": evaluation.title, "day": f"{evaluation.given_on:%d/%m/%Y}", "pupil": question.pupil.full_name}
    tell_answered(evaluation, question.pupil, by=actor)
    record("evaluations.answer_about", actor=actor, school=actor.school, **told)
