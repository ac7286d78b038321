"""How the server is: what a monitor is told by one number, what the operator reads in words."""

import datetime
import platform
import shutil
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.formats import date_format

from accounts.mail import DELAYS
from accounts.models import OutgoingMail
from documents.models import Job, JobStatus, WorkerBeat
from operation.console.queries.certificates import certificates
from operation.console.queries.checks import Check, Level
from operation.console.queries.schools import COPY_LASTS
from operation.models import Backup
from sacoche.kit.clock import ahead_of_database, local, now
from sacoche.kit.installation import installation
from sacoche.kit.replica import REPLICA, bytes_behind
from sacoche.kit.stored import StorageFailed, is_shared, is_writable
from sacoche.kit.tenancy import all_schools
from sacoche.kit.text import count
from schools.models import School

_LITTLE_DISK, _NO_DISK = 5, 1
_LATE_MAIL, _STUCK_MAIL = datetime.timedelta(minutes=15), datetime.timedelta(hours=2)
_LATE_REPLICA = 16 * 1024**2
WORKER_LIVES = datetime.timedelta(minutes=3)


def is_serving() -> bool:
    """Whether this server can do its work: what /sante answers. Nothing is written, no school is opened."""
    return not any(check.stops and check.level is Level.BAD for check in _vital())


def checks() -> list[Check]:
    """Everything that the operator may want to know, in words."""
    found = list(_vital())
    if found[0].level is Level.BAD:
        return found
    with all_schools():
        return [*found, mails(), _jobs(), copies(), *certificates()]


def versions() -> list[tuple[str, str]]:
    """What runs here, and in which version."""
    return [
        ("SACoche", product_version()),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("Base de données", f"{connection.display_name} {_database_version()}"),
        ("Système", f"{platform.system()} {platform.release()}"),
    ]


@cache
def product_version() -> str:
    """The version of the product, as its project says."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as stream:
        return str(tomllib.load(stream)["project"]["version"])


def _database_version() -> str:
    return ".".join(str(part) for part in connection.get_database_version())


def _vital() -> Iterator[Check]:
    database = _database()
    yield database
    if database.level is Level.GOOD:
        yield _migrations()
    yield _files()
    yield disk()
    yield _clock()
    if REPLICA in settings.DATABASES and database.level is Level.GOOD:
        yield _replica()


def _database() -> Check:
    began = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Check("Base de données", "ne répond pas", Level.BAD, stops=True)
    return Check("Base de données", f"répond en {(time.monotonic() - began) * 1000:.0f} ms", stops=True)


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        told = count(waiting, "migration attend", "migrations attendent")
        return Check("Tables", f"{told} : lancez « manage.py migrate »", Level.BAD, stops=True)
    return Check("Tables", "à jour")


def _files() -> Check:
    try:
        writable = is_writable()
    except StorageFailed as error:
        # A storage that servers share is away from all of them: grids are still served, a balancer keeps them all.
        return Check("Fichiers", str(error), Level.BAD, stops=not is_shared())
    if not writable:
        return Check("Fichiers", "le dossier des données n'est pas accessible en écriture", Level.BAD, stops=True)
    return Check("Fichiers", "lus et écrits")


def disk() -> Check:
    """What is left of the disk of DATA_DIR: told under 5 %, too little under 1 %."""
    usage = shutil.disk_usage(settings.DATA_DIR)
    left = 100 * usage.free / usage.total
    value = f"{left:.0f} % libres ({usage.free / 1024**3:.1f} Go)".replace(".", ",")
    if left < _NO_DISK:
        return Check("Disque", f"{value} : plein, plus rien ne s'enregistre bientôt", Level.BAD, stops=True)
    return Check("Disque", value, Level.WATCHED if left < _LITTLE_DISK else Level.GOOD)


def _clock() -> Check:
    apart = abs(ahead_of_database().total_seconds())
    told = date_format(local(now()), "j F Y à H:i:s")
    if apart >= 5:
        return Check("Horloge", f"{told}, à {apart:.0f} s de celle de la base : réglez-la (NTP)", Level.WATCHED)
    return Check("Horloge", told)


def _replica() -> Check:
    """The standby that answers long reads: without it, or as long as it is late, the primary does."""
    behind = bytes_behind()
    if behind is None:
        return Check("Réplique", "ne répond pas : la base principale répond à sa place", Level.WATCHED)
    if behind > _LATE_REPLICA:
        late = f"en retard de {count(behind // 1024**2, 'Mo', 'Mo')} : la base principale répond à sa place"
        return Check("Réplique", late, Level.WATCHED)
    return Check("Réplique", "suit la base principale")


def waiting_mails() -> tuple[int, datetime.datetime | None]:
    """How many e-mails wait, and since when the oldest does."""
    waiting = OutgoingMail.objects.filter(sent_at=None, refused_at=None, tries__lt=len(DELAYS)).order_by("queued_at")
    with all_schools():
        oldest = waiting.first()
        return waiting.count(), oldest.queued_at if oldest else None


def mails_that_failed(*, test: int) -> dict[str, Any]:
    """Those refused for good, the first that were not sent yet, and what became of the one of this number."""
    with all_schools():
        return {
            "test": OutgoingMail.objects.filter(pk=test).first(),
            "refused": list(OutgoingMail.objects.exclude(refused_at=None).order_by("-refused_at")[:20]),
            "failing": list(OutgoingMail.objects.filter(sent_at=None, refused_at=None).exclude(last_error="")[:10]),
        }


def mails() -> Check:
    """The queue of e-mails."""
    number, since = waiting_mails()
    told = count(number, "courriel attend", "courriels attendent")
    if installation().is_mail_off:
        return Check("Courriels", f"envoi coupé, {told}", Level.WATCHED)
    if not settings.SENDS_MAIL:
        return Check("Courriels", "ce serveur n'en envoie pas (EMAIL_URL)", Level.WATCHED)
    waited = now() - since if since else datetime.timedelta()
    if waited >= _LATE_MAIL:
        late = f"{told}, le plus ancien depuis {count(int(waited.total_seconds() // 60), 'minute', 'minutes')}"
        return Check("Courriels", late, Level.BAD if waited >= _STUCK_MAIL else Level.WATCHED)
    return Check("Courriels", told)


def _jobs() -> Check:
    number = Job.objects.filter(status=JobStatus.WAITING).count()
    told = count(number, "travail attend", "travaux attendent")
    if WorkerBeat.objects.filter(seen_at__gte=now() - WORKER_LIVES).exists():
        return Check("Tâches de fond", told)
    return Check("Tâches de fond", f"aucun ouvrier ne tourne ; {told}", Level.BAD if number else Level.WATCHED)


def copies() -> Check:
    """The last copy of each school: red when one is older than 26 hours."""
    total = School.objects.count()
    fresh = Backup.objects.filter(made_at__gte=now() - COPY_LASTS).values("school").distinct().count()
    if total == 0:
        return Check("Sauvegardes", "aucun établissement à sauvegarder")
    last = Backup.objects.order_by("-made_at").values_list("made_at", flat=True).first()
    when = f"la dernière le {date_format(local(last), 'j F Y à H:i')}" if last else "aucune n'a jamais été faite"
    told = f"{count(fresh, 'établissement', 'établissements')} sur {total} depuis moins de 26 heures, {when}"
    return Check("Sauvegardes", told, Level.GOOD if fresh == total else Level.BAD)
