"""Reading does not write: what a GET may not do, and the one way to do it where a protocol leaves no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_WRITES = ("INSERT", "UPDATE", "DELETE")
_is_allowed: ContextVar[bool] = ContextVar("get_may_write", default=False)


class ReadThatWrites(Exception):
    """A GET was about to write in the database."""


@contextmanager
def get_that_writes() -> Iterator[None]:
    """Inside, a GET may write: a sign-in server gives its ticket in the address of a GET, and nowhere else."""
    token = _is_allowed.set(True)
    try:
        yield
    finally:
        _is_allowed.reset(token)


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """For `connection.execute_wrapper`: what writes raises, but for sessions."""
    if sql.lstrip().upper().startswith(_WRITES) and "django_session" not in sql and not _is_allowed.get():
        raise ReadThatWrites(sql[:200])
    return execute(sql, params, many, context)
