"""The two ways in which SACoche wrote rows: that of 2012 quotes everything, that of 2017 leaves numbers bare.

Both are read as text; a NULL and an empty text are one thing, nothing: 2012 wrote them alike.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

Row = tuple[str, ...]

# Possessive, so that a line of a hundred megabytes is read in one way or refused at once.
_VALUE = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|NULL|-?\d++'
_ROW_OF_2017 = re.compile(rf"\((?:{_VALUE})(?:,(?:{_VALUE}))*+\)", re.DOTALL)
_VALUE_OF_2017 = re.compile(_VALUE, re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# What MySQL writes of signs that it does not leave as they are.
_ESCAPED = {"0": "\0", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
# A quote that no backslash escapes, or that a value ending in a backslash comes before.
_BETWEEN, _BETWEEN_UNESCAPED = '","', re.compile(r'(?<!\\)","')
_UNESCAPED = re.compile(r'(?<!\\)"')
_BARE = re.compile(r"[(,](?:NULL|-?\d+)[,)]")


@dataclass(frozen=True)
class Writing:
    """A way to write rows. `read` gives the values of a row, or nothing when it does not have so many."""

    year: int
    opening: str
    read: Callable[[str, int], Row | None]


def _read_2012(row: str, count: int) -> Row | None:
    r"""The values between `("` and `")`. Backslashes are not escaped, so that a value that ends with one looks open.

    First cut where no backslash comes before the quote; if values are missing, one of them ends with a backslash: cut
    at every `","`, which is right unless a value holds these three signs too.
    """
    if not (row.startswith('("') and row.endswith('")') and len(row) >= 4):
        return None
    inner = row[2:-2]
    if "\\" not in row and len(plain := tuple(inner.split(_BETWEEN))) == count:
        return plain if row.count('"') == 2 * count else None
    for values in (_BETWEEN_UNESCAPED.split(inner), inner.split(_BETWEEN)):
        if len(values) == count:
            return None if any(map(_UNESCAPED.search, values)) else tuple(one.replace('\\"', '"') for one in values)
    return None


def _read_2017(row: str, count: int) -> Row | None:
    if not _ROW_OF_2017.fullmatch(row):
        return None
    values = tuple(map(_value_of_2017, _VALUE_OF_2017.findall(row)))
    return values if len(values) == count else None


def _value_of_2017(written: str) -> str:
    if written == "NULL":
        return ""
    if written[0] != '"':
        return written
    inner = written[1:-1]
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), inner) if "\\" in inner else inner


OF_2012 = Writing(2012, '("', _read_2012)
OF_2017 = Writing(2017, "(", _read_2017)


def writing_of(digits: int, first_row: str) -> Writing:
    """How rows are written in files whose names number their pieces with so many digits, from one row.

    One or three digits are older than April 2015. Later, what is bare tells: quoted alone, it is the older way.
    """
    return OF_2017 if digits >= 4 and _BARE.search(first_row) else OF_2012
