"""manage.py worker: does the work that outlives a page, and sends the mails. As many of them as one likes."""

import gc
import io
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.mail import start_sending
from documents.jobs.beating import SECONDS, say_that_it_ends, say_that_it_works
from documents.jobs.queue import Worker, in_thread
from sacoche.kit.clock import follow_database


class Command(BaseCommand):
    help = "Fait les travaux demandés par les pages (exports, mots de passe…) et envoie les courriels, jusqu'à l'arrêt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--parent", type=int, default=0, metavar="PID", help="s'arrête quand ce processus n'existe plus"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("storage", stdout=io.StringIO())
        follow_database()
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
