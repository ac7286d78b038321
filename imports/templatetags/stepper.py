"""The titles of the steps, as the list at the top of every page of the wizard writes them."""

from django import template
from django.utils.safestring import SafeString

from sacoche.kit.markup import write_rows

register = template.Library()

_TITLE = '{name} <span class="step-detail">({detail}</span>'


@register.filter
def step_title(title: str) -> SafeString | str:
    """« Étape 3 - Classes (ajouts / …) », what is in brackets set apart: seven such titles must fit on a line."""
    name, bracket, detail = title.partition(" (")
    return write_rows(_TITLE, [{"name": name, "detail": detail}]) if bracket else title
