"""manage.py check_data: what is broken in the schools of this server; --repair puts right what can be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation.checking.findings import Finding, findings
from operation.checking.services import NotSaved, repair
from operation.management.backups import school_numbered
from sacoche.kit.tenancy import school_scope
from sacoche.kit.text import count
from schools.models import School


class Command(BaseCommand):
    help = "Contrôle les données d'un établissement, ou de tous : liens rompus, numéros en double, fichiers perdus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", type=int, metavar="N", help="l'établissement de ce numéro ; sinon tous")
        parser.add_argument("--repair", action="store_true", help="réparer les liens rompus")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["school"]
        schools = list(School.objects.order_by("number")) if number is None else [school_numbered(number)]
        left = sum(self._check(school, is_repaired=options["repair"]) for school in schools)
        if left:
            raise CommandError(f"{count(left, 'défaut', 'défauts')} : voyez ci-dessus.")

    def _check(self, school: School, *, is_repaired: bool) -> int:
        """How many defects are left."""
        with school_scope(school):
            found = findings(school)
            if is_repaired and any(each.key for each in found):
                self._repair(school)
                found = findings(school)
        self._tell(school, found)
        return sum(each.number for each in found)

    def _repair(self, school: School) -> None:
        try:
            deleted, emptied = repair(actor=None, school=school)
        except NotSaved as refusal:
            raise CommandError(f"n° {school.number} : {refusal}") from refusal
        done = f"{count(deleted, 'ligne effacée', 'lignes effacées')}, {count(emptied, 'lien vidé', 'liens vidés')}"
        self.stdout.write(f"n° {school.number} : réparé ({done})")

    def _tell(self, school: School, found: list[Finding]) -> None:
        number = sum(each.number for each in found)
        self.stdout.write(f"n° {school.number} {school} : {count(number, 'défaut', 'défauts')}")
        for each in found:
            self.stdout.write(f"  {each.what} : {each.number} ({' ; '.join(each.examples)})")
