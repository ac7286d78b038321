"""manage.py import_sacoche: « Venir de SACoche » from the command line."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from imports.models import MoveIn, MoveStatus
from imports.sacoche.fates import LABELS, Fate
from imports.sacoche.faults import NotABackup
from imports.sacoche.moves import NotEmpty, Steps, check_empty, planned, take
from imports.sacoche.moving.reading import Answers
from imports.sacoche.seen import seen
from sacoche.kit.parts.moved import parts
from sacoche.kit.text import count
from schools.management.school import open_school
from schools.models import School


class Command(BaseCommand):
    help = (
        "Reprend dans un espace vide la sauvegarde (.zip) d'un établissement faite par SACoche : tout, ou rien. Avec "
        "--dry-run, dit ce qui serait repris, corrigé, mis de côté ou laissé, et n'écrit rien."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", type=int, required=True, metavar="N", help="numéro de l'établissement")
        parser.add_argument("--dry-run", action="store_true", help="lire et dire, sans rien écrire")
        parser.add_argument("--json", action="store_true", help="tout, pour un programme")
        parser.add_argument("--repairs", action="store_true", help="réparer les textes abîmés (« CÃ©cile »)")
        parser.add_argument(
            "--windows-1252", action="store_true", help="lire ainsi les fichiers qui ne sont pas en UTF-8"
        )
        parser.add_argument(
            "--niveau", nargs="+", action="extend", default=[], metavar="CLÉ=NIVEAU", help="« class-23=CM1 »"
        )
        parser.add_argument(
            "--with",
            dest="wanted",
            action="append",
            default=[],
            choices=[part.code for part in parts if part.asked and not part.is_default],
            help="reprendre aussi ce qui ne l'est pas d'office (accounts.photos : les photos des élèves présents)",
        )
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        answers = Answers(
            repairs=options["repairs"],
            niveaux=_niveaux(options["niveau"]),
            parts=dict.fromkeys(options["wanted"], True),
            reads_windows=options["windows_1252"],
        )
        try:
            with open_school(options["school"]) as school, path.open("rb") as stream:
                check_empty()
                told = _look(stream, answers) if options["dry_run"] else _take(school, path.name, stream, answers)
        except (NotABackup, NotEmpty) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{path} ne peut pas être lu : {error.strerror}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1, default=str))
        else:
            self._write(told, is_dry=options["dry_run"])

    def _write(self, told: dict[str, Any], *, is_dry: bool) -> None:
        self.stdout.write(f"{told['school'] or 'Établissement sans nom'} ({told['uai'] or 'sans UAI'})")
        self.stdout.write(f"Version du {told['version']}, {count(told['rows'], 'ligne', 'lignes')}")
        for each in told["people"]:
            self.stdout.write(f"  {each['label']} : {each['count']}, dont partis : {each['left']}")
        for fate in Fate:
            self.stdout.write(f"  {LABELS[fate]} : {told['boxes'][fate.value]}")
        for question in told["questions"]:
            self.stdout.write(f"À choisir, {question['key']} : {question['label']} ({question['proposed'] or 'aucun'})")
        for warning in told["warnings"]:
            self.stderr.write(warning)
        self.stdout.write("Rien n'a été écrit." if is_dry else "Tout est écrit : chacun entre avec ses codes.")


def _niveaux(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    return {key: value for key, _equals, value in pairs}


def _look(stream: BinaryIO, answers: Answers) -> dict[str, Any]:
    with planned(stream, answers) as plan:
        return seen(plan) | {"lines": [asdict(line) for line in plan.ledger.lines]}


def _take(school: School, name: str, stream: BinaryIO, answers: Answers) -> dict[str, Any]:
    move = MoveIn(school=school, file_name=name[:200], holder_label="commande du serveur", answers=asdict(answers))
    try:
        move.save()
    except IntegrityError:
        raise CommandError("Une sauvegarde attend déjà d'être confirmée dans cet espace : abandonnez-la.") from None
    try:
        take(move, stream, actor=None, steps=Steps())
    except BaseException:
        MoveIn.objects.filter(pk=move.pk, status=MoveStatus.READ).delete()
        raise
    return dict(move.seen)
