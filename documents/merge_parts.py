"""What this room holds about accounts, for a merge."""

from accounts.merging.merge import hold
from documents.models import GeneratedFile, Job

hold(GeneratedFile, "owner")
hold(Job, "owner")
