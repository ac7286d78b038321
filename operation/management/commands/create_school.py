"""manage.py create_school NAME: opens the space of a school."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.credentials import draw_password
from accounts.enums import Profile
from accounts.models import Account, SpaceRequest
from entrance.spaces.asking import mark_handled
from entrance.spaces.creation import FIRST_LOGIN, CannotOpenSchool, Contact, open_school
from entrance.spaces.invitations import link_to
from operation.management.commands.space_requests import waiting_request
from operation.management.contact import checked_email, say_how_the_link_leaves
from operation.management.zones import zone_named
from schools.models import School

# What the command opens by itself when it is given a request: its options, and the fields of the request.
_FROM_REQUEST = {
    "name": "school_name",
    "town": "town",
    "uai": "uai",
    "email": "email",
    "last_name": "last_name",
    "first_name": "first_name",
}


class Command(BaseCommand):
    help = (
        "Ouvre l'espace d'un établissement et affiche son numéro et les codes de son administrateur ; avec une adresse "
        "e-mail, l'administrateur reçoit un lien et choisit lui-même son mot de passe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", nargs="?", default="")
        parser.add_argument("--request", type=int, metavar="N", help="la demande d'espace n° N (voir space_requests)")
        parser.add_argument("--town", default="")
        parser.add_argument("--uai", default="")
        parser.add_argument("--number", type=int)
        parser.add_argument("--zone", default="", help="zone géographique (voir la commande zone)")
        parser.add_argument("--email", default="", help="adresse du contact, premier administrateur")
        parser.add_argument("--last-name", default="", help="nom du contact")
        parser.add_argument("--first-name", default="", help="prénom du contact")
        parser.add_argument("--admin-password", metavar="PW", default="")
        parser.add_argument("--json", action="store_true", help="réponse pour un programme")

    def handle(self, *args: Any, **options: Any) -> None:
        request = waiting_request(options["request"]) if options["request"] else None
        if request:
            options |= {name: options[name] or getattr(request, field) for name, field in _FROM_REQUEST.items()}
        contact = _contact(options)
        # Whoever gets a link chooses his password: nobody else is to know one.
        password = _checked_password(options["admin_password"]) or ("" if contact else draw_password(Profile.ADM))
        try:
            school, admin = self._open(options, contact, request, make_password(password or None))
        except CannotOpenSchool as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self._answer_a_program(school, admin, password, contact)
            return
        self.stdout.write(f"Établissement n° {school.number} : {school}\nIdentifiant : {admin.login}")
        if password:
            self.stdout.write(f"Mot de passe : {password}")
        if contact:
            say_how_the_link_leaves(self.stdout, email=contact.email, link=link_to(admin))
        if first := _school_no_longer_alone(school):
            self.stdout.write(
                f"Ce serveur a maintenant deux établissements : pour que les anciens liens « ?sso » sans numéro mènent "
                f"encore à « {first} », réglez DEFAULT_SCHOOL={first.number}."
            )

    @transaction.atomic
    def _open(
        self, options: dict[str, Any], contact: Contact | None, request: SpaceRequest | None, password_hash: str
    ) -> tuple[School, Account]:
        opened = open_school(
            name=options["name"],
            town=options["town"],
            uai=options["uai"],
            number=options["number"],
            zone=zone_named(options["zone"]) if options["zone"] else None,
            contact=contact,
            password_hash=password_hash,
        )
        if request:
            mark_handled(request=request)
        return opened

    def _answer_a_program(self, school: School, admin: Account, password: str, contact: Contact | None) -> None:
        answer: dict[str, Any] = {"number": school.number, "login": admin.login}
        if password:
            answer["password"] = password
        if contact:
            answer["link"] = link_to(admin)
        self.stdout.write(json.dumps(answer))


def _school_no_longer_alone(opened: School) -> School | None:
    """The school that was the only one, when nothing says yet that links without a number are its own."""
    before = School.objects.exclude(pk=opened.pk).only_one()
    return before if before and not before.is_demonstration and not settings.DEFAULT_SCHOOL else None


def _checked_password(password: str) -> str:
    """The password given on the command line, if it is one that the administrator could have typed himself."""
    if password:
        try:
            validate_password(password, Account(profile=Profile.ADM, login=FIRST_LOGIN))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
    return password


def _contact(options: dict[str, Any]) -> Contact | None:
    if not options["email"]:
        return None
    return Contact(
        email=checked_email(options["email"]),
        last_name=" ".join(options["last_name"].split())[:100],
        first_name=" ".join(options["first_name"].split())[:100],
    )
