"""What the operator decided of the whole server: who hosts it, what files may weigh, how long things are kept, when it
is closed. The console plugs in what reads it; a server of which nothing was decided follows its settings.

Asked on every page: a process reads it again after some seconds, not at each request.
"""

import datetime
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError

from sacoche.kit.clock import local, now
from sacoche.kit.text import count

MEGABYTE = 1024 * 1024
# How long before a maintenance the open sessions are told.
WARNED_BEFORE = datetime.timedelta(minutes=15)
# What another server of this database decided is known here that many seconds later.
_KNOWN_FOR = 5


@dataclass(frozen=True)
class Maintenance:
    """Every school shut from `begins_at` on; `ends_at` is when it should be over, if that is known."""

    reason: str
    begins_at: datetime.datetime
    ends_at: datetime.datetime | None = None

    @property
    def is_on(self) -> bool:
        return self.begins_at <= now()

    @property
    def is_near(self) -> bool:
        """Whether it begins within a quarter of an hour."""
        return not self.is_on and self.begins_at - WARNED_BEFORE <= now()

    @property
    def warning(self) -> str:
        """What open sessions are told just before."""
        minutes = max(1, round((self.begins_at - now()).total_seconds() / 60))
        return (
            f"SACoche ferme à {_hour(self.begins_at)}, dans {count(minutes, 'minute', 'minutes')} : « {self.reason} ». "
            "Enregistrez ce que vous avez commencé."
        )

    @property
    def sentence(self) -> str:
        """What is read while it lasts."""
        end = f" Retour prévu le {local(self.ends_at):%d/%m/%Y} à {_hour(self.ends_at)}." if self.ends_at else ""
        return f"SACoche est fermé pour maintenance : « {self.reason} ».{end}"


@dataclass(frozen=True)
class Installation:
    """What was decided; an empty text or None is « as the settings say »."""

    name: str = ""
    host: str = ""
    host_url: str = ""
    host_email: str = ""
    legal_text: str = ""
    privacy_text: str = ""
    # Said to pupils in their own notice; how many times it changed.
    children_text: str = ""
    children_version: int = 0
    # The digest of its logo, part of its address.
    logo: str = ""
    upload_megabytes: int | None = None
    resource_megabytes: int | None = None
    voice_months: int | None = None
    journal_days: int | None = None
    sign_in_days: int | None = None
    is_mail_off: bool = False
    bounce_address: str = ""
    maintenance: Maintenance | None = None


_log = logging.getLogger(__name__)
Read = Callable[[], Installation]
AS_SETTINGS_SAY = Installation()


class _Known:
    """What this process knows, and until when it need not ask again (on the clock of the process)."""

    read: Read = staticmethod(lambda: AS_SETTINGS_SAY)
    installation = AS_SETTINGS_SAY
    until = 0.0


def plug_installation(read: Read) -> None:
    """Give the function that reads what was decided."""
    _Known.read = staticmethod(read)


def installation() -> Installation:
    """What was decided of this server, some seconds old at most; what was known last while the database is away."""
    if time.monotonic() >= _Known.until:
        try:
            remember(_Known.read())
        except DatabaseError:
            _log.warning("what the operator decided could not be read: what was known is kept")
            remember(_Known.installation)
    return _Known.installation


def remember(known: Installation, *, seconds: float = _KNOWN_FOR) -> None:
    """This is what is decided, for as long as it need not be asked again."""
    _Known.installation, _Known.until = known, time.monotonic() + seconds


def forget() -> None:
    """Ask again at the next request: something was decided here."""
    _Known.until = 0.0


# --- What files may weigh, how long things are kept -----------------------------------------------------------------


def upload_bytes() -> int:
    """What any file that is sent may weigh."""
    return _bytes(installation().upload_megabytes, settings.MAX_UPLOAD_BYTES)


def body_bytes() -> int:
    """What a request may weigh: a file, and the form around it."""
    return int(settings.MAX_BODY_BYTES - settings.MAX_UPLOAD_BYTES + upload_bytes())


def resource_bytes() -> int:
    """What a file given to pupils may weigh; never more than any file."""
    return min(_bytes(installation().resource_megabytes, settings.RESOURCE_BYTES), upload_bytes())


def voice_days() -> int:
    """How many days a spoken comment is kept."""
    months = installation().voice_months
    return int(settings.VOICE_DAYS) if months is None else months * 30


def journal_days() -> int:
    """How many days a line of the journal of sensitive actions is kept."""
    days = installation().journal_days
    return int(settings.JOURNAL_DAYS) if days is None else days


def sign_in_days() -> int:
    """How many days the journal keeps who came and left."""
    days = installation().sign_in_days
    return int(settings.SIGN_IN_DAYS) if days is None else days


def _bytes(megabytes: int | None, usual: int) -> int:
    return usual if megabytes is None else min(megabytes * MEGABYTE, settings.MAX_UPLOAD_BYTES)


def _hour(moment: datetime.datetime) -> str:
    return f"{local(moment):%H:%M}"
