"""The figures of the server for Prometheus: read when they are asked for, the same whichever worker answers."""

import shutil
from collections.abc import Iterator

from django.conf import settings
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from accounts.models import OpenSession
from documents.models import Job, JobStatus, WorkerBeat
from operation.console.queries.health import WORKER_LIVES, is_serving, product_version, waiting_mails
from operation.console.queries.schools import COPY_LASTS
from operation.models import Backup
from sacoche.kit.clock import now
from sacoche.kit.installation import installation
from sacoche.kit.replica import REPLICA, bytes_behind
from sacoche.kit.tenancy import all_schools
from sacoche.kit.watching import figures
from schools.models import School


class _Server(Collector):
    """Numbers of the whole server, no name of anybody."""

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        yield InfoMetricFamily("sacoche", "Version", value={"version": product_version()})
        for name, told, value in _values():
            yield GaugeMetricFamily(f"sacoche_{name}", told, value=value)


def _values() -> Iterator[tuple[str, str, float]]:
    usage = shutil.disk_usage(settings.DATA_DIR)
    number, since = waiting_mails()
    planned = installation().maintenance
    yield "up", "1 quand le serveur peut servir", float(is_serving())
    yield "schools", "Établissements", School.objects.count()
    yield "sessions", "Sessions ouvertes", OpenSession.objects.count()
    yield "mails_waiting", "Courriels en attente", number
    yield "mails_oldest_seconds", "Attente du plus ancien", (now() - since).total_seconds() if since else 0
    yield from _jobs()
    yield from _replica()
    yield "disk_free_bytes", "Place libre", usage.free
    yield "disk_bytes", "Taille du disque", usage.total
    fresh = Backup.objects.filter(made_at__gte=now() - COPY_LASTS).values("school").distinct().count()
    yield "schools_copied", "Établissements sauvegardés depuis moins de 26 heures", fresh
    yield "maintenance", "1 pendant une maintenance", float(bool(planned and planned.is_on))


def _jobs() -> Iterator[tuple[str, str, float]]:
    waiting = Job.objects.filter(status=JobStatus.WAITING)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    alive = WorkerBeat.objects.filter(seen_at__gte=now() - WORKER_LIVES)
    yield "jobs_waiting", "Travaux en attente", waiting.count()
    yield "jobs_oldest_seconds", "Attente du plus ancien", (now() - oldest).total_seconds() if oldest else 0
    yield "jobs_running", "Travaux en cours", Job.objects.filter(status=JobStatus.RUNNING).count()
    yield "jobs_failed", "Travaux finis en échec, gardés", Job.objects.filter(status=JobStatus.FAILED).count()
    yield "workers", "Workers qui travaillent", alive.count()


def _replica() -> Iterator[tuple[str, str, float]]:
    if REPLICA in settings.DATABASES:
        behind = bytes_behind()
        yield "replica_behind_bytes", "Retard de la réplique ; -1 : ne répond pas", -1 if behind is None else behind


def exposition() -> bytes:
    """The page that Prometheus reads: the state of the whole installation, then what this server has done."""
    registry = CollectorRegistry()
    with all_schools():
        registry.register(_Server())
        return generate_latest(registry) + figures.exposition()
