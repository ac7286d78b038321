"""manage.py purge: what time must do. To be run by cron every ten minutes."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.factor.browsers import forget_old_browsers
from accounts.mail import forget_old_mails
from accounts.notices.mailing import queue_notice_mails
from accounts.safety.open_sessions import forget_closed_sessions
from accounts.safety.throttle import forget_old_failures
from documents.archives.links import forget_old_links
from documents.archives.services import forget_orphan_archives
from documents.making import purge_generated_files
from entrance.outside.contact import forget_old_requests
from entrance.spaces.asking import forget_old_space_requests
from evaluations.services.files import forget_orphan_files
from exports.importing import purge_received_files
from imports.sacoche.moves import purge_moves
from imports.services import purge_expired
from operation.backups.putting_back import purge_restorations
from operation.console.journal import forget_old_entries
from operation.console.services.figures import count_due_schools
from operation.leaving.services import delete_those_that_left
from referentiels.services.files import forget_orphans
from sacoche.kit.parts.kept import kinds
from sacoche.kit.private import sweep_temporary_files
from sacoche.kit.tenancy import all_schools
from sacoche.kit.text import count


class Command(BaseCommand):
    help = (
        "Efface ce qui a fait son temps : imports abandonnés, fichiers générés, sessions closes, anciens blocages, "
        "vieilles lignes du journal."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui a fait son temps, genre par genre, et n'efface rien"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write("\n".join(told(numbers_due())))
            return
        numbers = {kept.label: kept.erase() for kept in kinds}
        counts = (
            count(purge_expired(), "import expiré", "imports expirés"),
            count(purge_generated_files(), "fichier effacé", "fichiers effacés"),
            count(forget_old_failures(), "blocage oublié", "blocages oubliés"),
            count(sum(numbers.values()), "autre ligne effacée", "autres lignes effacées"),
        )
        purge_received_files()
        purge_moves()
        purge_restorations()
        delete_those_that_left()
        sweep_temporary_files()
        call_command("clearsessions")
        forget_closed_sessions()
        forget_old_browsers()
        forget_old_mails()
        queue_notice_mails()
        forget_old_requests()
        forget_old_space_requests()
        forget_orphans()
        forget_orphan_files()
        count_due_schools()
        forget_old_entries()
        forget_orphan_archives()
        forget_old_links()
        if options["verbosity"]:
            self.stdout.write("\n".join([*told(numbers), ", ".join(counts)]))


def numbers_due() -> dict[str, int]:
    """How many things of each kind have had their time, in all the schools of this server."""
    with all_schools():
        return {kept.label: kept.due().count() for kept in kinds}


def told(numbers: Mapping[str, int]) -> list[str]:
    """« commentaires parlés : 14 », kind by kind."""
    return [f"{label} : {number}" for label, number in numbers.items()]
