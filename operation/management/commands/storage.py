"""manage.py storage: where the servers of this database keep their private files; --take moves them."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from documents.seat import move_seat, take_seat


class Command(BaseCommand):
    help = "Vérifie que ce serveur garde ses fichiers privés au même endroit que les autres serveurs de la base."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--take",
            action="store_true",
            help="les fichiers sont là où ce serveur les garde (DATA_DIR déplacé)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["take"]:
            self.stdout.write(f"Les fichiers privés sont maintenant dans {move_seat()}.")
            return
        try:
            take_seat()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Ce serveur garde ses fichiers là où les autres les cherchent.")
