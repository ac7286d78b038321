"""manage.py demo: builds the demonstration school when the server is empty, and prints its accounts each time."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation import demonstration
from operation.demonstration import DIRECTOR, PASSWORD, TEACHERS
from operation.demonstration_families import GUARDIAN, PUPIL
from schools.models import School


class Command(BaseCommand):
    help = "Construit l'établissement de démonstration (serveur local et vide seulement) et affiche ses comptes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-possible", action="store_true", help="se taire au lieu d'échouer quand c'est refusé")

    def handle(self, *args: Any, **options: Any) -> None:
        refusal = _refusal()
        if refusal and not options["if_possible"]:
            raise CommandError(refusal)
        if not refusal:
            self._print_accounts(demonstration.build())

    def _print_accounts(self, school: School) -> None:
        self.stdout.write(f"\nÉtablissement n° {school.number} : {school}")
        self.stdout.write(f"{settings.PUBLIC_URL}?base={school.number}")
        self.stdout.write(f"Mot de passe de tous ces comptes : {PASSWORD}")
        self.stdout.write("  admin       administratrice")
        self.stdout.write(f"  {DIRECTOR[0]:<11} {DIRECTOR[2]} {DIRECTOR[1]}, directrice")
        for login, last_name, first_name, references in TEACHERS:
            self.stdout.write(f"  {login:<11} {first_name} {last_name}, professeur ({', '.join(references)})")
        self.stdout.write(f"  {PUPIL:<11} élève de la classe de « {demonstration.CM2_TEACHER} »")
        self.stdout.write(f"  {GUARDIAN[0]:<11} {GUARDIAN[2]} {GUARDIAN[1]}, qui a deux enfants dans cette classe")


def _refusal() -> str:
    """Why there can be no demonstration school here; empty when there can."""
    if os.environ.get("DEMO") == "0":
        return "DEMO=0 : pas d'établissement de démonstration."
    if not settings.IS_LOOPBACK:
        return f"Refusé : {settings.PUBLIC_URL} n'est pas une adresse locale, et les mots de passe sont connus."
    if School.objects.exists() and not School.objects.demonstration():
        return "Refusé : ce serveur a déjà un établissement."
    return ""
