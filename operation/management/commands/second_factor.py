"""manage.py second_factor NUMBER LOGIN: takes away the second factor of somebody who has lost it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.factor.factors import reset_factor
from accounts.models import Account
from sacoche.kit.text import count
from schools.management.school import open_school


class Command(BaseCommand):
    help = "Retire le second facteur d'un compte, ou de tous ceux d'un établissement après un changement de clé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="numéro de l'établissement")
        parser.add_argument("login", nargs="?", default="", help="identifiant du compte")
        parser.add_argument("--all", action="store_true", help="de tous les comptes de l'établissement")

    def handle(self, *args: Any, **options: Any) -> None:
        login, everybody = options["login"], options["all"]
        if bool(login) == everybody:
            raise CommandError("Donnez l'identifiant d'un compte, ou --all pour tous ceux de l'établissement.")
        with open_school(options["number"]):
            found = Account.objects.staff() if everybody else Account.objects.called(login)
            accounts = list(found.select_related("school"))
            if login and not accounts:
                raise CommandError(f"Aucun compte de cet établissement n'a l'identifiant « {login} ».")
            done = sum(reset_factor(account=account, actor=None) for account in accounts)
        told = count(done, "second facteur retiré", "seconds facteurs retirés")
        self.stdout.write(f"{told} : le mot de passe suffit de nouveau.")
