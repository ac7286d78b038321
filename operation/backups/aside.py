"""Saying how far a long reading is, to those who do not see what is inside its transaction."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from sacoche.kit.tenancy import school_scope
from schools.models import School

Progress = Callable[[int, int], None]


@contextmanager
def told_aside(school: School, progress: Progress) -> Iterator[Progress]:
    """`progress`, called through a connection of its own while this one reads at one moment; raises what it raises.

    Inside a transaction, which no other connection could see either, it is called as it is.
    """
    if connection.in_atomic_block:
        yield progress
        return

    def tell(done: int, total: int) -> None:
        with school_scope(school):
            progress(done, total)

    with ThreadPoolExecutor(1) as pool:
        try:
            yield lambda done, total: pool.submit(tell, done, total).result()
        finally:
            # That of the thread: the name is looked up there.
            pool.submit(lambda: connection.close()).result()
