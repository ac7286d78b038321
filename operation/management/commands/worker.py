"""manage.py worker: does the work that outlives a page, and sends the mails. As many of them as one likes."""

import gc
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.mail import start_sending
from accounts.safety.server_key import claim
from documents.jobs.beating import SECONDS, say_that_it_ends, say_that_it_works
from documents.jobs.queue import Worker, in_thread
from documents.seat import take_seat
from sacoche.kit.clock import follow_database


class Command(BaseCommand):
    help = "Fait les travaux demandés par les pages (exports, mots de passe…) et envoie les courriels, jusqu'à l'arrêt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--parent", type=int, default=0, metavar="PID", help="s'arrête quand ce processus n'existe plus"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        _join_the_servers()
        worker = Worker(parent=options["parent"])
        say_that_it_works(worker.name)
        in_thread(lambda: say_that_it_works(worker.name), name="beat", seconds=SECONDS)
        if settings.MAIL_THREAD:
            start_sending()
        # What is loaded stays as long as the process does.
        gc.collect()
        gc.freeze()
        try:
            worker.run()
        finally:
            say_that_it_ends(worker.name)


def _join_the_servers() -> None:
    """The same clock, secret key and place of files as the servers. Raises CommandError, in words."""
    follow_database()
    try:
        claim()
        take_seat()
    except ImproperlyConfigured as refusal:
        raise CommandError(str(refusal)) from refusal
