"""manage.py invite_admin NUMBER: sends an administrator of a school a link to a new password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.enums import Profile
from accounts.models import Account
from entrance.spaces.creation import FIRST_LOGIN
from entrance.spaces.invitations import invite, link_to
from operation.management.contact import checked_email, say_how_the_link_leaves
from schools.management.school import open_school


class Command(BaseCommand):
    help = "Envoie à l'administrateur d'un établissement un lien, valable 72 heures, pour choisir son mot de passe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="numéro de l'établissement")
        parser.add_argument("--login", default=FIRST_LOGIN, help="identifiant de l'administrateur (admin)")
        parser.add_argument("--email", default="", help="une autre adresse que celle du contact de l'établissement")

    def handle(self, *args: Any, **options: Any) -> None:
        with open_school(options["number"]) as school, transaction.atomic():
            administrators = Account.objects.active().filter(profile=Profile.ADM, login=options["login"])
            account = administrators.first()
            if account is None:
                raise CommandError(
                    f"Aucun administrateur de cet établissement n'a l'identifiant « {options['login']} »."
                )
            email = options["email"] or school.contact_email or account.email
            if not email:
                raise CommandError("Cet établissement n'a pas d'adresse de contact : donnez-en une par --email.")
            invite(account=account, school=school, email=checked_email(email))
        say_how_the_link_leaves(self.stdout, email=email, link=link_to(account))
