"""Tags of the panel of a percentage."""

from collections.abc import Mapping
from typing import Any

from django import template

from evaluations.scale.whole import Scale
from evaluations.scoring.states import State

register = template.Library()


@register.simple_tag
def rank_of(scale: Scale, state: State) -> int:
    """The rank of a state, which names its colour."""
    return next(rank for rank, one in enumerate(scale.states) if one == state)


@register.filter
def of(held: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key: {{ held|of:key }}."""
    return held[key]
