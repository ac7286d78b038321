"""Failures counted in the cache of CACHE_URL, by increments that it makes one after the other for all the servers.

Under a key, one number holds both how many failures there are and when the first one came, so that one increment tells
both. What is over goes by itself: the cache forgets it at its term.
"""

import datetime
import hashlib
from collections.abc import Sequence

from django.core.cache import cache

from accounts.safety.counting import WINDOW, Counter
from sacoche.kit.clock import now

# The seconds since 1970 of the first failure are above these bits, the failures in them.
_BITS = 20
# How long what is forgotten must be remembered as such: as long as any count or lock lasts.
_LONGEST = 2 * 24 * 3600


def locked_until(keys: Sequence[str]) -> datetime.datetime | None:
    """Until when the key that is locked the longest is; two questions to the cache."""
    found = cache.get_many([_name("lock", key, version) for key, version in _with_versions(keys)])
    return datetime.datetime.fromtimestamp(max(found.values()) / 1000, datetime.UTC) if found else None


def count(counters: Sequence[Counter]) -> list[int]:
    """One failure more under each key, which it may lock; how many there are now."""
    return [_count(counter) for counter in counters]


def _count(counter: Counter) -> int:
    [(key, version)] = _with_versions([counter.key])
    name, moment = _name("count", key, version), now()
    since, failures = divmod(_increment(name, moment), 1 << _BITS)
    if not since:
        # It came to its term while it was counted, and began again at nothing.
        since, failures = int(moment.timestamp()), 1
        cache.set(name, (since << _BITS) + failures, _seconds(WINDOW))
    if failures >= counter.limit:
        _lock(counter, failures, version=version)
        # A lock that does not double wipes the slate when it ends; the others, no sooner than an hour after the first.
        left = datetime.datetime.fromtimestamp(since, datetime.UTC) + WINDOW - moment
        lock = counter.lock_after(failures)
        cache.touch(name, _seconds(max(lock, left) if counter.doubles else lock))
    return failures


def _increment(name: str, moment: datetime.datetime) -> int:
    for _ in range(2):
        cache.add(name, int(moment.timestamp()) << _BITS, _seconds(WINDOW))
        try:
            return cache.incr(name)
        except ValueError:
            # It came to its term between the two: this failure is the first of the next hour.
            continue
    raise ConnectionError("the cache keeps nothing")


def _lock(counter: Counter, failures: int, *, version: int) -> None:
    lock = counter.lock_after(failures)
    until = (now() + lock).timestamp()
    cache.set(_name("lock", counter.key, version), int(until * 1000), _seconds(lock))


def forget(keys: Sequence[str]) -> None:
    """Nothing counts any more under these keys."""
    known = _with_versions(keys)
    cache.delete_many([_name(kind, key, version) for kind in ("count", "lock") for key, version in known])


def forget_under(key: str) -> None:
    """The same for a key and for all those that go on from it (`key:…`): from now on, they have other names."""
    name = _version_name(key)
    cache.add(name, 0, _LONGEST)
    cache.incr(name)
    cache.touch(name, _LONGEST)


def _with_versions(keys: Sequence[str]) -> list[tuple[str, int]]:
    versions = cache.get_many({_version_name(key) for key in keys})
    return [(key, versions.get(_version_name(key), 0)) for key in keys]


def _version_name(key: str) -> str:
    return f"failures:version:{_printed(key.partition(':')[0])}"


def _name(kind: str, key: str, version: int) -> str:
    return f"failures:{kind}:{version}:{_printed(key)}"


def _printed(key: str) -> str:
    """A key holds what a proxy said of an address: of it, too, a print of one length."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _seconds(length: datetime.timedelta) -> int:
    return max(1, int(length.total_seconds()) + 1)
