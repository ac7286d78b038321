"""Keep schools apart by PostgreSQL too (docs/cloisons.md): build the walls, take them away, say what stands."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from operation.walls.services import WrongRole, install, remove, state
from sacoche.kit.text import count


class Command(BaseCommand):
    help = "Cloisonne les établissements dans PostgreSQL aussi, pour le rôle des serveurs ; sans option, dit ce qui est"

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--install", metavar="RÔLE", default="", help="pose les règles pour ce rôle")
        group.add_argument("--remove", action="store_true", help="ôte les règles")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Ces règles sont de PostgreSQL : une base SQLite n'en a pas.")
        if role := options["install"]:
            try:
                tables = install(role)
            except WrongRole as refusal:
                raise CommandError(str(refusal)) from refusal
            except OperationalError as error:
                raise CommandError(f"Un long travail tient une table : relancez la commande. {error}") from error
            self.stdout.write(f"{count(tables, 'table cloisonnée', 'tables cloisonnées')} pour le rôle « {role} ».")
        elif options["remove"]:
            remove()
            self.stdout.write("Plus aucune règle.")
        else:
            self._say()

    def _say(self) -> None:
        """What stands; an error when something does not hold."""
        found = state()
        if not found.role:
            self.stdout.write("Aucune règle : le cloisonnement est celui du programme seul.")
            return
        self.stdout.write(f"Règles posées pour le rôle « {found.role} ».")
        if found.missing:
            raise CommandError(f"Tables sans règle : {', '.join(found.missing)}.")
        self.stdout.write(
            "Cette connexion y est soumise."
            if found.is_kept_apart
            else "Cette connexion n'y est pas soumise : c'est celle du propriétaire, pour les migrations."
        )
