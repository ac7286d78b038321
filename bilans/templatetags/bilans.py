"""Tags that draw results and where they come from."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from bilans.computing.inputs import Item
from evaluations.scale.codes import SPECIAL_CODES
from evaluations.scale.whole import Scale
from evaluations.scoring.series import Reason, Result
from evaluations.scoring.states import State
from evaluations.templatetags.scale import code_mark, special_mark

register = template.Library()

_REASONS = {
    Reason.SPECIAL: "ce code ne vaut rien",
    Reason.TOO_OLD: "trop ancien",
    Reason.BEYOND_LIMIT: "d'autres, plus récents, suffisent",
    Reason.AFTER_PERIOD: "donné après la période",
    Reason.NOT_YET_VISIBLE: "pas encore visible",
    Reason.NOTHING_IN_PERIOD: "rien d'autre dans la période",
}


@register.simple_tag
def rank_of(scale: Scale, state: State) -> int:
    """The rank of a state, which names its colour."""
    return next(rank for rank, one in enumerate(scale.states) if one == state)


@register.simple_tag
def result_mark(scale: Scale, result: Result) -> SafeString:
    """The code of a result, drawn as the school draws it."""
    for code in scale.codes:
        if str(code.number) == result.code:
            return code_mark(scale, code)
    for special in SPECIAL_CODES:
        if special.sigle == result.code:
            return special_mark(special)
    return SafeString("–")


@register.simple_tag
def reason_words(reason: Reason) -> str:
    """Why a result does not count."""
    return _REASONS[reason]


@register.simple_tag
def evidence(panel: Any, item: Item, result: Result) -> Any:
    """Where a result of a panel comes from."""
    return panel.evidence[item.key, result.evaluation]
