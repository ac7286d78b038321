"""manage.py restore: the school of a backup put on this server, over itself (--over), or tried beside it (--drill)."""

from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation.backups import elsewhere
from operation.backups.comparing import Difference
from operation.backups.elsewhere import Drill, NumberTaken
from operation.backups.faults import NotABackup, NotNow, NotThisSchool
from operation.backups.nightly import kept_files
from operation.backups.records import open_key
from operation.management.backups import add_password, password_of, school_numbered
from sacoche.kit.clock import local
from sacoche.kit.stored import StorageFailed
from sacoche.kit.text import count
from schools.models import School


class Command(BaseCommand):
    help = "Restaure la sauvegarde d'un établissement, ou l'essaie à côté de lui et dit les écarts (--drill)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FICHIER", help="la sauvegarde ; avec --school, la dernière")
        parser.add_argument("--school", type=int, metavar="N", help="l'établissement dont on prend la dernière")
        parser.add_argument("--number", type=int, metavar="N", help="le numéro de l'établissement sur ce serveur")
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--over", action="store_true", help="remplacer l'établissement, s'il est déjà là")
        choice.add_argument("--drill", action="store_true", help="essayer à côté, comparer, ne rien garder")
        add_password(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path = self._path(options)
        password = password_of(options)
        try:
            with path.open("rb") as stream:
                self._restore(stream, password, options)
        except OSError as error:
            raise CommandError(f"« {path} » ne peut pas être lu : {error.strerror}.") from error
        except (NotABackup, NotThisSchool, NotNow, NumberTaken, StorageFailed) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _path(self, options: dict[str, Any]) -> Path:
        if options["file"]:
            return Path(options["file"])
        if options["school"] is None:
            raise CommandError("Donnez la sauvegarde, ou --school pour prendre la dernière d'un établissement.")
        kept = kept_files(school_numbered(options["school"]))
        if not kept:
            raise CommandError(f"Aucune sauvegarde de l'établissement n° {options['school']} n'est dans BACKUP_DIR.")
        return kept[0]

    def _restore(self, stream: BinaryIO, password: str, options: dict[str, Any]) -> None:
        key = open_key(stream, password)
        if options["drill"]:
            self._drill(elsewhere.drill(stream, key, self._living(stream, key, options)))
            return
        restored = elsewhere.restore(stream, key, number=options["number"], is_over=options["over"])
        school = restored.school
        self.stdout.write(f"Établissement n° {school.number} : {school}")
        self.stdout.write(f"{count(restored.row_count, 'ligne restaurée', 'lignes restaurées')}.")
        for table, number in restored.aside.items():
            self.stdout.write(
                f"  {table} : {count(number, 'ligne laissée', 'lignes laissées')} (sans ce qu'elle désigne)"
            )

    def _living(self, stream: BinaryIO, key: Any, options: dict[str, Any]) -> School:
        if options["school"] is not None:
            return school_numbered(options["school"])
        identity = elsewhere.read_to_the_end(stream, key).manifest.identity
        school = School.objects.filter(identity=identity).first()
        if school is None:
            raise CommandError("L'établissement de cette sauvegarde n'est pas sur ce serveur : rien à comparer.")
        return school

    def _drill(self, found: Drill) -> None:
        manifest, rows = found.content.manifest, sum(found.content.counts.values())
        at = f"{local(manifest.at):%d/%m/%Y à %H:%M}"
        self.stdout.write(
            f"{manifest.school}, sauvegarde du {at} : {count(rows, 'ligne restaurée', 'lignes restaurées')}."
        )
        self._tell("Écarts entre la sauvegarde et ce qui en revient", found.faults)
        self._tell("Écarts avec l'établissement d'aujourd'hui", found.since)
        self.stdout.write(f"Fichiers qui ne sont plus sur le serveur : {len(found.missing)}")
        for name in found.missing:
            self.stdout.write(f"  {name}")
        if found.faults:
            raise CommandError("Cette sauvegarde ne revient pas telle qu'elle est : prévenez les auteurs de SACoche.")

    def _tell(self, title: str, differences: list[Difference]) -> None:
        self.stdout.write(f"{title} : {sum(each.lost + each.added + each.changed for each in differences)}")
        for each in differences:
            self.stdout.write(f"  {each.table} : {each.added} en plus, {each.lost} en moins, {each.changed} changées")
            for example in each.examples:
                self.stdout.write(f"    {example}")
