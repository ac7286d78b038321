"""The statements of one file of a backup: a declaration, then rows. Anything else is refused; nothing is executed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from imports.sacoche.declarations import Declaration, read_declaration
from imports.sacoche.faults import cut_short, not_data
from imports.sacoche.writings import Row, Writing, writing_of

# A row whose values hold what looks like the end of a row is put together again from so many pieces.
_MOST_PIECES = 20
_STATEMENT = re.compile(
    r"^\s*(?:ALTER|BEGIN|CALL|COMMIT|CREATE|DELETE|DO|DROP|EXEC\w*|GRANT|HANDLER|INSERT|LOAD|LOCK|REPLACE|SELECT|SET"
    r"|TRUNCATE|UNLOCK|UPDATE|USE)\s|^\s*/\*",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Unread:
    """A row that has not as many values as its table has columns, as it stands in the file."""

    file: str
    text: str


class Piece:
    """One file of a table, read line by line; `table` is its whole name, `digits` those of the number of the file.

    `lines` keep their ends. Raises NotABackup, at once or while rows are read.
    """

    def __init__(self, *, name: str, table: str, digits: int, lines: Iterator[str]) -> None:
        self._name, self._digits, self._lines = name, digits, lines
        self._keys = re.compile(rf"ALTER TABLE `?{table}`? (?:DIS|EN)ABLE KEYS;")
        self._drop = re.compile(rf"DROP TABLE IF EXISTS `?{table}`?;")
        self._create = re.compile(rf"CREATE TABLE `?{table}`? \(")
        self._insert = re.compile(rf"INSERT INTO `?{table}`? VALUES")
        self.declaration: Declaration | None = None
        self._has_rows = self._read_head()

    def _read_head(self) -> bool:
        """Read up to the first row; whether there is one."""
        for line in self._lines:
            text = line.strip()
            if self._insert.fullmatch(text):
                return True
            if self._create.fullmatch(text) and self.declaration is None:
                self.declaration = read_declaration(self._until_the_end_of_a_declaration())
            elif text and not self._keys.fullmatch(text) and not self._drop.fullmatch(text):
                raise not_data(self._name, text)
        return False

    def _until_the_end_of_a_declaration(self) -> Iterator[str]:
        for line in self._lines:
            yield line
            if line.startswith(")"):
                if not line.rstrip().endswith(";"):
                    raise not_data(self._name, line)
                return
        raise cut_short(self._name)

    def rows(self, count: int) -> Iterator[Row | Unread]:
        """The rows in the order of the file, of `count` values each; those that have not so many come out unread."""
        if not self._has_rows:
            return
        writing: Writing | None = None
        waiting: list[str] = []
        for piece in self._pieces():
            waiting.append(piece)
            writing = writing or writing_of(self._digits, piece)
            while waiting and (found := self._first_row(waiting, writing, count)):
                yield found
        while waiting and writing:
            yield self._first_row(waiting, writing, count) or self._unread(waiting)

    def _first_row(self, waiting: list[str], writing: Writing, count: int) -> Row | Unread | None:
        """Take off `waiting` the pieces of its first row; None while more of them may be needed."""
        row = writing.read(waiting[0], count)
        if row:
            del waiting[0]
            return row
        for taken in range(2, len(waiting) + 1):
            if row := writing.read(",\r\n".join(waiting[:taken]), count):
                del waiting[:taken]
                return row
        return self._unread(waiting) if len(waiting) >= _MOST_PIECES else None

    def _unread(self, waiting: list[str]) -> Unread:
        text = waiting.pop(0)
        self._refuse_statements(text)
        return Unread(self._name, text)

    def _refuse_statements(self, text: str) -> None:
        """Refuse what is no row when one of its lines begins as an order to a database does."""
        if found := _STATEMENT.search(text):
            raise not_data(self._name, text[found.start() :].strip().splitlines()[0])

    def _pieces(self) -> Iterator[str]:
        """What stands between one `),` at the end of a line with `(` at the start of the next, and the following.

        Ends with the `);` that only the keys of the table may follow. Lines in between may be those of a long text.
        """
        lines: list[str] = []
        for line, following in _with_following(self._lines):
            lines.append(line)
            if line.endswith("),\r\n") and following.startswith("("):
                yield "".join(lines)[: -len(",\r\n")]
                lines.clear()
            elif line.rstrip().endswith(");") and (not following.strip() or self._keys.fullmatch(following.strip())):
                yield "".join(lines).rstrip().removesuffix(";")
                self._nothing_more()
                return
        self._refuse_statements("".join(lines))
        raise cut_short(self._name)

    def _nothing_more(self) -> None:
        """Refuse what would come after the rows."""
        for line in self._lines:
            if line.strip() and not self._keys.fullmatch(line.strip()):
                raise not_data(self._name, line)


def _with_following(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Each line with the one that follows it, « » after the last."""
    current = next(lines, None)
    while current is not None:
        following = next(lines, None)
        yield current, following or ""
        current = following
