"""Close the space of a school to everybody, its administrators too."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.access.decided import BY_OPERATOR
from accounts.access.services import close_school, reopen_school
from sacoche.kit.tenancy import school_scope
from schools.models import School


class Command(BaseCommand):
    help = "Ferme un établissement à tous, administrateurs compris, ou le rouvre (--lift)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="numéro de l'établissement")
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--reason", help="motif montré aux personnes, 100 caractères au plus")
        choice.add_argument("--lift", action="store_true", help="rouvrir")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.filter(number=options["number"]).first()
        if school is None:
            raise CommandError(f"Aucun établissement n'a le numéro {options['number']}.")
        with school_scope(school):
            self.stdout.write(_lift(school) if options["lift"] else _block(school, options["reason"]))


def _block(school: School, reason: str) -> str:
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= 100:
        raise CommandError("Le motif est obligatoire : 100 caractères au plus.")
    close_school(actor=None, school=school, kind=BY_OPERATOR, reason=reason)
    return f"Établissement n° {school.number} fermé : {reason}"


def _lift(school: School) -> str:
    was_closed = reopen_school(actor=None, school=school, kind=BY_OPERATOR)
    return f"Établissement n° {school.number} {'rouvert' if was_closed else 'déjà ouvert'}."
