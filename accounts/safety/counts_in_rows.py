"""Failures counted in the database: exact, whatever the number of servers, and as long as it answers."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q

from accounts.models import SignInLock
from accounts.safety.counting import WINDOW, Counter
from sacoche.kit.clock import now


def locked_until(keys: Sequence[str]) -> datetime.datetime | None:
    """Until when the key that is locked the longest is, or was; one query."""
    lock = SignInLock.objects.filter(key__in=keys, locked_until__gt=now()).order_by("-locked_until").first()
    return lock.locked_until if lock else None


@transaction.atomic
def count(counters: Sequence[Counter]) -> list[int]:
    """One failure more under each key, which it may lock; how many there are now."""
    return [_count(counter) for counter in counters]


def _count(counter: Counter) -> int:
    lock, _ = SignInLock.objects.select_for_update().get_or_create(
        key=counter.key, defaults={"first_failure_at": now()}
    )
    if _begins_again(lock, counter):
        SignInLock.objects.filter(pk=lock.pk).update(failures=0, first_failure_at=now(), locked_until=None)
    SignInLock.objects.filter(pk=lock.pk).update(failures=F("failures") + 1)
    lock.refresh_from_db()
    if lock.failures >= counter.limit:
        lock.locked_until = now() + counter.lock_after(lock.failures)
        lock.save(update_fields=["locked_until"])
    return lock.failures


def _begins_again(lock: SignInLock, counter: Counter) -> bool:
    """Whether the failures so far no longer count: an hour has passed, or a lock that does not double has ended."""
    if lock.locked_until and not counter.doubles:
        return lock.locked_until <= now()
    return lock.first_failure_at < now() - WINDOW and (lock.locked_until or now()) <= now()


def forget(keys: Sequence[str]) -> None:
    """Nothing counts any more under these keys."""
    SignInLock.objects.filter(key__in=keys).delete()


def forget_under(key: str) -> None:
    """The same for a key and for all those that go on from it (`key:…`)."""
    SignInLock.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:")).delete()


def forget_old() -> int:
    """Delete the counts that the next failure would start again from nothing; how many."""
    is_free = Q(locked_until=None) | Q(locked_until__lte=now())
    return SignInLock.objects.filter(is_free, first_failure_at__lt=now() - WINDOW).delete()[0]
