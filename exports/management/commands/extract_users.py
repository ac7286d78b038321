"""manage.py extract_users: the accounts of a school as CSV, for scripts."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from exports.management.school import open_school
from exports.queries import USER_COLUMNS, user_rows
from sacoche.kit.csvtext import without_formula


class Command(BaseCommand):
    help = "Écrit les comptes d'un établissement en CSV (UTF-8, point-virgule) sur la sortie standard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, required=True, metavar="N", help="numéro de l'établissement")

    def handle(self, *args: Any, **options: Any) -> None:
        writer = csv.writer(self.stdout, delimiter=";", lineterminator="\n")
        with open_school(options["school"]):
            writer.writerow(USER_COLUMNS)
            writer.writerows(_safe(user_rows()))


def _safe(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    return ([without_formula(value) for value in row] for row in rows)
