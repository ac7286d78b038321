"""What imports hold about accounts, for a merge."""

from accounts.merging.merge import Merge, hold
from imports.models import ImportLine, ImportRun, MoveIn, ReceivedResult

hold(ImportRun, "holder", "credentials_by")
hold(ImportLine, "account")
hold(MoveIn, "holder")


def _move_received(merge: Merge) -> None:
    """A result is received once: that of the kept account stays."""
    held = ReceivedResult.objects.filter(pupil=merge.kept).values("digest")
    ReceivedResult.objects.filter(pupil=merge.other, digest__in=held).delete()
    ReceivedResult.objects.filter(pupil=merge.other).update(pupil=merge.kept)


hold(ReceivedResult, "pupil", move=_move_received, label="résultats reçus d'un autre établissement")
