"""WSGI entry point, mounted under the path of PUBLIC_URL."""

import gc
import logging
import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sacoche.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections
from django.urls import get_resolver

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def mounted(application: Wsgi, prefix: str) -> Wsgi:
    """Serve `application` under `prefix` ("" or "/sacoche"), whether or not the proxy in front keeps it in the path."""
    if not prefix:
        return application

    def mount(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(prefix + "/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        environ["SCRIPT_NAME"] = prefix
        return application(environ, start_response)

    return mount


def count_together() -> None:
    """Let the processes of this server add up what they count (sacoche.kit.watching), for whoever may read it."""
    if settings.METRICS_TOKEN:
        folder = settings.DATA_DIR / "metrics"
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))


def join_the_others() -> None:
    """One server among those of a database: the same clock, the same secret key and the same private storage, or a
    refusal in words.
    """
    # Nothing of the applications can be imported before they are loaded.
    from accounts.safety.server_key import claim
    from documents.seat import take_seat
    from sacoche.kit.clock import follow_database

    follow_database()
    try:
        claim()
        take_seat()
    except DatabaseError as error:
        # It will be there in a moment, or pages say so; what prepares the server has looked already.
        logging.getLogger(__name__).error("this server was not compared with the others of its database: %s", error)
    connections.close_all()


# The library looks for that folder when it is first imported.
count_together()
application = mounted(get_wsgi_application(), settings.PUBLIC_PREFIX)

# Pages and their forms are imported with the addresses: by each worker as it starts, not by its first visitor.
get_resolver().url_patterns  # noqa: B018 (read for its effect)
join_the_others()

# What a worker holds once it has started stays as long as it does: the garbage collector need not go through these
# 80,000 objects, 50 ms at a time, in the middle of an import. Nor need it come every 700 new objects: a page of a
# thousand pupils makes a hundred times as many, which nearly all go by themselves. What is held in a circle goes on the
# second or third pass: with more of them, a long import took 8 MB more.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 2)
