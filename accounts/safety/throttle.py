"""Failures counted under keys: what makes guessing a password or a code too slow to be worth it.

Nobody waits here: a key that is locked answers at once, with the time to wait. All the servers of one database count
together: in its rows, or in the cache of CACHE_URL; when that cache does not answer, in the rows (docs/adr/0034).
"""

import datetime
import ipaddress
import math
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.safety import counts_in_rows
from accounts.safety.counting import LOCK, Counter
from accounts.safety.counts import with_counts
from sacoche.kit.clock import now
from sacoche.kit.text import count

SHORTEST_WAIT = datetime.timedelta(seconds=5)
LONGEST_LOCK = datetime.timedelta(days=1)


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
    until = with_counts(lambda counts: counts.locked_until(keys))
    if until and until > now():
        raise Locked(until)


def count_failure(counters: Sequence[Counter]) -> list[Counter]:
    """One failure more under each key; the counters that this one is the first to lock, at their limit.

    Call it in no transaction: the cache may be on another machine.
    """
    failures = with_counts(lambda counts: counts.count(counters))
    return [counter for counter, number in zip(counters, failures, strict=True) if number == counter.limit]


def forget(counters: Sequence[Counter]) -> None:
    """Nothing counts any more under these keys: the person has proved who he is."""
    keys = [counter.key for counter in counters]
    with_counts(lambda counts: counts.forget(keys))


def forget_under(key: str) -> None:
    """The same for a key and for all those that go on from it (`key:…`): in the rows with the transaction around, in
    the cache once it has ended.
    """
    counts_in_rows.forget_under(key)
    if settings.HAS_CACHE:
        transaction.on_commit(lambda: with_counts(lambda counts: counts.forget_under(key)))


def forget_old_failures() -> int:
    """Delete the counts that the next failure would start again from nothing; return how many. For the operator."""
    return counts_in_rows.forget_old()
