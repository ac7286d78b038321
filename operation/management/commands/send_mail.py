"""manage.py send_mail: send the e-mails that wait. For cron, where the server itself does not send them."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.mail import send_due_mails
from sacoche.kit.text import count


class Command(BaseCommand):
    help = "Envoie les courriels en attente ; ceux qui échouent seront retentés plus tard."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = send_due_mails()
        if options["verbosity"]:
            failures = f", {count(failed, 'échec', 'échecs')}" if failed else ""
            self.stdout.write(count(sent, "courriel envoyé", "courriels envoyés") + failures)
