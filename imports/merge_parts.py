"""What imports hold about accounts, for a merge."""

from accounts.merging.merge import hold
from imports.models import ImportLine, ImportRun, MoveIn

hold(ImportRun, "holder", "credentials_by")
hold(ImportLine, "account")
hold(MoveIn, "holder")
