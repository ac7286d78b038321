"""Columns read by the thousand."""

from django.db.models import CharField
from django.db.models.functions import Cast


def as_text(column: str) -> Cast:
    """A date (2014-06-15), or JSON, as the database writes it: 130,000 objects would double the time of reading."""
    return Cast(column, CharField())
