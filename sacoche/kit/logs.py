"""What never goes to the log of the server, whoever writes the line, and what takes one line of it."""

import logging
import re
from collections.abc import Iterator

from django.db import InterfaceError, InternalError, OperationalError


class Hiding(logging.Filter):
    """Replaces what `pattern` finds in a line by « … »; a group of it, when it has one, is kept before."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = re.compile(pattern)

    def filter(self, record: logging.LogRecord) -> bool:
        said = _said(record)
        shown = self._pattern.sub(self._hidden, said)
        if shown != said:
            record.msg, record.args = shown, ()
        return True

    def _hidden(self, found: re.Match[str]) -> str:
        kept = found.group(1) if self._pattern.groups else None
        return f"{kept or ''}…"


class OneLine(logging.Filter):
    """Keeps to one line what is no fault of the program: a refusal (4xx), a database that does not answer.

    A refusal was decided and told; where in the program tells nothing, and what it held at the time may name people.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if is_out_of_reach(error):
            record.msg, record.args = f"{_said(record)} (database out of reach: {_first_line(error)})", ()
            record.exc_info = record.exc_text = None
        elif 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True


def is_out_of_reach(error: BaseException | None) -> bool:
    """Whether this, or what it was raised from, says that no database answers: stopped, restarting, cut off.

    An error that a database answered (a table that is missing, a lock waited for too long) is none.
    """
    return any(map(_says_out_of_reach, _causes(error)))


def _says_out_of_reach(error: BaseException) -> bool:
    if isinstance(error, InterfaceError):
        return True
    if isinstance(error, InternalError):
        # A machine that no longer takes writes (25006), since another one has taken its place; a connection that lost
        # its transaction on the way (class 25).
        return str(getattr(error.__cause__, "sqlstate", "")).startswith("25")
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if name := getattr(cause, "sqlite_errorname", ""):
        return bool(name.startswith(("SQLITE_CANTOPEN", "SQLITE_IOERR")))
    # PostgreSQL: no answer at all, a connection that broke (class 08), a server that stops or starts (57P).
    state = getattr(cause, "sqlstate", None) or ""
    return not state or state.startswith(("08", "57P"))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).splitlines()), "")


def _said(record: logging.LogRecord) -> str:
    """The line; one that was badly asked for (« %d » of a word) is told as it is, never raised where it was written."""
    try:
        return record.getMessage()
    except Exception:  # whatever the arguments do
        record.msg, record.args = f"{record.msg} {record.args}", ()
        return str(record.msg)
