"""Tags that draw codes and states."""

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluations.paper.spread import Spread
from evaluations.paper.spread_bar import spread_bar as draw_spread
from evaluations.queries.items import EvaluatedItem
from evaluations.scale.codes import Code, SpecialCode
from evaluations.scale.given import code_given, words_of
from evaluations.scale.levels import Level
from evaluations.scale.symbols import code_mark as draw_code
from evaluations.scale.symbols import special_mark as draw_special
from evaluations.scale.symbols import state_mark as draw_state
from evaluations.scale.whole import Scale

register = template.Library()


@register.simple_tag
def code_mark(scale: Scale, code: Code) -> SafeString:
    """{% code_mark scale code %}: its image, with the drawing for print and for who does not see colours; or the
    drawing alone.
    """
    # What is written in a drawing is escaped there.
    drawn = SafeString(
        draw_code(
            code.sigle,
            code.legend,
            rank=scale.rank_of(code),
            count=len(scale.active),
            fill=scale.fill_of_code(code),
            symbols=scale.symbols,
        )
    )
    if not code.image:
        return drawn
    return format_html(
        '<img class="mark-image" src="{}" width="40" height="20" alt="{}, {}"><span class="mark-drawn">{}</span>',
        reverse("evaluations:image", args=[code.image]),
        code.sigle,
        code.legend,
        drawn,
    )


@register.simple_tag
def state_mark(scale: Scale, state: Level, score: int | None = None) -> SafeString:
    """{% state_mark scale state 56 %}: « VA 56 »; without a score, the sigle alone."""
    return SafeString(draw_state(state.sigle, state.legend, fill=scale.fill_of_state(state), score=score))


@register.simple_tag
def special_mark(special: SpecialCode) -> SafeString:
    """{% special_mark special %}: « AB », without a level's colour."""
    return SafeString(draw_special(special.sigle, special.legend, is_result=special.is_result))


@register.simple_tag
def given_mark(scale: Scale, code: str) -> SafeString:
    """{% given_mark scale "3" %}: the drawing of a code as a mark holds it; the number of one that the scale lost."""
    found = code_given(scale, code)
    if found is None:
        return SafeString(draw_special(code, words_of(scale, code), is_result=True))
    return special_mark(found) if isinstance(found, SpecialCode) else code_mark(scale, found)


@register.simple_tag
def code_words(scale: Scale, code: str) -> str:
    """{% code_words scale "3" %}: « satisfaisant »."""
    return words_of(scale, code)


@register.simple_tag
def item_about(items: Mapping[int, EvaluatedItem], pk: int) -> str:
    """{% item_about items 12 %}: what the heading of an item says besides its name: coefficient, socle, comment."""
    item = items[pk]
    said = [f"coefficient {item.coefficient}"]
    said += ["dans le socle"] if item.is_of_socle else []
    return " · ".join([*said, *([item.comment] if item.comment else [])])


@register.simple_tag
def spread_bar(scale: Scale, spread: Spread) -> SafeString:
    """{% spread_bar scale spread %}: the codes of an item, as wide as they are many."""
    return SafeString(draw_spread(spread, scale))
