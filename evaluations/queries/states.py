"""Where a pupil stands on an item, as it is and as a code that is typed would make it."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.models import Evaluation, Mark, SelfMark
from evaluations.scale.whole import Scale
from evaluations.scoring.explain import Explanation, explain
from referentiels.models import Item
from sacoche.kit.clock import today


@dataclass(frozen=True)
class Standing:
    """The state with what is saved (`now`), and with what is typed (`then`); `hidden` évaluations are not yet seen by
    families."""

    now: Explanation
    then: Explanation
    is_saved: bool
    hidden: int
    # The code that the pupil gave himself, which counts for nothing.
    own: str = ""


def standing_of(evaluation: Evaluation, *, pupil_id: int, item: Item, code: str, scale: Scale) -> Standing:
    """Of a pupil on an item, whose cell in this évaluation would hold `code`; three queries, the item apart."""
    marks = Mark.objects.filter(pupil=pupil_id, item=item).order_by("given_on", "evaluation_id")
    rows = list(marks.values_list("evaluation_id", "given_on", "visible_on", "code"))
    stored = next((row[3] for row in rows if row[0] == evaluation.pk), "")
    others = [(given, key, each) for key, given, _seen, each in rows if key != evaluation.pk]
    typed = sorted([*others, (evaluation.given_on, evaluation.pk, code)])
    values, today_ = scale.values, today()
    own = (
        SelfMark.objects.filter(evaluation=evaluation, pupil=pupil_id, item=item).values_list("code", flat=True).first()
    )
    return Standing(
        now=_explained([each for *_, each in rows], item, scale),
        then=_explained([each for *_, each in typed], item, scale),
        is_saved=stored == code,
        hidden=len({key for key, _given, seen, each in rows if seen > today_ and each in values}),
        own=own.code if own else "",
    )


def _explained(codes: Sequence[str], item: Item, scale: Scale) -> Explanation:
    """By the calculation of its référentiel; a code without a value counts for nothing."""
    referentiel, values = item.theme.domaine.referentiel, scale.values
    counted = [values[code] for code in codes if code in values]
    return explain(counted, referentiel.method, referentiel.limit, scale.states)
