"""manage.py restore: the school of a backup put on this server, under its number or another, or over itself."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.factor.elsewhere import brought_from_elsewhere
from operation.backups import elsewhere
from operation.backups.records import open_key
from operation.management.backups import add_password, opened, password_of
from sacoche.kit.tenancy import school_scope


class Command(BaseCommand):
    help = "Remet sur ce serveur l'établissement d'une sauvegarde ; --over le remplace quand il y est déjà."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="la sauvegarde (.sacoche)")
        parser.add_argument("--number", type=int, metavar="N", help="le numéro de l'établissement sur ce serveur")
        parser.add_argument("--over", action="store_true", help="remplacer l'établissement, s'il est déjà là")
        add_password(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        password = password_of(options)
        with opened(options["file"]) as stream:
            key = open_key(stream, password)
            restored = elsewhere.restore(stream, key, number=options["number"], is_over=options["over"])
        self.stdout.write(f"Établissement n° {restored.school.number} : {restored.school}")
        self.stdout.write(restored.sentence)
        with school_scope(restored.school):
            factors = "" if options["over"] else brought_from_elsewhere().sentence
        if factors:
            self.stdout.write(factors)
        for table, number in restored.aside.items():
            self.stdout.write(f"  {table} : {number}")
