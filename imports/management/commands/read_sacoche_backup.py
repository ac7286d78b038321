"""manage.py read_sacoche_backup: what a backup of SACoche holds, from the command line; nothing is written."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.sacoche.backup import open_backup
from imports.sacoche.faults import NotABackup
from imports.sacoche.summary import Summary, describe
from sacoche.kit.clock import today
from sacoche.kit.text import count


class Command(BaseCommand):
    help = "Dit ce que contient la sauvegarde (.zip) d'un établissement faite par SACoche ; n'écrit rien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="tout, pour un programme")
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file, open_backup(file) as backup:
                summary = describe(backup, today=today())
        except NotABackup as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} ne peut pas être lu : {error.strerror}.") from error
        if options["json"]:
            self.stdout.write(json.dumps(vars(summary), default=str, ensure_ascii=False, indent=2))
        else:
            self._write(summary)

    def _write(self, summary: Summary) -> None:
        self.stdout.write(f"{summary.school or 'Établissement sans nom'} ({summary.uai or 'sans UAI'})")
        self.stdout.write(f"Version du {summary.version:%d/%m/%Y}, {len(summary.rows)} tables")
        for profile, number in sorted(summary.people.items()):
            self.stdout.write(f"  {profile} : {number}, dont partis : {summary.left[profile]}")
        marks = count(summary.marks.total(), "résultat", "résultats")
        self.stdout.write(f"{marks}, dont sans évaluation : {summary.orphan_marks}")
        for table, number in summary.rows.items():
            self.stdout.write(f"  {table} : {number}")
        self.stdout.write(f"{count(summary.unread, 'ligne illisible', 'lignes illisibles')}")
        for warning in summary.warnings:
            self.stderr.write(warning)
