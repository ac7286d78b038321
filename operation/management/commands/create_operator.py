"""manage.py create_operator LOGIN: an account of the console, the first one or one more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation.console.factor import take_all_away
from operation.console.models import Operator
from operation.console.services.operators import CannotAdd, add, give_link, link_to, plain_login
from operation.management.contact import checked_email, say_how_the_link_leaves


class Command(BaseCommand):
    help = (
        "Ouvre un compte de la console de l'exploitant, ou redonne un lien à celui qui existe ; la personne choisit "
        "elle-même son mot de passe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login", help="identifiant")
        parser.add_argument("--email", default="", help="adresse e-mail, où part le lien")
        parser.add_argument("--last-name", default="", help="nom")
        parser.add_argument("--first-name", default="", help="prénom")

        parser.add_argument("--without-factor", action="store_true", help="retirer le second facteur qu'il a perdu")

    def handle(self, *args: Any, **options: Any) -> None:
        operator = Operator.objects.filter(login=plain_login(options["login"]), left_at=None).first()
        if operator and options["without_factor"]:
            take_all_away(actor=None, operator=operator)
            self.stdout.write(f"Le second facteur de « {operator.login} » est retiré.")
            return
        if operator:
            give_link(actor=None, operator=operator)
        else:
            operator = _added(options)
        self.stdout.write(f"Identifiant : {operator.login}")
        say_how_the_link_leaves(self.stdout, email=operator.email, link=link_to(operator))


def _added(options: dict[str, Any]) -> Operator:
    """The new operator; CommandError when something is missing."""
    who = {name: " ".join(options[name].split()) for name in ("last_name", "first_name")}
    if not all(who.values()) or not options["email"]:
        raise CommandError("Il faut aussi un nom, un prénom et une adresse : --last-name, --first-name, --email.")
    try:
        return add(actor=None, login=options["login"], email=checked_email(options["email"]), **who)
    except CannotAdd as error:
        raise CommandError(str(error)) from error
