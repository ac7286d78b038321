"""What is wrong in a file, said by line."""

from dataclasses import dataclass

from referentiels.tree import Tree


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the line of the file, and a French sentence."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Ligne {self.line} : {self.message}"


class BadTree(ValueError):
    """The file is not a référentiel, or not a whole one; the message says in French what it is, and what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its tree, without the lines that have a fault."""

    tree: Tree
    faults: tuple[Fault, ...]
    # What stands at the root: « matiere », « niveau » and what else its format keeps there.
    about: dict[str, str]
    # Values that its format or its columns have no place for (« item.comment »): what it says of them says nothing.
    silent: frozenset[str] = frozenset()
