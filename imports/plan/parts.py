"""A space of several schools (cité scolaire): the file of one says nothing of the others."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """What a file may find absent. `uai`: that of the file; `main`: that of the space; `known`: those that accounts and
    classes came with. What is empty is not known.
    """

    uai: str = ""
    main: str = ""
    known: Collection[str] = frozenset()

    def holds(self, uai: str) -> bool:
        """Whether what came with this UAI may go, since the file does not have it."""
        return not self.uai or not uai or uai == self.uai

    def is_sure(self, uai: str) -> bool:
        """Whether its absence says that it is gone: not when it may be of another part."""
        if self.uai and uai:
            return uai == self.uai
        if self.uai:
            return self.uai == (self.main or self.uai) and not self._others
        return not self._others

    @property
    def _others(self) -> Collection[str]:
        """The UAI that are not that of the file; without one in the file, those that are not that of the space."""
        mine = self.uai or self.main or next(iter(sorted(self.known)), "")
        return {uai for uai in self.known if uai != mine}


WHOLE = Part()
# Of a member of staff or a guardian whom the files of several schools name: none of them says alone that he is gone.
SEVERAL = "*"


def uai_after(known: str, of_file: str, *, may_be_of_several: bool) -> str:
    """What an account remembers once the file of a school (`of_file`) names it."""
    is_of_another = known not in ("", of_file)
    return SEVERAL if may_be_of_several and is_of_another else of_file
