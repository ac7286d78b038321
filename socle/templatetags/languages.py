"""The foreign language of pupils."""

from django import template
from django.utils.safestring import SafeString

from grids.templatetags.grid import badge
from socle.models import Language
from socle.queries.grid import language_note

register = template.Library()


@register.simple_tag
def language_badge(language: Language | None) -> SafeString:
    """Three letters, and the whole name for who rests on them or does not see them."""
    return badge(*language_note(language))
