"""What never goes to the log of the server, whoever writes the line."""

import logging
import re


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


def _said(record: logging.LogRecord) -> str:
    """The line; one that was badly asked for (« %d » of a word) is told as it is, never raised where it was written."""
    try:
        return record.getMessage()
    except Exception:  # whatever the arguments do
        record.msg, record.args = f"{record.msg} {record.args}", ()
        return str(record.msg)
