"""What this room holds about accounts, for a merge."""

from typing import Any

from accounts.merging.merge import Merge, hold
from documents.models import GeneratedFile, Job, SealedNote

hold(GeneratedFile, "owner")
hold(Job, "owner")


def _forget(merge: Merge) -> None:
    """What one account alone may read is not shown to another, were it of the same person: the day is soon over."""
    notes: Any = SealedNote.objects
    notes.filter(owner=merge.other).delete()


hold(SealedNote, "owner", move=_forget)
