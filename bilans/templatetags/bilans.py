"""Tags of the panel of a percentage, and of official documents."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString

from bilans.computing.figures import Share
from bilans.officiels.drawing import draw_mean, draw_text
from bilans.paper.charts import bar_svg
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


@register.filter
def place(school_class: int, period: int) -> str:
    """A cell of the board of statuses: « 12-3 »."""
    return f"{school_class}-{period}"


@register.simple_tag
def share_bar(scale: Scale, share: Share) -> SafeString:
    """The bar of a share in a narrow column, with the colours of the school."""
    return SafeString(bar_svg(share, scale, is_short=True))


# A text of an official document: {% text_field field "Ana ALPHA" %}; a mean: {% mean_field mean pupil matiere name %}.
register.simple_tag(draw_text, name="text_field")
register.simple_tag(draw_mean, name="mean_field")


@register.simple_tag
def querystring_of(**asked: Any) -> str:
    """What follows « ? » in an address."""
    return urlencode(asked)
