"""manage.py count_schools: count again what the list of the console shows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operation.console.services.figures import count_due_schools, count_schools
from sacoche.kit.text import count
from schools.models import School


class Command(BaseCommand):
    help = "Compte à nouveau ce que la console montre de chaque établissement (purge le fait toutes les heures)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="aussi ceux qui viennent d'être comptés")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            schools = list(School.objects.all())
            count_schools(schools)
            number = len(schools)
        else:
            number = count_due_schools()
        self.stdout.write(count(number, "établissement compté", "établissements comptés"))
