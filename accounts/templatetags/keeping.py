"""How long things are kept, for the notice on personal data."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def journal_days() -> int:
    """Days for which a line of the journal is kept."""
    return settings.JOURNAL_DAYS
