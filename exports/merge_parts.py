"""What exports hold about accounts, for a merge."""

from accounts.merging.merge import hold
from exports.models import GeneratedFile

hold(GeneratedFile, "maker")
