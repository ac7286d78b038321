"""manage.py import_validations: the import of « Import Export des validations », from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.validations import ImportReport, UnreadableFile, import_validations, origins
from sacoche.kit.text import count
from schools.management.school import open_school


class Command(BaseCommand):
    help = "Importe un fichier de validations (.zip ou .xml) et dit ce qu'il en est, élève par élève."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, required=True, metavar="N", help="numéro de l'établissement")
        parser.add_argument(
            "--origin", choices=[origin.code for origin in origins], default="sacoche", help="d'où vient le fichier"
        )
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path, origin = options["file"], origins.get(options["origin"])
        try:
            with open_school(options["school"]) as school, path.open("rb") as file:
                report = import_validations(school=school, actor=None, file=file, name=path.name, origin=origin)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} ne peut pas être lu : {error.strerror}.") from error
        self._write(report)

    def _write(self, report: ImportReport) -> None:
        for outcome in report.modified:
            self.stdout.write(f"modifié ({outcome.imported}) : {outcome.name}")
        for outcome in report.unchanged:
            self.stdout.write(f"inchangé : {outcome.name}")
        for outcome in report.ignored:
            self.stdout.write(f"ignoré : {outcome.name} ({outcome.reason})")
        for line in report.unlocked:
            self.stdout.write(f"compétence validée devenue non validée : {line}")
        for problem in report.problems:
            self.stderr.write(f"ligne {problem.line}, {problem.pupil} : {problem.message}")
        self.stdout.write(
            f"{count(report.imported, 'validation importée', 'validations importées')} ; élèves : "
            f"{len(report.modified)} modifiés, {len(report.unchanged)} inchangés, {len(report.ignored)} ignorés ; "
            f"{count(report.problem_count, 'ligne refusée', 'lignes refusées')}"
        )
