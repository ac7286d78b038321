"""manage.py purge: what time must do. To be run by cron every ten minutes."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.factor.browsers import forget_old_browsers
from accounts.journal.services import forget_old_lines
from accounts.mail import forget_old_mails
from accounts.notices.mailing import queue_notice_mails
from accounts.notices.services import forget_old_notices
from accounts.safety.open_sessions import forget_closed_sessions
from accounts.safety.throttle import forget_old_failures
from documents.jobs.asking import forget_old_jobs
from documents.making import purge_generated_files
from documents.notes import purge_notes
from entrance.outside.contact import forget_old_requests
from entrance.spaces.asking import forget_old_space_requests
from evaluations.services.files import forget_old_voices, forget_orphan_files
from exports.importing import purge_received_files
from imports.sacoche.moves import purge_moves
from imports.services import purge_expired
from operation.backups.putting_back import purge_restorations
from operation.console.journal import forget_old_entries
from operation.console.services.figures import count_due_schools
from operation.leaving.services import delete_those_that_left
from referentiels.services.files import forget_orphans
from referentiels.services.remains import forget_old_remains
from sacoche.kit.private import sweep_temporary_files
from sacoche.kit.text import count


class Command(BaseCommand):
    help = (
        "Efface ce qui a fait son temps : imports abandonnés, fichiers générés, sessions closes, anciens blocages, "
        "vieilles lignes du journal."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counts = (
            count(purge_expired(), "import expiré", "imports expirés"),
            count(purge_generated_files(), "fichier effacé", "fichiers effacés"),
            count(forget_old_failures(), "blocage oublié", "blocages oubliés"),
            count(forget_old_lines(), "ligne de journal effacée", "lignes de journal effacées"),
        )
        purge_received_files()
        purge_moves()
        purge_restorations()
        delete_those_that_left()
        purge_notes()
        forget_old_jobs()
        sweep_temporary_files()
        call_command("clearsessions")
        forget_closed_sessions()
        forget_old_browsers()
        forget_old_mails()
        queue_notice_mails()
        forget_old_notices()
        forget_old_requests()
        forget_old_space_requests()
        forget_old_remains()
        forget_orphans()
        forget_old_voices()
        forget_orphan_files()
        count_due_schools()
        forget_old_entries()
        if options["verbosity"]:
            self.stdout.write(", ".join(counts))
