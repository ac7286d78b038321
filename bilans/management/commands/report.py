"""manage.py report: a relevé, a synthèse, the percentages of a grid, from the command line."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Account
from bilans.reports.asked import Asked
from bilans.reports.data import as_data
from bilans.reports.options import WrongOption, options_from
from bilans.reports.registry import Made, Report, load_reports
from sacoche.kit.files.tables import formats
from sacoche.kit.text import count
from schools.management.school import open_school
from schools.models import School, SchoolClass


class Command(BaseCommand):
    help = "Écrit dans FILE un relevé, une synthèse ou les pourcentages d'une grille, avec tous leurs chiffres."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, required=True, metavar="N", help="numéro de l'établissement")
        parser.add_argument("--kind", choices=[report.code for report in load_reports()], required=True)
        pupils = parser.add_mutually_exclusive_group(required=True)
        pupils.add_argument("--class", dest="reference", metavar="REFERENCE", help="les élèves d'une classe")
        pupils.add_argument("--pupil", metavar="LOGIN", help="un élève")
        parser.add_argument(
            "--option", nargs="+", action="extend", default=[], metavar="NOM=VALEUR", help="ce qui est demandé"
        )
        parser.add_argument("--format", choices=["json", *(each.code for each in formats)], default="json")
        parser.add_argument("file", metavar="FILE", nargs="?", help="le fichier à écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_reports().get(options["kind"])
        with open_school(options["school"]) as school:
            try:
                words, path = _words_and_file(options["option"], options["file"])
                asked = _asked(school, report, words, options)
                made = report.make(asked)
                _write(path, options["format"], report, made)
            except WrongOption as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(f"{error.filename} ne peut pas être écrit : {error.strerror}.") from error
        pupils = count(len(asked.pupils), "élève", "élèves")
        self.stdout.write(f"{report.label} : {pupils}, {count(len(made.table.rows), 'ligne', 'lignes')}")


def _words_and_file(words: list[str], file: str | None) -> tuple[list[str], Path]:
    """The options and the file: « --option a=b FILE » leaves both to the option."""
    if file is None and words and "=" not in words[-1]:
        *words, file = words
    if not file:
        raise WrongOption("Donnez le fichier à écrire : report … FILE.")
    return words, Path(file)


def _asked(school: School, report: Report, words: list[str], options: dict[str, Any]) -> Asked:
    """What was asked; WrongOption when it means nothing."""
    said = options_from(words, report.options)
    pupils = Account.objects.pupils().active()
    if options["pupil"]:
        found = pupils.filter(login=options["pupil"])
        pupil = found.select_related("school_class").first()
        if pupil is None:
            raise WrongOption(f"Aucun élève présent n'a l'identifiant « {options['pupil']} ».")
        return Asked(school, found, said, pupil.school_class)
    school_class = SchoolClass.objects.filter(reference=options["reference"]).first()
    if school_class is None:
        raise WrongOption(f"Aucune classe de « {school} » n'a la référence {options['reference']}.")
    return Asked(school, pupils.filter(school_class=school_class), said, school_class)


def _write(path: Path, code: str, report: Report, made: Made) -> None:
    """Whole or not at all, for its owner alone."""
    draft = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            _fill(stream, code, report, made)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _fill(stream: BinaryIO, code: str, report: Report, made: Made) -> None:
    if code == "json":
        data = {"kind": report.code, "label": report.label, "document": as_data(made.document)}
        stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode())
    else:
        formats.get(code).write(stream, title=report.label, heads=made.table.heads, rows=made.table.rows)
