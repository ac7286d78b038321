"""Whose an évaluation is, and what each may do with it."""

from django.db.models import Q

from accounts.models import Account
from accounts.queries import classes_open_to, groups_open_to
from evaluations.models import Evaluation, EvaluationQuerySet, Level, Share
from evaluations.rights import EVALUATE


def evaluations_of(account: Account) -> EvaluationQuerySet:
    """Those that the account made, and those that colleagues share with it."""
    shared = Share.objects.filter(colleague=account).values("evaluation")
    found: EvaluationQuerySet = Evaluation.objects.live().filter(Q(owner=account) | Q(pk__in=shared))
    return found


def level_of(account: Account, evaluation: Evaluation) -> Level | None:
    """What the account may do with an évaluation; None when it is neither its own nor shared with it.

    Who no longer has the class or the group of his own évaluation reads it, and changes nothing of it.
    """
    if evaluation.owner_id == account.pk:
        return Level.OWNER if _still_has(account, evaluation) else Level.SEE
    share = Share.objects.filter(evaluation=evaluation, colleague=account).first()
    return Level(share.level) if share else None


def _still_has(account: Account, evaluation: Evaluation) -> bool:
    if evaluation.school_class_id:
        return classes_open_to(account, EVALUATE).filter(pk=evaluation.school_class_id).exists()
    if evaluation.group_id:
        return groups_open_to(account, EVALUATE).filter(pk=evaluation.group_id).exists()
    return True


def why_not(account: Account, evaluation: Evaluation, present: Level | None) -> str:
    """The sentence that refuses something to who has the level `present`."""
    if present is not None and evaluation.owner_id == account.pk:
        return (
            "La classe ou le groupe de cette évaluation n'est plus un des vôtres : vous pouvez la voir et la dupliquer."
        )
    owner = evaluation.owner_label or "une personne dont le compte n'existe plus"
    if present is None:
        return f"Cette évaluation est celle de {owner}, qui ne la partage pas avec vous."
    return f"Cette évaluation est celle de {owner} : {_ALLOWED[present]}."


_ALLOWED = {
    Level.SEE: "vous pouvez la voir et la dupliquer",
    Level.ENTER: "vous pouvez y saisir des résultats",
    Level.CHANGE: "vous pouvez la modifier, pas la supprimer, la partager ni la dire terminée",
}
