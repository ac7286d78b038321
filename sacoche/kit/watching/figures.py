"""What this server has done since it started, counted by each of its processes and read together by Prometheus."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, Summary, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

# Where the processes of a server keep their counts together (sacoche.wsgi).
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_own = CollectorRegistry()

REQUESTS = Counter("sacoche_requests", "Demandes servies, par sorte de réponse", ["status"], registry=_own)
SECONDS = Histogram(
    "sacoche_request_seconds",
    "Durée d'une demande",
    buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
    registry=_own,
)
SAVES = Counter("sacoche_saves", "Cases de grille enregistrées, ou en conflit", ["outcome"], registry=_own)
HASHING = Summary("sacoche_hashing_seconds", "Mots de passe hachés ou vérifiés", registry=_own)


def exposition() -> bytes:
    """The counts of all the processes of this server, as Prometheus reads them."""
    if FOLDER not in os.environ:
        return generate_latest(_own)
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return generate_latest(together)
