"""What référentiels hold about accounts, for a merge: who made each change."""

from accounts.merging.merge import hold
from referentiels.models import Change

hold(Change, "author")
