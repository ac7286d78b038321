"""`secret_key`: whether this server has the secret key of its database; `--changed` says that the key is a new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.safety.server_key import OTHER_KEY, accept, is_the_key

_ACCEPTED = (
    "La clé de ce serveur est maintenant celle de la base. Les sessions ouvertes, les liens envoyés par courriel, les "
    "navigateurs connus d'avant ne valent plus : chacun se reconnecte. Donnez la même clé à tous les serveurs."
)


class Command(BaseCommand):
    help = "Dit si la clé secrète de ce serveur est celle de sa base ; --changed : elle vient d'être changée exprès."
    # The check of the key is what this command answers to.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--changed", action="store_true", help="la clé de ce serveur est la nouvelle, pour tous")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["changed"]:
            accept()
            self.stdout.write(_ACCEPTED)
        elif is_the_key():
            self.stdout.write("La clé secrète de ce serveur est celle de sa base de données.")
        else:
            raise CommandError(OTHER_KEY)
