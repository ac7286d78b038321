"""The secret key that every server of one database runs with: sessions, links and counts are signed by it.

With another one, a second server would throw out whoever the first let in, one page out of two. Its fingerprint is kept
in the database, so that a server that was not given the key says so and does not start.
"""

from typing import Any

from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import ServerKey
from sacoche.kit.clock import now

OTHER_KEY = (
    "Cette base de données est celle de serveurs qui ont une autre clé secrète (SECRET_KEY) : celui-ci ne démarre pas, "
    "il mettrait dehors une page sur deux ceux qui se connectent. Donnez-lui la leur (le réglage SECRET_KEY, ou le "
    "contenu du fichier secret_key du dossier de données du premier serveur). Si la clé a été changée exprès, ou "
    "perdue : arrêtez tous les serveurs, donnez à tous la nouvelle, puis lancez « manage.py secret_key --changed »."
)


def fingerprint() -> str:
    """What tells the secret key of this process from any other, and tells nothing of it."""
    return salted_hmac("accounts.server_key", "", algorithm="sha256").hexdigest()[:32]


def is_the_key() -> bool:
    """Whether this process has the key of its database, or none was noted yet; one query."""
    noted = ServerKey.objects.order_by("pk").first()
    return noted is None or constant_time_compare(noted.fingerprint, fingerprint())


@transaction.atomic
def claim() -> None:
    """A server starts: the first of a database notes its key. Raises ImproperlyConfigured, in words, for another."""
    # Of two servers that start together with two keys, one alone is the first.
    ServerKey.objects.get_or_create(pk=1, defaults={"fingerprint": fingerprint(), "noted_at": now()})
    if not is_the_key():
        raise ImproperlyConfigured(OTHER_KEY)


def accept() -> None:
    """The operator has changed the key: that of this process is the one from now on."""
    ServerKey.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint(), "noted_at": now()})


def check_key(**kwargs: Any) -> list[Error]:
    """For Django's checks, which begin every command: a worker or a command with another key does nothing.

    A database that is not there yet, or not migrated, is no other server's.
    """
    try:
        return [] if is_the_key() else [Error(OTHER_KEY, id="sacoche.E001")]
    except DatabaseError:
        return []
