"""manage.py socle_version: a version of the socle from a file, for the schools that will turn it on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from referentiels import socle
from sacoche.kit.text import count


class Command(BaseCommand):
    help = (
        "Charge une version du socle d'un CSV (cycle, number, order, label, parent, lsu_code ; UTF-8, virgules). Les "
        "établissements l'allument dans « Versions du socle ». Rechargé, le fichier complète et corrige sans rien ôter."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="dix caractères au plus : 2016, essai…")
        parser.add_argument("label", help="ce que les pages en disent : « Socle de 2030 »")
        parser.add_argument("file", type=Path)
        parser.add_argument("--order", type=int, default=9, help="rang parmi les versions, la plus récente en dernier")
        parser.add_argument("--single", action="store_true", help="un item n'en alimente qu'une entrée")

    def handle(self, *args: Any, **options: Any) -> None:
        code, label = options["code"].strip(), options["label"].strip()
        if not code.isalnum() or len(code) > 10 or not 0 < len(label) <= 100:
            raise CommandError("Le code compte dix lettres ou chiffres au plus, l'intitulé cent caractères au plus.")
        if code in socle.SHIPPED:
            raise CommandError(f"La version « {code} » est celle du produit : donnez un autre code.")
        try:
            entries = list(socle.read(options["file"]))
            socle.check(entries)
        except OSError as error:
            raise CommandError(f"Ce fichier ne se lit pas : {error.strerror}.") from error
        except socle.BadVersion as error:
            raise CommandError(str(error)) from error
        socle.load(code, label, entries, order=options["order"], is_single=options["single"])
        if options["verbosity"]:
            number = sum(1 for entry in entries if not entry.is_heading)
            self.stdout.write(f"{label} : {count(number, 'entrée', 'entrées')}.")
