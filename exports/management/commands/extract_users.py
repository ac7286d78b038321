"""manage.py extract_users: a table of « Extraction de données » as CSV, for scripts."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from exports.registry import extractions
from sacoche.kit.files.tables import as_text
from schools.management.school import open_school


class Command(BaseCommand):
    help = "Écrit les comptes d'un établissement en CSV (UTF-8, point-virgule) sur la sortie standard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, required=True, metavar="N", help="numéro de l'établissement")
        parser.add_argument(
            "--table",
            choices=[each.code for each in extractions],
            default="comptes",
            help="une autre table de la page « Extraction de données »",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        extraction = extractions.get(options["table"])
        writer = csv.writer(self.stdout, delimiter=";", lineterminator="\n")
        with open_school(options["school"]):
            writer.writerow([column.key for column in extraction.columns])
            writer.writerows([as_text(value) for value in row] for row in extraction.rows(is_with_left=True))
