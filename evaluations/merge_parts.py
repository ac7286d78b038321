"""What the scale holds about accounts, for a merge: who made each change."""

from accounts.merging.merge import hold
from evaluations.models import ScaleChange

hold(ScaleChange, "author")
