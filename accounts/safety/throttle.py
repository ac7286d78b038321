"""Failures counted under keys: what makes guessing a password or a code too slow to be worth it.

Nobody waits here: a key that is locked answers at once, with the time to wait.
"""

import datetime
import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from accounts.models import SignInLock
from sacoche.kit.clock import now
from sacoche.kit.text import count

SHORTEST_WAIT = datetime.timedelta(seconds=5)
LOCK = datetime.timedelta(minutes=5)
LONGEST_LOCK = datetime.timedelta(days=1)
WINDOW = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Counter:
    """Failures counted under one key. At `limit` the key is locked for `first`, twice as long at each failure more, at
    most for `longest`.
    """

    key: str
    limit: int
    first: datetime.timedelta = LOCK
    longest: datetime.timedelta = LOCK

    @property
    def doubles(self) -> bool:
        """Whether the lock grows."""
        return self.longest > self.first

    def lock_after(self, failures: int) -> datetime.timedelta:
        """How long the key is locked once there are so many failures, `limit` at least."""
        # Beyond, a lock is longer than any.
        doublings = min(failures - self.limit, 16)
        return min(self.first * 2**doublings, self.longest)


def slowing(key: str, *, limit: int, longest: datetime.timedelta = LOCK) -> Counter:
    """A counter that makes people wait more and more, and never keeps them out: a few seconds, then some minutes."""
    return Counter(key, limit=limit, first=SHORTEST_WAIT, longest=longest)


def network_of(address: str) -> str:
    """What counts as one address: an IPv6 /64 is one customer's, who has all its addresses for himself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(found), 64), strict=False))


def hidden(typed: str) -> str:
    """What stands under a key for what somebody typed: of one length, and telling nothing to who reads the table."""
    return salted_hmac("accounts.throttle", typed, algorithm="sha256").hexdigest()[:24]


class Locked(Exception):
    """Too many failures. `until` is when to try again."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def seconds(self) -> int:
        """How long to wait, one second at least."""
        return max(1, math.ceil((self.until - now()).total_seconds()))

    @property
    def wait(self) -> str:
        """« 40 secondes », « 5 minutes », « 3 heures »."""
        if self.seconds < 90:
            return count(self.seconds, "seconde", "secondes")
        minutes = math.ceil(self.seconds / 60)
        if minutes < 90:
            return count(minutes, "minute", "minutes")
        return count(math.ceil(minutes / 60), "heure", "heures")


def refuse_when_locked(counters: Sequence[Counter]) -> None:
    """Raises Locked while one of the keys is."""
    keys = [counter.key for counter in counters]
    lock = SignInLock.objects.filter(key__in=keys, locked_until__gt=now()).order_by("-locked_until").first()
    if lock and lock.locked_until:
        raise Locked(lock.locked_until)


@transaction.atomic
def count_failure(counters: Sequence[Counter]) -> list[Counter]:
    """One failure more under each key; the counters that this one is the first to lock, at their limit."""
    return [counter for counter in counters if _count(counter) == counter.limit]


def _count(counter: Counter) -> int:
    lock, _ = SignInLock.objects.select_for_update().get_or_create(
        key=counter.key, defaults={"first_failure_at": now()}
    )
    if _begins_again(lock, counter):
        SignInLock.objects.filter(pk=lock.pk).update(failures=0, first_failure_at=now(), locked_until=None)
    SignInLock.objects.filter(pk=lock.pk).update(failures=F("failures") + 1)
    lock.refresh_from_db()
    if lock.failures >= counter.limit:
        _lock(lock, counter)
    return lock.failures


def _begins_again(lock: SignInLock, counter: Counter) -> bool:
    """Whether the failures so far no longer count: an hour has passed, or a lock that does not double has ended."""
    if lock.locked_until and not counter.doubles:
        return lock.locked_until <= now()
    return lock.first_failure_at < now() - WINDOW and (lock.locked_until or now()) <= now()


def _lock(lock: SignInLock, counter: Counter) -> None:
    lock.locked_until = now() + counter.lock_after(lock.failures)
    lock.save(update_fields=["locked_until"])


def forget(counters: Sequence[Counter]) -> None:
    """Nothing counts any more under these keys: the person has proved who he is."""
    SignInLock.objects.filter(key__in=[counter.key for counter in counters]).delete()


def forget_under(key: str) -> None:
    """The same for a key and for all those that go on from it (`key:…`)."""
    SignInLock.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:")).delete()


def forget_old_failures() -> int:
    """Delete the counts that the next failure would start again from nothing; return how many. For the operator."""
    is_free = Q(locked_until=None) | Q(locked_until__lte=now())
    return SignInLock.objects.filter(is_free, first_failure_at__lt=now() - WINDOW).delete()[0]
