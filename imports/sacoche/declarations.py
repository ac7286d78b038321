"""How a table of the backup is declared: the names of its columns in their order, which each backup says for itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_COLUMN = re.compile(r" {2}`?(\w+)`? \w")
_NO_COLUMN = frozenset(["PRIMARY", "UNIQUE", "KEY", "FULLTEXT", "SPATIAL", "INDEX", "CONSTRAINT", "FOREIGN", "CHECK"])
_ENGINE = re.compile(r"^\) ENGINE=(\w+)")
_NEXT_NUMBER = re.compile(r" AUTO_INCREMENT=(\d+)")


@dataclass(frozen=True)
class Declaration:
    """The columns of a table, in the order of its rows; `next_number` is what its next row would have been numbered."""

    columns: tuple[str, ...]
    engine: str = ""
    next_number: int = 0


def read_declaration(lines: Iterable[str]) -> Declaration:
    """What the lines of a CREATE TABLE say, its first one left out.

    The form depends on the database server of the school: only names, engine and numbering are the same on all.
    """
    columns: list[str] = []
    engine, next_number = "", 0
    for line in lines:
        if (column := _COLUMN.match(line)) and column[1] not in _NO_COLUMN:
            columns.append(column[1])
        elif ending := _ENGINE.match(line):
            engine = ending[1]
            numbered = _NEXT_NUMBER.search(line)
            next_number = int(numbered[1]) if numbered else 0
    return Declaration(tuple(columns), engine, next_number)
