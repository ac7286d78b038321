"""manage.py export_validations: the file of « Import Export des validations », from the command line."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import AccountQuerySet
from documents.makers import NothingToMake, makers
from exports.queries import exportable_pupils
from exports.services import export_to_path
from sacoche.kit.text import count
from schools.management.school import open_school
from schools.models import School, SchoolClass


class Command(BaseCommand):
    help = "Écrit dans FILE.zip les validations des élèves présents, pour le SACoche d'un autre établissement."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, required=True, metavar="N", help="numéro de l'établissement")
        parser.add_argument(
            "--class", nargs="+", action="extend", dest="references", metavar="REFERENCE", help="ces classes seulement"
        )
        parser.add_argument("file", metavar="FILE.zip", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        references, path = _targets(options["references"] or [], options["file"])
        with open_school(options["school"]) as school:
            pupils = list(_pupils(school, references))
            try:
                made = export_to_path(path, exporter=makers.get("sacoche"), school=school, pupils=pupils)
            except NothingToMake as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(f"{path} ne peut pas être écrit : {error.strerror}.") from error
        counts = (
            count(made.told["piliers"], "décision de compétence", "décisions de compétences"),
            count(made.told["items"], "décision d'item", "décisions d'items"),
            count(made.told["pupils"], "élève", "élèves"),
        )
        self.stdout.write(", ".join(counts))


def _targets(references: list[str], file: str | None) -> tuple[list[str], Path]:
    """The references and the file: « --class A B FILE.zip » leaves all three to the option."""
    *references, last = [*references, *([file] if file else [])] or [""]
    if not last:
        raise CommandError("Donnez le fichier à écrire : export_validations --school N FILE.zip.")
    return references, Path(last)


def _pupils(school: School, references: Sequence[str]) -> AccountQuerySet:
    if not references:
        return exportable_pupils()
    classes = {each.reference: each for each in SchoolClass.objects.filter(reference__in=references)}
    unknown = [reference for reference in references if reference not in classes]
    if unknown:
        raise CommandError(f"Aucune classe de « {school} » n'a la référence {', '.join(unknown)}.")
    pupils: AccountQuerySet = exportable_pupils().filter(school_class__in=classes.values())
    return pupils
