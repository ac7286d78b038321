"""manage.py drill: the last backup of a school, or of each one, put back beside it, compared row by row, taken away."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation.backups import elsewhere
from operation.backups.comparing import Difference
from operation.backups.elsewhere import Drill
from operation.backups.nightly import kept_files
from operation.backups.reading import read_to_the_end
from operation.backups.records import open_key
from operation.management.backups import add_password, opened, password_of, school_numbered
from sacoche.kit.clock import local
from sacoche.kit.text import count
from schools.models import School


class Command(BaseCommand):
    help = "Essaie une sauvegarde à côté de l'établissement, compare chaque ligne, dit les écarts, ne garde rien."

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("file", nargs="?", metavar="FICHIER", type=Path, help="une sauvegarde (.sacoche)")
        choice.add_argument("--school", type=int, metavar="N", help="la dernière sauvegarde de cet établissement")
        choice.add_argument("--all", action="store_true", help="la dernière de chaque établissement")
        add_password(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        password = password_of(options)
        if options["file"]:
            failed = not self._passes(options["file"], password, None)
        elif options["all"]:
            passed = [self._passes_of(school, password) for school in School.objects.order_by("number")]
            failed = not all(passed)
        else:
            failed = not self._passes(_last(school_numbered(options["school"])), password, None)
        if failed:
            raise CommandError("Une sauvegarde ne revient pas telle qu'elle est, ou n'est pas là : voyez ci-dessus.")

    def _passes_of(self, school: School, password: str) -> bool:
        """One that fails does not stop the others."""
        try:
            return self._passes(_last(school), password, school)
        except CommandError as refusal:
            self.stderr.write(f"n° {school.number} : {refusal}")
            return False

    def _passes(self, path: Path, password: str, school: School | None) -> bool:
        with opened(path) as stream:
            key = open_key(stream, password)
            living = school or _living(read_to_the_end(stream, key).manifest.identity)
            found = elsewhere.drill(stream, key, living)
        self._tell_of(found)
        return not found.faults

    def _tell_of(self, found: Drill) -> None:
        manifest, rows = found.content.manifest, sum(found.content.counts.values())
        at = f"{local(manifest.at):%d/%m/%Y à %H:%M}"
        put_back = count(rows, "ligne restaurée", "lignes restaurées")
        self.stdout.write(f"{manifest.school}, sauvegarde du {at} : {put_back}.")
        self._tell("Écarts entre la sauvegarde et ce qui en revient", found.faults)
        self._tell("Écarts avec l'établissement d'aujourd'hui", found.since)
        self.stdout.write(f"Fichiers qui ne sont plus sur le serveur : {len(found.missing)}")
        for name in found.missing:
            self.stdout.write(f"  {name}")

    def _tell(self, title: str, differences: list[Difference]) -> None:
        self.stdout.write(f"{title} : {sum(each.lost + each.added + each.changed for each in differences)}")
        for each in differences:
            self.stdout.write(f"  {each.table} : {each.added} en plus, {each.lost} en moins, {each.changed} changées")
            for example in each.examples:
                self.stdout.write(f"    {example}")


def _last(school: School) -> Path:
    kept = kept_files(school)
    if not kept:
        raise CommandError(f"Aucune sauvegarde de l'établissement n° {school.number} n'est dans BACKUP_DIR.")
    return kept[0]


def _living(identity: str) -> School:
    school = School.objects.filter(identity=identity).first()
    if school is None:
        raise CommandError("L'établissement de cette sauvegarde n'est pas sur ce serveur : rien à comparer.")
    return school
