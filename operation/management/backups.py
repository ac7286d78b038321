"""What the commands of backups share: the school that is meant, and the password of a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError, CommandParser

from operation.backups.elsewhere import NumberTaken
from operation.backups.faults import NotABackup, NotNow, NotThisSchool
from operation.backups.nightly import NoPassword, operator_password
from sacoche.kit.stored import StorageFailed
from schools.models import School


def school_numbered(number: int) -> School:
    """The school of this number. Raises CommandError."""
    school = School.objects.filter(number=number).first()
    if school is None:
        raise CommandError(f"Aucun établissement n'a le numéro {number}.")
    return school


def add_password(parser: CommandParser) -> None:
    """--password-file, for a backup that is not under the operator's password."""
    parser.add_argument(
        "--password-file",
        metavar="FICHIER",
        help="la première ligne de ce fichier est le mot de passe de la sauvegarde (« - » : le demander) ; sans cette "
        "option, BACKUP_PASSWORD",
    )


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file of a backup; what refuses it inside becomes a CommandError, in words."""
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise CommandError(f"« {path} » ne peut pas être lu : {error.strerror}.") from error
    except (NotABackup, NotThisSchool, NotNow, NumberTaken, StorageFailed) as refusal:
        raise CommandError(str(refusal)) from refusal


def password_of(options: dict[str, Any]) -> str:
    """The password that the options name. Raises CommandError."""
    path = options["password_file"]
    try:
        if path is None:
            return operator_password()
        if path == "-":
            return (
                getpass("Mot de passe de la sauvegarde : ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
            )
        return Path(path).read_text(encoding="utf-8").partition("\n")[0]
    except NoPassword as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"« {path} » ne peut pas être lu : {error.strerror}.") from error
