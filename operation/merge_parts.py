"""What this room holds about accounts, for a merge."""

from accounts.merging.merge import hold
from operation.models import YearChange

hold(YearChange, "actor")
