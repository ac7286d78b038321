"""The marks of pupils who are no longer in an évaluation: they left, changed class, or were taken out."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Account
from accounts.present import is_present
from evaluations.models import Evaluation, Mark
from evaluations.paper.sheet import sigles_of
from evaluations.queries.items import EvaluatedItem
from evaluations.queries.pupils import pupils_of_evaluation
from evaluations.scale.whole import Scale
from sacoche.kit.clock import today


@dataclass(frozen=True)
class GonePupil:
    """One of them: why he is no longer there, and the sigle of each item, empty without a mark."""

    name: str
    why: str
    sigles: Sequence[str]


def marks_of_gone(evaluation: Evaluation, items: Sequence[EvaluatedItem], scale: Scale) -> list[GonePupil]:
    """Those who have marks here, in the order of the évaluation."""
    gone = pupils_of_evaluation(evaluation).gone
    if not gone:
        return []
    sigles = sigles_of(scale)
    marks = Mark.objects.filter(evaluation=evaluation, pupil__in=gone).values_list("pupil_id", "item_id", "code")
    codes = {(pupil, item): code for pupil, item, code in marks}
    return [
        GonePupil(pupil.full_name, _why(pupil), [sigles.get(codes.get((pupil.pk, item.id), ""), "") for item in items])
        for pupil in gone
    ]


def _why(pupil: Account) -> str:
    if pupil.left_on and not is_present(pupil.left_on, today()):
        return f"sorti le {pupil.left_on:%d/%m/%Y}"
    return "n'est plus dans le groupe évalué"
