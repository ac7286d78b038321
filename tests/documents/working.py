"""A worker beside a test: what waits is done, as `manage.py worker` does it."""

from documents.jobs.beating import say_that_it_works
from documents.jobs.queue import Worker


def a_worker_is_there() -> None:
    """Pages then leave long work to it."""
    say_that_it_works("w")


def work_off() -> int:
    """Do all that waits in the queue; how many rows of it."""
    return Worker().work_off()
