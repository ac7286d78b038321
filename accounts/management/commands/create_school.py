"""manage.py create_school NAME: opens the space of a school."""

import json
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.creation import CannotOpenSchool, open_school
from accounts.credentials import draw_password


class Command(BaseCommand):
    help = "Ouvre l'espace d'un établissement et affiche le numéro et les codes de son administrateur."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--town", default="")
        parser.add_argument("--uai", default="")
        parser.add_argument("--number", type=int)
        parser.add_argument("--admin-password", metavar="PW", default="")
        parser.add_argument("--json", action="store_true", help="réponse pour un programme")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["admin_password"] or draw_password()
        try:
            school, admin = open_school(
                name=options["name"],
                town=options["town"],
                uai=options["uai"],
                number=options["number"],
                password_hash=make_password(password),
            )
        except CannotOpenSchool as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps({"number": school.number, "login": admin.login, "password": password}))
        else:
            self.stdout.write(f"Établissement n° {school.number} : {school}")
            self.stdout.write(f"Identifiant : {admin.login}\nMot de passe : {password}")
