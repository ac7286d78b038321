"""manage.py backup: the backups of the night, one file a school, kept for BACKUP_DAYS days."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation.backups.faults import NotABackup
from operation.backups.nightly import back_up_at_night, drop_old, folder_of
from operation.management.backups import add_password, password_of, school_numbered
from sacoche.kit.stored import StorageFailed
from sacoche.kit.text import count, spaced
from schools.models import School


class Command(BaseCommand):
    help = "Sauvegarde un établissement, ou tous, dans BACKUP_DIR : chiffrée, relue en entier, les anciennes effacées."

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--all", action="store_true", help="tous les établissements")
        choice.add_argument("--school", type=int, metavar="N", help="l'établissement de ce numéro")
        add_password(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        password = password_of(options)
        schools = list(School.objects.order_by("number")) if options["all"] else [school_numbered(options["school"])]
        failed = [school for school in schools if not self._save(school, password, options["verbosity"])]
        if failed:
            numbers = ", ".join(str(school.number) for school in failed)
            raise CommandError(f"{count(len(failed), 'sauvegarde a échoué', 'sauvegardes ont échoué')} : n° {numbers}.")

    def _save(self, school: School, password: str, verbosity: int) -> bool:
        """One that fails does not stop the others."""
        try:
            made = back_up_at_night(school, password=password)
            dropped = drop_old(school)
        except (StorageFailed, NotABackup) as error:
            self.stderr.write(f"n° {school.number} : {error}")
            return False
        if verbosity:
            held = f"{count(made.row_count, 'ligne', 'lignes')}, {count(made.file_count, 'fichier', 'fichiers')}"
            old = f" ; {count(dropped, 'ancienne effacée', 'anciennes effacées')}" if dropped else ""
            path = folder_of(school) / made.name
            self.stdout.write(f"n° {school.number} : {held}, {spaced(made.size)} octets, relue : {path}{old}")
        return True
