"""manage.py import_users --school N --source CODE FILE: the import of the pages, with the boxes as they come."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from imports.brought.extraction import OtherSchool, UnreadableFile
from imports.management.pipeline import Report, UnknownNiveau, import_file, preview, read, report_sentences
from imports.queries import without_password
from imports.review.answers import IncompleteForms, StalePlan
from imports.review.wording import without_password_sentence
from imports.services import ImportUnderWay, RunGone
from imports.sources import sources
from imports.sources.base import Source
from sacoche.kit.names import clean_line, upper
from sacoche.kit.tenancy import school_scope
from sacoche.kit.text import count
from schools.management.school import open_school
from schools.models import School

# The exit status of an import that left lines alone: everything else is written.
DOUBTS = 3


def _doubts(number: int) -> str:
    lines = count(number, "ligne du fichier est à vérifier, laissée", "lignes du fichier sont à vérifier, laissées")
    return f"{lines} de côté (code de sortie {DOUBTS}) : importez ce fichier par les pages pour choisir."


class Command(BaseCommand):
    help = (
        "Importe un fichier d'utilisateurs dans un établissement, avec les cases cochées par défaut. Les lignes à "
        f"vérifier sont laissées et nommées : code de sortie {DOUBTS}, « doubts » dans la réponse de --json."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--school", type=int, required=True, metavar="N", help="numéro de l'établissement")
        parser.add_argument("--source", required=True, choices=[source.code for source in sources])
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, n'écrit rien")
        parser.add_argument(
            "--activate-niveaux", action="store_true", help="active les niveaux dont le fichier a besoin"
        )
        parser.add_argument(
            "--other-school",
            action="store_true",
            help="accepte un fichier d'un autre UAI que celui de l'établissement (cité scolaire, annexe)",
        )
        parser.add_argument(
            "--niveau",
            action="append",
            default=[],
            metavar="RÉFÉRENCE=NIVEAU",
            help="le niveau d'une classe ou d'un groupe dont le fichier ne le dit pas (LATIN=5) ; autant de fois que "
            "nécessaire",
        )
        parser.add_argument("--json", action="store_true", help="réponse pour un programme")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with open_school(options["school"]) as school:
                report = self._import(school, sources.get(options["source"]), options)
        except OSError as error:
            raise CommandError(f"Le fichier ne peut pas être lu : {error}") from error
        except OtherSchool as error:
            raise CommandError(f"{error} S'il est bien le vôtre (cité scolaire), ajoutez --other-school.") from error
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        except ImportUnderWay as error:
            holder = error.run.holder.display_name if error.run.holder else "une autre commande"
            raise CommandError(f"Un import est déjà en cours dans cet établissement, tenu par {holder}.") from error
        except IncompleteForms as error:
            raise CommandError(_without_niveau(error, is_activating=options["activate_niveaux"])) from error
        except UnknownNiveau as error:
            raise CommandError(f"{error} Rien n'a été écrit.") from error
        except (StalePlan, RunGone) as error:
            raise CommandError(
                "Quelqu'un d'autre a modifié l'établissement pendant l'import, qui s'est arrêté : ce qui était déjà "
                "écrit reste. Relancez la commande : elle fera ce qui manque."
            ) from error
        self._tell(report, options, school)
        doubts = len(report.get("doubts", ()))
        if doubts:
            raise CommandError(_doubts(doubts), returncode=DOUBTS)

    def _import(self, school: School, source: Source, options: dict[str, Any]) -> Report:
        data = options["file"].read_bytes()
        is_activating = options["activate_niveaux"]
        is_any_school = options["other_school"]
        niveaux = _niveaux(options["niveau"])
        if options["dry_run"]:
            extraction = read(source, data, school=school, is_any_school=is_any_school, niveaux=niveaux)
            return preview(extraction, school=school, audience=source.audience, is_activating=is_activating)
        return import_file(
            school=school,
            source=source,
            file_name=options["file"].name,
            data=data,
            is_activating=is_activating,
            is_any_school=is_any_school,
            niveaux=niveaux,
        )

    def _tell(self, report: Report, options: dict[str, Any], school: School) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"]} | report, ensure_ascii=False))
            return
        for sentence in report_sentences(report, sources.get(options["source"])):
            self.stdout.write(sentence)
        if options["dry_run"]:
            self.stdout.write("Rien n'a été écrit (essai).")
            return
        with school_scope(school):
            waiting = without_password(sources.get(options["source"]).audience).count()
        if waiting:
            self.stdout.write(without_password_sentence(waiting))


def _niveaux(options: list[str]) -> dict[str, str]:
    """« LATIN=5 »: the level told for each class or group. Raises CommandError."""
    told = [option.rpartition("=") for option in options]
    if wrong := [level for reference, _, level in told if not reference or not level]:
        raise CommandError(f"--niveau s'écrit RÉFÉRENCE=NIVEAU, par exemple LATIN=5 (reçu : {', '.join(wrong)}).")
    return {upper(clean_line(reference)): upper(clean_line(niveau)) for reference, _, niveau in told}


def _without_niveau(error: IncompleteForms, *, is_activating: bool) -> str:
    """What to do for the classes and groups that find no level: never what was done already."""
    references = [key.removeprefix("n-") for key in error.errors]
    advice = "" if is_activating else "ajoutez --activate-niveaux ; si cela ne suffit pas, "
    return (
        f"Aucun niveau {'' if is_activating else 'actif '}ne convient à {', '.join(references)} : {advice}dites-le par "
        f'--niveau "{references[0]}=6", une option par classe ou groupe, ou passez par les pages. '
        "Rien n'a été écrit."
    )
