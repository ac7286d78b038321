"""manage.py library: the référentiels that the operator offers to the schools of the server."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from referentiels.services.hosting import BadLibrary, Loaded, clear_library, load_library
from sacoche.kit.text import count

_DRY = " : rien n'est écrit (--dry-run)"


class Command(BaseCommand):
    help = (
        "Propose à tous les établissements les référentiels d'un dossier (fichiers .xml ou .json au format du "
        "produit), à la place de ceux d'avant ; les copies déjà faites restent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="le dossier")
        parser.add_argument("--dry-run", action="store_true", help="tout vérifier, ne rien écrire")
        parser.add_argument("--clear", action="store_true", help="ne plus rien proposer")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["folder"]
        if bool(folder) == options["clear"]:
            raise CommandError("Donnez un dossier, ou --clear pour ne plus rien proposer.")
        if folder is None:
            self.stdout.write(f"{count(clear_library(), 'référentiel retiré', 'référentiels retirés')}.")
            return
        try:
            loaded = load_library(folder, is_dry_run=options["dry_run"])
        except BadLibrary as error:
            number = count(len(error.faults), "faute", "fautes")
            raise CommandError(f"{number}, rien n'est écrit :\n{error}") from error
        self.stdout.write(_said(loaded, is_dry_run=options["dry_run"]))


def _said(loaded: Loaded, *, is_dry_run: bool) -> str:
    total = count(loaded.total, "référentiel proposé", "référentiels proposés")
    parts = (
        count(loaded.added, "nouveau", "nouveaux"),
        count(loaded.changed, "changé", "changés"),
        count(loaded.removed, "retiré", "retirés"),
    )
    return f"{total} ({', '.join(parts)}){_DRY if is_dry_run else ''}."
