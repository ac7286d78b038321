"""The log of the server: lines of text, or one JSON object a line (LOG_FORMAT=json) with the number of the request."""

import datetime
import json
import logging
import traceback
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ImproperlyConfigured

FORMATS = ("text", "json")
# One line for each request, with LOG_FORMAT=json.
ACCESS = "sacoche.requests"
request_number: ContextVar[str] = ContextVar("request_number", default="")


class OneObject(logging.Formatter):
    """A line that a machine reads. Of an error it keeps where it was, never its words: they may name somebody."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := request_number.get():
            told["request"] = number
        told |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            # What a database calls it, by a number.
            told["sqlstate"] = getattr(record.exc_info[1].__cause__, "sqlstate", None) if record.exc_info[1] else None
            told["where"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(told, ensure_ascii=False)


def logging_settings(shape: str, *, hidden: str) -> dict[str, Any]:
    """LOGGING for LOG_FORMAT; `hidden`: what of an address is never written. Raises ImproperlyConfigured, in words."""
    if shape not in FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT : « {shape} » n'est ni « text » ni « json ».")
    handler: dict[str, Any] = {"class": "logging.StreamHandler", "filters": ["one_line", "hiding"]}
    made: dict[str, Any] = {
        "version": 1,
        "disable_existing_loggers": False,
        # Django names the address of what it refuses: some hold a link that still serves, or an e-mail address.
        "filters": {
            "one_line": {"()": "sacoche.kit.logs.OneLine"},
            "hiding": {"()": "sacoche.kit.logs.Hiding", "pattern": hidden},
        },
        "handlers": {"console": handler},
        "root": {"handlers": ["console"], "level": "WARNING"},
    }
    if shape == "json":
        made["formatters"] = {"json": {"()": "sacoche.kit.watching.lines.OneObject"}}
        handler["formatter"] = "json"
        made["loggers"] = {ACCESS: {"level": "INFO"}}
    return made
