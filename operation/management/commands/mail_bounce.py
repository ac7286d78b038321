"""manage.py mail_bounce: read a message that came back (on the standard input) and mark the address that refused it."""

import sys
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operation.console.services.decisions import mark_bounced

_FAILED = "failed"
# A notice of failure holds the original message at most: nothing longer is read.
_LONGEST = 1024 * 1024


class Command(BaseCommand):
    help = (
        "Lit sur son entrée un courriel de retour (RFC 3464) et marque l'adresse qui l'a refusé pour de bon ; à "
        "brancher sur l'adresse de retour du serveur de courriel."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        message = BytesParser(policy=policy.default).parsebytes(sys.stdin.buffer.read(_LONGEST))
        refusals = _refusals(message)
        if not refusals:
            raise CommandError("Ce courriel n'annonce aucun échec définitif : rien n'est marqué.")
        for email, answer in refusals:
            number = mark_bounced(operator=None, email=email, answer=answer)
            outcome = "marquée comme refusée" if number else "aucun courriel récent n'y était parti"
            self.stdout.write(f"{email} : {outcome}")


def _refusals(message: Message) -> list[tuple[str, str]]:
    """(address, what its server answered) for each recipient who will never get the message."""
    parts = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    # Such a part holds one message of fields a recipient, after one about the whole.
    told = [_refusal(fields) for part in parts for fields in part.walk() if fields is not part]
    return [refusal for refusal in told if refusal]


def _refusal(fields: Message) -> tuple[str, str] | None:
    action, code = str(fields.get("Action", "")).strip().lower(), str(fields.get("Status", "")).strip()
    recipient = str(fields.get("Original-Recipient") or fields.get("Final-Recipient") or "")
    email = recipient.rpartition(";")[2].strip().strip("<>")
    if not email or action != _FAILED or not code.startswith("5"):
        return None
    answer = str(fields.get("Diagnostic-Code", code)).rpartition(";")[2]
    return email, " ".join(answer.split())[:200]
