"""What never goes to the log of the server, whoever writes the line."""

import logging
import re


class Hiding(logging.Filter):
    """Replaces what `pattern` finds in a line by « … »; a group of it, when it has one, is kept before."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = re.compile(pattern)

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        shown = self._pattern.sub(lambda found: f"{found.group(1)}…", said)
        if shown != said:
            record.msg, record.args = shown, ()
        return True
