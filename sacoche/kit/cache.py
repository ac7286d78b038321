"""The cache that all the servers of one database share, when the operator has one (CACHE_URL)."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# A cache answers within a millisecond; one that takes longer is taken for silent.
SECONDS_TO_ANSWER = 0.5
_WRITE_IT = "écrivez redis://serveur:6379/0 (ou rediss:// pour une liaison chiffrée), ou laissez-le vide"


def caches(url: str, *, server: str) -> dict[str, dict[str, Any]]:
    """Django's CACHES for this address; without one there is no cache: that of a process would be its alone.

    `server`: what tells this installation from another that has the same cache. Raises ImproperlyConfigured, in words
    and without its password, for an address that is none.
    """
    if not url:
        return {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    if problem := _problem(url):
        raise ImproperlyConfigured(f"CACHE_URL : {problem} ; {_WRITE_IT}.")
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": f"sacoche:{hashlib.sha256(server.encode()).hexdigest()[:8]}",
            "OPTIONS": {
                "socket_connect_timeout": SECONDS_TO_ANSWER,
                "socket_timeout": SECONDS_TO_ANSWER,
                # Whoever signs in does not wait for a second try: failures are counted elsewhere meanwhile.
                "retry": Retry(NoBackoff(), 0),
            },
        }
    }


def _problem(url: str) -> str:
    """What is wrong with an address of a cache, in French; nothing when it may be one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "le port n'est pas un nombre, ou l'adresse est coupée"
    if parts.scheme not in ("redis", "rediss"):
        return f"« {parts.scheme} » n'est pas une sorte de cache connue" if parts.scheme else "il manque « redis:// »"
    if not parts.hostname or port == 0:
        return "il manque le nom du serveur, ou son port est nul"
    if parts.path.strip("/") and not parts.path.strip("/").isdigit():
        return f"« {parts.path.strip('/')} » n'est pas le numéro d'une base"
    return ""
