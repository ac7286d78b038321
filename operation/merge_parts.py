"""What this room holds about accounts, for a merge."""

from accounts.merging.merge import hold
from operation.models import Erasure, YearChange

hold(YearChange, "actor")
hold(Erasure, "account")
