"""Columns read by the thousand."""

from django.db.models import CharField
from django.db.models.functions import Cast


def as_text(column: str) -> Cast:
    """A date as the database writes it (2014-06-15): turning each of 130,000 into an object doubles their reading."""
    return Cast(column, CharField())
