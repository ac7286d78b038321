"""Failures counted under keys: what makes guessing a password or a code too slow to be worth it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from accounts.models import SignInLock
from sacoche.kit.clock import now

LOCK = datetime.timedelta(minutes=5)
LONGEST_LOCK = datetime.timedelta(days=1)
WINDOW = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Counter:
    """Failures counted under one key. At `limit` the key is locked, twice as long at each more when it `doubles`."""

    key: str
    limit: int
    doubles: bool = False


class Locked(Exception):
    """Too many failures. `until` is when to try again."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until


def refuse_when_locked(counters: Sequence[Counter]) -> None:
    """Raises Locked while one of the keys is."""
    keys = [counter.key for counter in counters]
    lock = SignInLock.objects.filter(key__in=keys, locked_until__gt=now()).order_by("-locked_until").first()
    if lock and lock.locked_until:
        raise Locked(lock.locked_until)


@transaction.atomic
def count_failure(counters: Sequence[Counter]) -> list[int]:
    """One failure more under each key; the numbers of failures of the keys that are locked by this one."""
    failures = [_count(counter) for counter in counters]
    return [number for number, counter in zip(failures, counters, strict=True) if number >= counter.limit]


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
    doublings = min(lock.failures - counter.limit, 8) if counter.doubles else 0
    lock.locked_until = now() + min(LOCK * 2**doublings, LONGEST_LOCK)
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
