"""How long things are kept, for the notice on personal data."""

from django import template

from sacoche.kit import installation

register = template.Library()


@register.simple_tag
def journal_days() -> int:
    """Days for which a line of the journal is kept."""
    return installation.journal_days()
